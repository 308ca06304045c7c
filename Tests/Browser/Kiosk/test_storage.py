"""What a kiosk keeps when its disk fails it: full, cut off in a write, or with a bit turned over.
What somebody was thanked for is there afterwards, or the screen has said that it is not."""

import contextlib
import random
import shutil
import time
import unittest
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from office import UNLIMITED, Office
from screens import MODULE, Browser, Kiosk, corner
from test_faults import THANK, Profile

NO_NETWORK = ("**/api/v1/responses", lambda route: route.abort())
SPARE = """const spare = await part('kiosk-spare.js');
    return (await spare.copied()).filter(([name]) => name === given).map((one) => one[2]);"""


def setUpModule():
    global office
    office = Office(options=UNLIMITED)


def tearDownModule():
    office.close()


class Full(unittest.TestCase):
    def test_a_full_disk_thanks_nobody_and_loses_nothing(self):
        browser = Browser()
        self.addCleanup(browser.close)
        kiosk = browser.kiosk(office, route=NO_NETWORK)
        page = kiosk.page
        kiosk.answer(4)
        page.click("#thanks h1", delay=400)
        devtools = page.context.new_cdp_session(page)
        devtools.send("Storage.overrideQuotaForOrigin", {
            "origin": office.address, "quotaSize": 1000})
        # The browser takes a few more on credit; each of them is kept, for each is thanked for.
        thanked, end = 1, time.monotonic() + 40
        while time.monotonic() < end:
            kiosk.rest()
            kiosk.touch(2)
            page.wait_for_selector("#failed:not([hidden]), .more:not([hidden])")
            if kiosk.shown == "failed":
                break
            thanked += 1
            kiosk.rest()
            kiosk.done()
            kiosk.wait("thanks")
            page.click("#thanks h1", delay=400)
        self.assertEqual(kiosk.shown, "failed")
        self.assertIn("Chưa lưu được", page.inner_text("#failed"))
        self.assertIn("Quota", kiosk.run("return (await post.status()).fault;"))
        self.assertEqual(len(kiosk.records()), thanked)
        devtools.send("Storage.overrideQuotaForOrigin", {"origin": office.address})
        kiosk.rest()
        page.mouse.click(600, 790)
        kiosk.wait("ask")
        kiosk.answer(5)
        page.context.unroute("**/api/v1/responses")
        kiosk.run("await post.sendNow();")
        kiosk.sent()
        device = kiosk.run("return (await post.status()).device;")
        stored = [row for row in office.rows() if row["device"] == device]
        self.assertEqual(
            sorted(int(row["sequence"]) for row in stored), list(range(1, thanked + 2)))
        kiosk.close()


class Cut(unittest.TestCase):
    ROUNDS = 6

    def setUp(self):
        driver = sync_playwright().start()
        self.addCleanup(driver.stop)
        self.profile = Profile(driver)
        self.addCleanup(self.profile.close)
        self.thanked = []

    def open(self, route=NO_NETWORK):
        context = self.profile.start()
        page = context.pages[0] if context.pages else context.new_page()
        if route:
            page.route(*route)
        page.on("console", lambda line: self.thanked.append(line.text.split()[1])
                if line.text.startswith("thanked ") else None)
        kiosk = Kiosk(page, office.address, "Q1")
        kiosk.open()
        return kiosk

    def damage(self, share, name="*.log"):
        """Turns one bit over in the newest file of the browser's store."""
        file = max(
            next(Path(self.profile.folder.name).rglob("http_*.indexeddb.leveldb")).glob(name),
            key=lambda one: one.stat().st_size)
        content = bytearray(file.read_bytes())
        content[int(share * (len(content) - 1))] ^= 4
        file.write_bytes(content)

    def test_killed_in_the_middle_of_writes_it_has_all_that_was_thanked_for(self):
        chance = random.Random(7)
        for _ in range(self.ROUNDS):
            kiosk = self.open()
            with contextlib.suppress(Error):
                kiosk.page.evaluate(
                    f"async (given) => {{ {MODULE} (async () => {{ {THANK} }})(); "
                    "await new Promise((done) => setTimeout(done, given)); }",
                    chance.randint(40, 400))
            self.profile.kill()
        kiosk = self.open()
        records = kiosk.records()
        numbers = [record["sequence"] for record in records]
        self.assertEqual(numbers, list(range(1, len(numbers) + 1)), "a number without its answer")
        self.assertGreater(len(self.thanked), self.ROUNDS)
        self.assertEqual(set(self.thanked) - {record["id"] for record in records}, set())
        kept = kiosk.run(SPARE, "outbox")
        self.assertEqual(sorted(one["id"] for one in kept),
                         sorted(record["id"] for record in records))

    def test_one_bit_turned_over_loses_no_answer_and_no_key(self):
        kiosk = self.open()
        kiosk.run(THANK, 40)
        self.assertEqual(len(kiosk.run(SPARE, "outbox")), 40)
        kiosk.run("""await kiosk.inStore('readwrite', async (store) => {
            store('meta').put({ device: 'd-7k2m9xpw', key: given }, 'pairing');
        });""", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")
        kiosk.run(SPARE, "meta")
        for share, name in ((0.01, "*.log"), (0.5, "*.log"), (0.999, "*.log"), (0.5, "MANIFEST*")):
            with self.subTest(share=share, file=name):
                self.profile.kill()
                self.damage(share, name)
                kiosk = self.open()
                self.assertEqual({one["id"] for one in kiosk.records()}, set(self.thanked))
                state = kiosk.run("return await post.status();")
                self.assertEqual((state["device"], state["sequence"]), ("d-7k2m9xpw", 40))
                self.assertRegex(state["loss"], "corrupt.*40 ↩")
                kiosk.run(SPARE, "meta")
        corner(kiosk.page)
        kiosk.page.wait_for_function(
            "() => document.querySelector('[data-fact=fault]').textContent.includes('corrupt')")
        kiosk.page.click("#staff .close")
        # Numbers go on after the highest that was ever given.
        kiosk.answer(3)
        self.assertEqual([one["sequence"] for one in kiosk.records()], list(range(1, 42)))

    def test_a_damaged_copy_is_made_anew_and_the_copy_forgets_what_was_sent(self):
        kiosk = self.open()
        kiosk.run(THANK, 10)
        kiosk.run(SPARE, "outbox")
        self.profile.kill()
        for folder in (Path(self.profile.folder.name) / "Default/WebStorage").rglob("*.leveldb"):
            shutil.rmtree(folder)
        kiosk = self.open()
        self.assertEqual(len(kiosk.run(SPARE, "outbox")), 10)
        kiosk.page.unroute("**/api/v1/responses")
        kiosk.run("await post.sendNow();")
        kiosk.sent()
        self.assertEqual(kiosk.run(SPARE, "outbox"), [])
        self.assertEqual(
            set(self.thanked) - {row["id"] for row in office.rows()}, set())


if __name__ == "__main__":
    unittest.main()
