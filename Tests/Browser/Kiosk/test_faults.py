"""Answers under a bad network, a killed browser and a killed server: what a citizen was thanked for
is stored, once.

KIOSK_LONG=1 adds a month without a network: 6,000 answers, a wrong clock, a server killed 20 times.
"""

import contextlib
import datetime
import json
import os
import pathlib
import random
import signal
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.request

from playwright.sync_api import Error, sync_playwright

from office import BROWSER, UNLIMITED, Office
from screens import MODULE, Browser, Kiosk

# Keeps answers as a touch does and says each one for which it would thank.
THANK = """for (let number = 0; number < given; number += 1) {
    const level = 1 + number % 5;
    const answers = { overall: level };
    const id = await kiosk.begin(answers, 'vi');
    answers[level <= 3 ? 'reasons-low' : 'reasons-high'] = ['attitude'];
    await kiosk.change(id, answers, 'vi', true);
    console.log('thanked ' + id);
}"""


class Profile:
    """Chromium with a profile that outlives it, so that it can be killed like by a power cut."""

    def __init__(self, driver):
        self.driver = driver
        self.folder = tempfile.TemporaryDirectory(
            prefix="hailong-profile-", ignore_cleanup_errors=True)
        self.process = None
        self.browser = None

    def start(self):
        port = pathlib.Path(self.folder.name) / "DevToolsActivePort"
        port.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [BROWSER, "--headless=new", "--no-sandbox", "--no-first-run", "--disable-gpu",
             f"--user-data-dir={self.folder.name}", "--remote-debugging-port=0", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        while not (port.exists() and port.read_text().count("\n") >= 1):
            if self.process.poll() is not None:
                raise RuntimeError("Chromium did not start")
            time.sleep(0.05)
        number = port.read_text().splitlines()[0]
        self.browser = self.driver.chromium.connect_over_cdp(f"http://127.0.0.1:{number}")
        return self.browser.contexts[0]

    def kill(self):
        """Every process of it at once, without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        with contextlib.suppress(Error):
            self.browser.close()

    def close(self):
        self.kill()
        self.folder.cleanup()


class BadNetwork:
    """Loses some requests, and the answers to others after the server has acted on them."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lost, self.unheard = 0, 0

    def __call__(self, route):
        fate = self.random.random()
        try:
            if fate < 0.15:
                self.lost += 1
                route.abort()
            elif fate < 0.45:
                self.unheard += 1
                route.fetch()
                route.abort()
            else:
                route.continue_()
        except Error:
            with contextlib.suppress(Error):
                route.abort()


class Faults(unittest.TestCase):
    COUNT, CHUNK = 600, 15
    touched = 0

    def test_600_answers_are_stored_once(self):
        office = Office(options=UNLIMITED)
        thanked, network = [], BadNetwork(20)
        with sync_playwright() as driver:
            profile = Profile(driver)
            try:
                self.drive(office, profile, network, thanked)
            finally:
                profile.close()
        office.stop()
        rows = office.rows()
        ids = [row["id"] for row in rows]
        office.close()
        self.assertGreaterEqual(len(thanked), self.COUNT)
        self.assertEqual(set(thanked) - set(ids), set(), "thanked for and lost")
        self.assertEqual(len(ids), len(set(ids)), "stored twice")
        # Besides what was touched by hand, and at most what was on its way when the browser was
        # killed, twice.
        self.assertIn(len(set(ids) - set(thanked)) - self.touched, (0, 1, 2))
        numbers = sorted(int(row["sequence"]) for row in rows)
        self.assertEqual(numbers, list(range(1, len(rows) + 1)), "a gap")
        self.assertEqual(len({row["device"] for row in rows}), 1)
        self.assertGreater(network.lost, 5)
        self.assertGreater(network.unheard, 10)

    def open(self, office, profile, network, thanked):
        context = profile.start()
        page = context.pages[0] if context.pages else context.new_page()
        page.route("**/api/v1/responses", network)
        page.on("console", lambda line: thanked.append(line.text.split()[1])
                if line.text.startswith("thanked ") else None)
        kiosk = Kiosk(page, office.address, "Q1")
        kiosk.open()
        return kiosk

    def drive(self, office, profile, network, thanked):
        kiosk = self.open(office, profile, network, thanked)
        step = 0
        while len(thanked) < self.COUNT:
            step += 1
            if step in (12, 27):
                # In the middle of an answer and perhaps of a request.
                with contextlib.suppress(Error):
                    kiosk.page.evaluate(
                        f"async (given) => {{ {MODULE} post.sendNow(); (async () => {{"
                        f" {THANK} }})(); await new Promise((done) => setTimeout(done, 40)); }}",
                        1000)
                profile.kill()
                kiosk = self.open(office, profile, network, thanked)
                continue
            if step == 18:
                office.kill()
            if step == 22:
                office.start()
            kiosk.run(THANK, self.CHUNK)
            if step % 6 == 5:
                kiosk.answer(random.Random(step).randint(1, 5), 1)
                self.touched += 1
                kiosk.page.click("#thanks h1", delay=400)
            kiosk.run("await post.sendNow();")
        while kiosk.run("await post.sendNow(); return (await post.status()).count;") > 0:
            pass


# A device's clock that was set wrong, and days that pass in a moment.
CLOCK = """{
    const [now, tick] = [Date.now.bind(Date), performance.now.bind(performance)];
    let passed = 0;
    Date.now = () => now() + %d + passed;
    performance.now = () => tick() + passed;
    window.pass = (milliseconds) => { passed += milliseconds; };
}"""
DAY = 24 * 3600 * 1000


@unittest.skipUnless(os.environ.get("KIOSK_LONG"), "KIOSK_LONG=1 for a month without a network")
class Month(unittest.TestCase):
    COUNT, DAYS, KILLS, WRONG_HOURS = 6_000, 30, 20, 3

    def test_a_month_without_a_network_and_a_wrong_clock(self):
        office = Office(options=UNLIMITED)
        browser = Browser()
        wrong = self.WRONG_HOURS * 3600 * 1000
        kiosk = browser.kiosk(
            office, opens=False, route=("**/api/**", lambda route: route.abort()))
        context = kiosk.page.context
        context.route("**/healthz", lambda route: route.abort())
        expected = {}
        for session in range(5):
            # A page of its own for each, as after a restart.
            kiosk.page.close()
            page = context.new_page()
            page.add_init_script(CLOCK % (-wrong - (self.DAYS - 6 * session) * DAY))
            kiosk = Kiosk(page, office.address, "Q1")
            kiosk.open()
            for _ in range(6):
                made = kiosk.run("""const made = [];
                    for (let number = 0; number < given; number += 1) {
                        const answers = { overall: 1 + number % 5 };
                        const id = await kiosk.begin(answers, 'vi');
                        await kiosk.change(id, answers, 'vi', true);
                        made.push([id, Date.now()]);
                    }
                    return made;""", self.COUNT // self.DAYS)
                expected.update({one: (moment + wrong) / 1000 for one, moment in made})
                page.evaluate("(day) => pass(day)", DAY)
        self.assertEqual(len(expected), self.COUNT)
        # The network returns; the first word of the server tells how wrong the clock is.
        context.unroute("**/healthz")
        kiosk.run("await post.sendNow();")
        copies = [json.loads(line) for line in
                  kiosk.run("return await staff.outboxFile();").splitlines()[1:-1]]
        self.assertEqual(len(copies), self.COUNT)
        context.unroute("**/api/**")
        start = time.monotonic()
        self.sync(office, kiosk, copies)
        elapsed = time.monotonic() - start
        office.stop()
        rows = office.rows()
        browser.close()
        office.close()
        self.assertEqual(sorted(row["id"] for row in rows), sorted(expected))
        self.assertEqual(
            sorted(int(row["sequence"]) for row in rows), list(range(1, self.COUNT + 1)))
        for row in rows:
            stored = datetime.datetime.fromisoformat(row["answered_at"]).timestamp()
            self.assertLess(abs(stored - expected[row["id"]]), 5, row["id"])
        print(f"6,000 answers beside three copies and {self.KILLS} kills: {elapsed:.1f} s")
        self.assertLessEqual(elapsed, 60)

    def sync(self, office, kiosk, copies):
        """The kiosk sends while three copies of its file are sent in other orders."""
        faults = []
        threads = [threading.Thread(target=self.send, args=(office, copies, seed, faults))
                   for seed in range(3)]
        for thread in threads:
            thread.start()
        for _ in range(self.KILLS):
            with contextlib.suppress(Error):
                kiosk.page.evaluate(
                    f"async () => {{ {MODULE} post.sendNow(); }}")
            time.sleep(random.Random().uniform(0.05, 0.4))
            office.kill()
            office.start()
        for thread in threads:
            thread.join()
        self.assertEqual(faults, [])
        while kiosk.run("await post.sendNow(); return (await post.status()).count;") > 0:
            pass

    def send(self, office, copies, seed, faults):
        chance = random.Random(seed)
        mine = copies[:]
        chance.shuffle(mine)
        for first in range(0, len(mine), 100):
            batch = mine[first:first + 100]
            while True:
                request = urllib.request.Request(
                    office.address + "/api/v1/responses", json.dumps(batch).encode(),
                    {"Content-Type": "application/json"})
                try:
                    with urllib.request.urlopen(request, timeout=20) as answer:
                        result = json.load(answer)
                except (OSError, urllib.error.URLError, ValueError):
                    time.sleep(0.05)
                    continue
                faults += [one for one in result["refused"] if one["code"] != "later"]
                if len(result["acked"]) == len(batch):
                    break
                if result["refused"] and faults:
                    return


if __name__ == "__main__":
    unittest.main()
