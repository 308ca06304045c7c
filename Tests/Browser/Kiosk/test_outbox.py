"""The outbox: what is kept, sent, put aside and given to a stick, whatever the network does."""

import datetime
import email.utils
import hashlib
import hmac
import json
import time
import unittest

from office import Office
from screens import Browser, wait_for

BATCH = "**/api/v1/responses"


def setUpModule():
    global office, browser
    office, browser = Office(), Browser()


def tearDownModule():
    browser.close()
    office.close()


def reply(route, status, body, **headers):
    route.fulfill(status=status, body=json.dumps(body), headers={
        "Content-Type": "application/json", **headers})


def acked(route):
    ids = [response["id"] for response in route.request.post_data_json]
    reply(route, 200, {"acked": ids, "refused": []})


class Network:
    """Answers for the server, in turn, and notes what it was asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.batches = []

    def __call__(self, route):
        self.batches.append(route.request.post_data_json)
        answer = self.answers.pop(0) if self.answers else acked
        answer(route)


KEEP = """for (let number = 0; number < given; number += 1) {
    const id = await kiosk.begin({ overall: 1 + number % 5 }, 'vi');
    await kiosk.change(id, { overall: 1 + number % 5 }, 'vi', true);
}"""


class Sending(unittest.TestCase):
    def kiosk(self, *answers, **options):
        network = Network(*answers)
        return network, browser.kiosk(office, route=(BATCH, network), **options)

    def test_nothing_is_sent_before_the_answer_is_closed(self):
        network, kiosk = self.kiosk()
        kiosk.touch(1)
        kiosk.wait("reasons-low")
        kiosk.run("await post.sendNow();")
        self.assertEqual(network.batches, [])
        kiosk.rest()
        kiosk.touch(2)
        kiosk.done()
        kiosk.wait("thanks")
        kiosk.sent()
        self.assertEqual([len(batch) for batch in network.batches], [1])
        self.assertEqual(
            network.batches[0][0]["answers"], {"overall": 1, "reasons-low": ["attitude"]})
        kiosk.close()

    def test_only_what_the_server_names_leaves(self):
        def half(route):
            ids = [response["id"] for response in route.request.post_data_json]
            reply(route, 200, {"acked": ids[:2], "refused": [
                {"id": ids[2], "code": "conflict", "message": "other content"},
                {"id": ids[3], "code": "later", "message": "try again later"}]})

        network, kiosk = self.kiosk(half, lambda route: route.abort())
        kiosk.run(KEEP + " await post.sendNow();", 5)
        left = kiosk.records()
        self.assertEqual([record["sequence"] for record in left], [4, 5])
        aside = kiosk.records("rejected")
        self.assertEqual([(one["sequence"], one["code"]) for one in aside], [(3, "conflict")])
        # Sent again, it is byte for byte what was sent before.
        before = {one["id"]: one for batch in network.batches for one in batch}
        kiosk.run("await post.sendNow(); await post.sendNow();")
        self.assertEqual(kiosk.records(), [])
        for batch in network.batches[1:]:
            for one in batch:
                self.assertEqual(one, before[one["id"]])
        kiosk.close()

    def test_answers_go_a_hundred_at_a_time_in_their_order(self):
        network, kiosk = self.kiosk()
        kiosk.run(KEEP + " await post.sendNow();", 230)
        self.assertEqual([len(batch) for batch in network.batches], [100, 100, 30])
        numbers = [one["sequence"] for batch in network.batches for one in batch]
        self.assertEqual(numbers, list(range(1, 231)))
        kiosk.close()

    def test_one_that_the_server_does_not_read_holds_up_no_other(self):
        def unless_alone(route):
            batch = route.request.post_data_json
            bad = any(one["sequence"] == 5 for one in batch)
            if bad:
                reply(route, 400, {"error": "not JSON at line 1"})
            else:
                acked(route)

        network, kiosk = self.kiosk(*[unless_alone] * 40)
        kiosk.run(KEEP + " await post.sendNow();", 9)
        self.assertEqual(kiosk.records(), [])
        self.assertEqual(
            [(one["sequence"], one["code"]) for one in kiosk.records("rejected")],
            [(5, "http400")])
        kiosk.close()

    def test_what_is_no_answer_of_the_server_removes_nothing(self):
        def page(route):
            route.fulfill(status=200, body="<html>log in</html>",
                          headers={"Content-Type": "text/html"})

        def stranger(status):
            return lambda route: route.fulfill(status=status, body="no")

        faults = [page, *(stranger(status) for status in (302, 401, 403, 404, 407, 500, 502)),
                  lambda route: route.abort()]
        network, kiosk = self.kiosk(*faults)
        kiosk.run(KEEP, 1)
        for _ in faults:
            kiosk.run("await post.sendNow();")
            self.assertEqual(len(kiosk.records()), 1)
            self.assertEqual(kiosk.records("rejected"), [])
        kiosk.run("await post.sendNow();")
        self.assertEqual(kiosk.records(), [])
        kiosk.close()

    def test_a_pause_that_the_server_asks_for_is_kept(self):
        def later(route):
            reply(route, 503, {"error": "try again later"}, **{"Retry-After": "120"})

        network, kiosk = self.kiosk(later, clock=datetime.datetime.now())
        page = kiosk.page
        kiosk.run(KEEP + " post.send();", 1)
        page.wait_for_timeout(200)
        self.assertEqual(len(network.batches), 1)
        page.clock.fast_forward(100_000)
        page.evaluate("dispatchEvent(new Event('online'))")
        kiosk.run("post.send();")
        page.wait_for_timeout(200)
        self.assertEqual(len(network.batches), 1)
        page.clock.fast_forward(21_000)
        kiosk.sent()
        self.assertEqual(len(network.batches), 2)
        kiosk.close()

    def test_pauses_grow_and_a_new_answer_does_not_shorten_them(self):
        broken = [lambda route: route.abort()] * 40
        network, kiosk = self.kiosk(*broken, clock=datetime.datetime.now())
        kiosk.run("Math.random = () => 0.999;")
        # Time stands still but for what is said.
        kiosk.page.clock.pause_at(kiosk.page.evaluate("Date.now() + 100") / 1000)
        kiosk.run(KEEP + " post.send();", 1)
        pauses = []
        for attempts in range(1, 12):
            end = time.monotonic() + 10
            while len(network.batches) < attempts and time.monotonic() < end:
                kiosk.page.wait_for_timeout(20)
            # Until the failure is heard of and the next attempt is set.
            kiosk.page.wait_for_timeout(60)
            self.assertEqual(len(network.batches), attempts)
            kiosk.run(KEEP + " post.send();", 1)
            pause = min(300, 2 ** (attempts - 1))
            pauses.append(pause)
            kiosk.page.clock.fast_forward(int(pause * 950))
            kiosk.page.wait_for_timeout(60)
            self.assertEqual(len(network.batches), attempts, f"pause {pause}")
            kiosk.page.clock.fast_forward(int(pause * 60))
        self.assertEqual(pauses[-1], 300)
        kiosk.close()


class Keeping(unittest.TestCase):
    def test_full_storage_thanks_nobody(self):
        kiosk = browser.kiosk(office)
        kiosk.page.evaluate("""() => {
            IDBObjectStore.prototype.add = () => {
                throw new DOMException('full', 'QuotaExceededError');
            };
        }""")
        kiosk.touch(2)
        kiosk.wait("failed")
        self.assertIn("Chưa lưu được", kiosk.page.inner_text("#failed"))
        self.assertTrue(kiosk.page.is_visible(".qr"))
        self.assertEqual(kiosk.records(), [])
        self.assertIn("full", kiosk.run("return (await post.status()).fault;"))
        kiosk.close()

    def test_storage_that_fails_at_the_commit_thanks_nobody(self):
        kiosk = browser.kiosk(office)
        kiosk.page.evaluate("""() => {
            const add = IDBObjectStore.prototype.add;
            IDBObjectStore.prototype.add = function (...given) {
                const request = add.apply(this, given);
                request.addEventListener('success', () => this.transaction.abort());
                return request;
            };
        }""")
        kiosk.touch(2)
        kiosk.wait("failed")
        self.assertEqual(kiosk.records(), [])
        kiosk.close()

    def test_commits_wait_for_the_disk(self):
        kiosk = browser.kiosk(office)
        used = kiosk.page.evaluate("""async () => {
            const used = [];
            const open = IDBDatabase.prototype.transaction;
            IDBDatabase.prototype.transaction = function (stores, mode, options) {
                if (mode === 'readwrite') used.push(options?.durability);
                return open.call(this, stores, mode, options);
            };
            document.querySelector('#ask [data-place="3"]').click();
            await new Promise((done) => setTimeout(done, 300));
            return used;
        }""")
        self.assertTrue(used and set(used) == {"strict"}, used)
        kiosk.close()

    def test_a_number_is_given_only_with_an_answer(self):
        kiosk = browser.kiosk(office, route=(BATCH, lambda route: route.abort()))
        kiosk.page.evaluate("""() => {
            const add = IDBObjectStore.prototype.add;
            let count = 0;
            IDBObjectStore.prototype.add = function (...given) {
                count += 1;
                if (count === 2) throw new Error('once');
                return add.apply(this, given);
            };
        }""")
        kiosk.run("""for (let number = 0; number < 3; number += 1) {
            await kiosk.begin({ overall: 4 }, 'vi').catch(() => null);
        }""")
        self.assertEqual([record["sequence"] for record in kiosk.records()], [1, 2])
        kiosk.close()

    def test_another_window_changes_nothing_that_is_closed(self):
        network = Network(lambda route: route.abort())
        kiosk = browser.kiosk(office, route=(BATCH, network))
        kiosk.touch(1)
        kiosk.wait("reasons-low")
        # A second window starts, closes what it finds open, sends it and does not hear the answer.
        kiosk.run("await kiosk.closeLeft(); await post.sendNow();")
        kiosk.rest()
        kiosk.touch(2)
        kiosk.done()
        kiosk.wait("thanks")
        kiosk.run("await post.sendNow();")
        self.assertEqual(
            [one["answers"] for batch in network.batches for one in batch],
            [{"overall": 1}, {"overall": 1}])
        kiosk.close()

    def test_every_id_is_its_own_and_of_version_seven(self):
        kiosk = browser.kiosk(office, route=(BATCH, lambda route: route.abort()))
        kiosk.run(KEEP, 300)
        ids = [record["id"] for record in kiosk.records()]
        self.assertEqual(len(set(ids)), 300)
        for one in ids:
            self.assertRegex(
                one, "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
        kiosk.close()


class Shell(unittest.TestCase):
    def test_a_restart_without_a_network_asks_and_keeps(self):
        own = Office()
        kiosk = browser.kiosk(own, workers=True)
        page = kiosk.page
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        wait_for(page, """async () => {
            const names = await caches.keys();
            return names.length === 1 && (await (await caches.open(names[0])).keys()).length >= 6;
        }""")
        own.kill()
        page.reload(wait_until="load")
        kiosk.ready()
        self.assertEqual(kiosk.shown, "ask")
        kiosk.answer(4, 2)
        self.assertEqual(len(kiosk.records()), 1)
        own.start()
        kiosk.run("await post.sendNow();")
        kiosk.sent()
        self.assertEqual([row["overall"] for row in own.rows()], ["4"])
        self.assertEqual(kiosk.faults, [])
        kiosk.close()
        own.close()

    def test_a_newer_page_is_loaded_when_nobody_stands_there(self):
        kiosk = browser.kiosk(office, clock=datetime.datetime.now())
        page = kiosk.page
        newer = page.content().replace('data-build="', 'data-build="0')
        page.route("**/k/Q1", lambda route: route.fulfill(body=newer, content_type="text/html"))
        page.evaluate("window.isOld = true")
        kiosk.touch(5)
        kiosk.wait("reasons-high")
        page.clock.run_for(10_000)
        page.clock.fast_forward(8_000)
        self.assertTrue(page.evaluate("window.isOld"))
        page.clock.fast_forward(320_000)
        page.wait_for_function("() => window.isOld")
        page.clock.fast_forward(320_000)
        page.wait_for_function("() => window.isOld === undefined", timeout=10_000)
        kiosk.close()


class Clock(unittest.TestCase):
    """An answer's time is the server's, however wrong the kiosk's clock is."""

    def times(self, network):
        return [
            datetime.datetime.fromisoformat(one["answeredAt"].replace("Z", "+00:00"))
            for batch in network.batches for one in batch]

    def check(self, found, expected):
        self.assertEqual(len(found), len(expected))
        for one, other in zip(found, expected):
            self.assertLess(abs((one - other).total_seconds()), 5, (one, other))

    def test_a_clock_three_hours_slow_is_made_good_without_ever_having_met(self):
        network = Network()
        now = datetime.datetime.now(datetime.timezone.utc)
        slow = now - datetime.timedelta(hours=3)
        kiosk = browser.kiosk(
            office, route=("**/healthz", lambda route: route.abort()), clock=slow)
        page = kiosk.page
        page.context.route(BATCH, network)
        kiosk.run(KEEP, 1)
        page.clock.fast_forward(3_600_000)
        kiosk.run(KEEP, 1)
        page.reload()
        kiosk.ready()
        # Turned by a day while it was off, as after a power cut, and turned right again.
        kiosk.run(KEEP, 1)
        page.context.unroute("**/healthz")
        page.clock.set_system_time(datetime.datetime.now(datetime.timezone.utc)
                                   - datetime.timedelta(hours=3))
        kiosk.run("await post.sendNow();")
        kiosk.sent()
        found = self.times(network)
        self.check(found[:1], [now])
        self.check(found[1:2], [now + datetime.timedelta(hours=1)])
        kiosk.close()

    def test_a_clock_that_jumps_in_a_session_changes_no_time(self):
        network = Network()
        now = datetime.datetime.now(datetime.timezone.utc)
        kiosk = browser.kiosk(office, route=(BATCH, network), clock=now)
        kiosk.run(KEEP, 1)
        kiosk.page.clock.set_system_time(now + datetime.timedelta(days=400))
        kiosk.run(KEEP, 1)
        kiosk.page.clock.set_system_time(now - datetime.timedelta(days=400))
        kiosk.run(KEEP + " await post.sendNow();", 1)
        kiosk.sent()
        self.check(self.times(network), [now] * 3)
        kiosk.close()

    def test_a_machine_that_slept_dates_by_the_server_that_it_hears_afterwards(self):
        network = Network()
        now = datetime.datetime.now(datetime.timezone.utc)
        kiosk = browser.kiosk(office, route=(BATCH, network), clock=now)
        kiosk.run(KEEP + " await post.sendNow();", 1)
        kiosk.sent()
        # A night passes for all but the clock of the session.
        morning = now + datetime.timedelta(hours=10)
        kiosk.page.clock.set_system_time(morning)
        date = email.utils.format_datetime(morning, usegmt=True)
        kiosk.page.context.route(
            "**/healthz", lambda route: route.fulfill(status=200, headers={"Date": date}))
        kiosk.run(KEEP + " await post.sendNow();", 1)
        kiosk.sent()
        self.check(self.times(network), [now, morning])
        kiosk.close()


