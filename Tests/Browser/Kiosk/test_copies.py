"""Copies: one outbox brought by file three times and by the network beside it, and two machines
with one memory. Every answer counts once and none is lost."""

import datetime
import json
import subprocess
import unittest

from office import PROGRAM, UNLIMITED, Office
from screens import Browser

KEEP = """for (let number = 0; number < given; number += 1) {
    const answers = { overall: 1 + number % 5 };
    const id = await kiosk.begin(answers, 'vi');
    await kiosk.change(id, answers, 'vi', true);
}"""
RESPONSES = "**/api/v1/responses"


def setUpModule():
    global browser
    browser = Browser()


def tearDownModule():
    browser.close()


class Copies(unittest.TestCase):
    RESTARTS = 20

    def setUp(self):
        self.office = Office(options=UNLIMITED)
        self.addCleanup(self.office.close)
        self.kiosk = browser.kiosk(
            self.office, clock=datetime.datetime.now(),
            route=(RESPONSES, lambda route: route.abort()))
        self.addCleanup(self.kiosk.close)

    def saved(self):
        """The file that staff save, by its bytes."""
        self.kiosk.run("staff.open();")
        with self.kiosk.page.expect_download() as waiting:
            self.kiosk.page.click("#staff .export")
        self.kiosk.page.click("#staff .close")
        with open(waiting.value.path(), "rb") as file:
            return file.read()

    def brought(self, text, *words):
        """What the import of such a file says and with which code it ends."""
        path = self.office.file("stick.jsonl", "")
        path.write_bytes(text)
        done = self.office.command("import", "outbox", str(path), "--lang", "en", *words)
        return done.returncode, done.stdout.strip(), done.stderr

    def check(self, device, count):
        rows = self.office.rows()
        self.assertEqual(sorted(int(row["sequence"]) for row in rows), list(range(1, count + 1)))
        self.assertEqual({row["device"] for row in rows}, {device})
        return sorted(json.dumps(row) for row in rows)

    def test_a_file_brought_three_times_counts_once_and_outlives_twenty_restarts(self):
        device = self.kiosk.pair(self.office)
        self.kiosk.run(KEEP, 40)
        text = self.saved()
        damaged = {
            "an answer": text.replace(b'"overall":1', b'"overall":5', 1),
            "the place": text.replace(b'"place":"Q1"', b'"place":"Q2"', 1),
            "the signature": text[:-4] + (b"0" if text[-4:-3] != b"0" else b"1") + text[-3:],
            "no signature": text[:text.rindex(b"{")] + b'{"hmac":null}\n',
            "a line too few": b"".join(text.splitlines(True)[:5] + text.splitlines(True)[6:]),
            "the end": text[:len(text) // 2], "everything": b"",
        }
        for name, one in damaged.items():
            with self.subTest(name):
                self.assertNotEqual(one, text)
                code, _, reason = self.brought(one)
                self.assertEqual(code, 65, reason)
        self.assertEqual(self.office.rows(), [])
        self.assertEqual(self.brought(text)[:2], (0, "stored 40, already 0, refused 0"))
        for _ in range(2):
            self.assertEqual(self.brought(text)[:2], (0, "stored 0, already 40, refused 0"))
        before = self.check(device, 40)
        # The network is back: what the file brought is acknowledged and leaves the kiosk.
        self.kiosk.page.context.unroute(RESPONSES)
        self.kiosk.run("await post.sendNow();")
        self.assertEqual(self.kiosk.records() + self.kiosk.records("rejected"), [])
        for number in range(self.RESTARTS):
            (self.office.kill if number % 2 else self.office.stop)()
            self.office.start()
            if number % 5 == 0:
                self.assertEqual(self.brought(text)[:2], (0, "stored 0, already 40, refused 0"))
        self.assertEqual(self.check(device, 40), before)
        self.office.stop()
        self.assertEqual(self.brought(text)[:2], (0, "stored 0, already 40, refused 0"))
        self.assertEqual(self.check(device, 40), before, "also where no server runs")

    def test_three_files_and_the_network_at_once_store_each_answer_once(self):
        device = self.kiosk.pair(self.office)
        self.kiosk.run(KEEP, 600)
        path = self.office.file("stick.jsonl", "")
        path.write_bytes(self.saved())
        self.kiosk.page.context.unroute(RESPONSES)
        imports = [
            subprocess.Popen(
                [PROGRAM, "import", "outbox", str(path), "--data", self.office.data],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
        while self.kiosk.run("await post.sendNow(); return (await post.status()).count;"):
            pass
        for one in imports:
            said, reason = one.communicate(timeout=60)
            self.assertEqual(one.returncode, 0, reason)
            self.assertRegex(said, r"^stored \d+, already \d+, refused 0\n$")
        self.assertEqual(self.kiosk.records("rejected"), [])
        self.check(device, 600)
        seen = self.office.devices()[device]
        self.assertEqual((seen["missing"], seen["forks"]), (0, 0))

    def test_the_file_of_a_kiosk_without_a_key_asks_for_the_operators_word(self):
        self.kiosk.run(KEEP, 3)
        text = self.saved()
        code, _, reason = self.brought(text)
        self.assertEqual(code, 65)
        self.assertIn("--unsigned", reason)
        said = "stored 3, already 0, refused 0"
        self.assertEqual(self.brought(text, "--unsigned")[:2], (0, said))


class Clones(unittest.TestCase):
    """A kiosk's disk is copied, and both machines run with one key and one counter."""

    def setUp(self):
        self.office = Office()
        self.addCleanup(self.office.close)
        self.first = browser.kiosk(self.office, clock=datetime.datetime.now())
        self.addCleanup(self.first.close)
        self.device = self.first.pair(self.office)

    def clone(self):
        memory = self.first.page.context.storage_state(indexed_db=True)
        kiosk = browser.kiosk(
            self.office, clock=datetime.datetime.now(), storage_state=memory)
        self.addCleanup(kiosk.close)
        return kiosk

    def send(self, kiosk, count=1):
        kiosk.run(KEEP + " await post.sendNow();", count)
        kiosk.sent()

    def test_they_are_found_when_both_have_sent_one_answer(self):
        self.send(self.first, 2)
        second = self.clone()
        self.send(self.first)
        self.assertEqual(self.office.devices()[self.device]["forks"], 0)
        self.send(second)
        seen = self.office.devices()[self.device]
        self.assertEqual((seen["forks"], seen["heldForReview"], seen["answers"]), (1, True, 4))
        told = self.office.command("device", "list", "--format", "text", "--lang", "en")
        self.assertIn("SAME NUMBER", told.stdout)
        self.assertIn("two machines use one key", told.stderr)
        self.assertEqual(second.records("rejected"), [], "both keep their data")
        self.assertEqual(
            sorted(row["sequence"] for row in self.office.rows()), ["1", "2", "3", "3"])
        # The way out: each is paired anew and counts for itself.
        self.office.run("device", "retire", self.device)
        for kiosk in (self.first, second):
            kiosk.beat()
            kiosk.wait("retired")
            device = kiosk.pair(self.office)
            self.send(kiosk, 2)
            seen = self.office.devices()[device]
            self.assertEqual(
                (seen["answers"], seen["forks"], seen["missing"]), (2, 0, 0))

    def test_what_waited_when_the_disk_was_copied_counts_once(self):
        self.first.page.context.route(RESPONSES, lambda route: route.abort())
        self.first.run(KEEP, 3)
        second = self.clone()
        second.sent()
        self.first.page.context.unroute(RESPONSES)
        self.first.run("await post.sendNow();")
        self.first.sent()
        rows = self.office.rows()
        self.assertEqual(sorted(row["sequence"] for row in rows), ["1", "2", "3"])
        self.assertEqual(self.first.records("rejected"), [])
        self.assertEqual(self.office.devices()[self.device]["forks"], 0)


if __name__ == "__main__":
    unittest.main()