class Stick(unittest.TestCase):
    KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

    def test_digests_are_those_of_everybody(self):
        kiosk = browser.kiosk(office)
        for text in ("", "abc", "Hài Lòng " * 40, "a" * 55, "a" * 56, "a" * 64, "a" * 100_000):
            self.assertEqual(
                kiosk.run("return staff.digest(given);", text),
                hashlib.sha256(text.encode()).hexdigest())
            self.assertEqual(
                kiosk.run("return staff.authenticator(given[0], given[1]);", [self.KEY, text]),
                hmac.new(bytes(range(32)), text.encode(), "sha256").hexdigest())
        kiosk.close()

    def file(self, kiosk):
        kiosk.run("staff.open();")
        with kiosk.page.expect_download() as waiting:
            kiosk.page.click("#staff .export")
        with open(waiting.value.path(), encoding="utf-8") as file:
            return waiting.value.suggested_filename, file.read()

    def test_the_file_holds_what_waits_and_leaves_it(self):
        kiosk = browser.kiosk(office, route=(BATCH, lambda route: route.abort()))
        kiosk.run(KEEP, 3)
        kiosk.touch(1)
        kiosk.wait("reasons-low")
        name, text = self.file(kiosk)
        self.assertRegex(name, r"^hailong-Q1-[0-9-]+\.jsonl$")
        self.assertTrue(text.endswith("\n"))
        head, *lines, last = [json.loads(line) for line in text.splitlines()]
        self.assertEqual(head["hailong"], "outbox/1")
        self.assertEqual((head["place"], head["count"], len(lines)), ("Q1", 3, 3))
        self.assertEqual([one["sequence"] for one in lines], [1, 2, 3])
        self.assertEqual(head["device"], lines[0]["device"])
        self.assertEqual(last, {"hmac": None})
        self.assertEqual(len(kiosk.records()), 4)
        # What went by stick and what goes by network are the same.
        sent = kiosk.run("return await post.next(100);")
        self.assertEqual(sent, lines)
        kiosk.close()

    def test_a_paired_device_signs_its_file(self):
        kiosk = browser.kiosk(office, route=(BATCH, lambda route: route.abort()))
        kiosk.run("""await kiosk.inStore('readwrite', async (store) => {
            store('meta').put({ device: 'd-7k2m9xpw', key: given }, 'pairing');
        });""", self.KEY)
        kiosk.page.reload()
        kiosk.ready()
        kiosk.run(KEEP, 2)
        _, text = self.file(kiosk)
        signed, last = text[:text.rindex("{")], json.loads(text[text.rindex("{"):])
        self.assertEqual(json.loads(text.splitlines()[0])["device"], "d-7k2m9xpw")
        self.assertEqual(
            last["hmac"], hmac.new(bytes(range(32)), signed.encode(), "sha256").hexdigest())
        kiosk.close()


if __name__ == "__main__":
    unittest.main()
