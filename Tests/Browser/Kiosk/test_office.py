"""What the office wants of a kiosk: pairing, settings, hours, and the corner for staff."""

import datetime
import hashlib
import json
import unittest

from office import Office
from screens import Browser

KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
SETTINGS = {
    "version": 7, "languages": ["en", "vi"], "defaultLanguage": "en", "idleSeconds": 30,
    "thanksSeconds": 2, "opens": "07:00", "closes": "17:00",
}
# 08:00 and 20:00 in Viet Nam, a Monday.
MORNING = datetime.datetime(2026, 3, 2, 1, 0, tzinfo=datetime.timezone.utc)
EVENING = datetime.datetime(2026, 3, 2, 13, 0, tzinfo=datetime.timezone.utc)


def setUpModule():
    global office, browser
    office, browser = Office(), Browser()


def tearDownModule():
    browser.close()
    office.close()


class Desk:
    """The office's side of pairing and heartbeats, as docs/openapi.json says it."""

    def __init__(self, now=MORNING):
        self.now = now
        self.settings = dict(SETTINGS)
        self.retired = False
        self.claims = 0
        self.asked = []

    def __call__(self, route):
        request = route.request
        path = request.url.split("/api/v1/")[1]
        body = request.post_data_json
        self.asked.append((path, body, request.headers.get("authorization")))
        if path == "devices":
            answer = {"code": "K7P4-2M9X", "poll": "abc",
                      "expiresAt": (self.now + datetime.timedelta(hours=9)).isoformat()}
        elif path == "devices/claim":
            self.claims += 1
            answer = {"state": "waiting"} if self.claims < 3 else {
                "state": "paired", "device": "d-7k2m9xpw", "key": KEY}
        elif path == "devices/heartbeat":
            answer = {"now": self.now.isoformat(), "settings": self.settings,
                      "retired": self.retired}
        else:
            answer = {"acked": [one["id"] for one in body], "refused": []}
        route.fulfill(status=200, body=json.dumps(answer), headers={
            "Content-Type": "application/json",
            "Date": self.now.strftime("%a, %d %b %Y %H:%M:%S GMT")})

    def beats(self):
        return [body for path, body, _ in self.asked if path == "devices/heartbeat"]


def paired(desk, now=MORNING, before=""):
    """A kiosk that was paired before, under a clock that a test turns.

    before: a script that runs before the page's own
    """
    kiosk = browser.kiosk(office, clock=now, route=("**/api/v1/**", desk))
    kiosk.page.context.route("**/healthz", lambda route: route.abort())
    kiosk.run("""await kiosk.inStore('readwrite', async (store) => {
        store('meta').put({ device: 'd-7k2m9xpw', key: given }, 'pairing');
    });""", KEY)
    kiosk.page.add_init_script(before)
    kiosk.page.reload(wait_until="load")
    kiosk.ready()
    return kiosk


def corner(page, times=5):
    for _ in range(times):
        page.mouse.click(40, 40)


class Pairing(unittest.TestCase):
    def test_a_code_is_shown_and_its_key_goes_with_every_answer(self):
        desk = Desk()
        kiosk = browser.kiosk(office, clock=MORNING, route=("**/api/v1/**", desk))
        page = kiosk.page
        corner(page)
        page.click("#staff .pair")
        page.wait_for_selector("#staff .pairing:not([hidden])")
        self.assertEqual(page.inner_text("#staff .code"), "K7P4-2M9X")
        self.assertEqual(desk.asked[0][:2], ("devices", {"place": "Q1"}))
        for _ in range(4):
            page.clock.fast_forward(3100)
            page.wait_for_timeout(100)
        self.assertEqual(page.inner_text("[data-fact=device]"), "d-7k2m9xpw")
        self.assertEqual(page.inner_text("[data-fact=paired]"), "✓")
        page.click("#staff .close")
        kiosk.answer(4)
        kiosk.sent()
        path, body, key = desk.asked[-1]
        self.assertEqual((path, key), ("responses", f"Device d-7k2m9xpw {KEY}"))
        self.assertEqual(body[0]["device"], "d-7k2m9xpw")
        kiosk.close()

    def test_without_an_office_that_pairs_it_stays_as_it_is(self):
        kiosk = browser.kiosk(office, route=(
            "**/api/v1/devices**", lambda route: route.fulfill(status=404, body="")))
        corner(kiosk.page)
        kiosk.page.click("#staff .pair")
        kiosk.page.wait_for_timeout(300)
        self.assertTrue(kiosk.page.is_hidden("#staff .pairing"))
        kiosk.page.click("#staff .close")
        kiosk.answer(5)
        kiosk.sent()
        self.assertRegex(office.rows()[-1]["device"], "^u-")
        kiosk.close()


class Beats(unittest.TestCase):
    def test_it_says_how_it_is_and_follows_what_it_is_told(self):
        desk = Desk()
        kiosk = paired(desk)
        page = kiosk.page
        page.wait_for_function("() => document.documentElement.lang === 'en'")
        self.assertEqual(sorted(desk.beats()[0]), sorted([
            "queue", "oldest", "rejected", "version", "settingsVersion", "clock", "sequence",
            "storagePersisted", "secureContext"]))
        self.assertEqual(desk.beats()[0]["settingsVersion"], 0)
        page.clock.fast_forward(67_000)
        page.wait_for_timeout(150)
        self.assertEqual(desk.beats()[-1]["settingsVersion"], 7)
        order = page.evaluate("""() => [...document.querySelectorAll('.language')]
            .sort((a, b) => a.style.order - b.style.order).map((one) => one.value)""")
        self.assertEqual(order, ["en", "vi"])
        kiosk.touch(3)
        kiosk.wait("reasons-low")
        self.assertEqual(int(page.locator(".seconds:visible").inner_text()), 30)
        kiosk.rest()
        kiosk.done()
        kiosk.wait("thanks")
        page.clock.fast_forward(2_500)
        kiosk.wait("ask")
        kiosk.close()

    def test_settings_outlive_a_restart(self):
        desk = Desk()
        kiosk = paired(desk)
        kiosk.page.wait_for_function("() => document.documentElement.lang === 'en'")
        kiosk.page.wait_for_timeout(100)
        kiosk.page.context.unroute("**/api/v1/**")
        kiosk.page.context.route("**/api/v1/**", lambda route: route.abort())
        kiosk.page.reload(wait_until="load")
        kiosk.ready()
        kiosk.page.wait_for_function("() => document.documentElement.lang === 'en'")
        kiosk.close()

    def test_outside_hours_it_rests_and_a_touch_wakes_it(self):
        desk = Desk(EVENING)
        kiosk = paired(desk, EVENING)
        page = kiosk.page
        kiosk.wait("rest")
        self.assertIn("07:00 – 17:00", page.inner_text("#rest"))
        self.assertFalse(page.is_visible("#phone"))
        kiosk.rest()
        page.mouse.click(600, 500)
        kiosk.wait("ask")
        self.assertEqual(kiosk.records(), [], "waking answers nothing")
        page.clock.fast_forward(61_000)
        kiosk.wait("rest")
        page.clock.fast_forward(11 * 3600 * 1000)
        kiosk.wait("ask")
        kiosk.close()

    def test_a_retired_one_asks_nobody_and_still_sends(self):
        desk = Desk()
        kiosk = paired(desk)
        kiosk.page.wait_for_function("() => document.documentElement.lang === 'en'")
        kiosk.run("""const id = await kiosk.begin({ overall: 2 }, 'vi');
            await kiosk.change(id, { overall: 2 }, 'vi', true);""")
        desk.retired = True
        kiosk.page.clock.fast_forward(67_000)
        kiosk.wait("retired")
        kiosk.run("await post.sendNow();")
        self.assertEqual(kiosk.records(), [])
        desk.retired = False
        kiosk.page.clock.fast_forward(67_000)
        kiosk.wait("ask")
        kiosk.close()


class Staff(unittest.TestCase):
    def test_five_touches_in_the_corner_open_it_and_a_minute_closes_it(self):
        kiosk = browser.kiosk(office, clock=datetime.datetime.now())
        page = kiosk.page
        corner(page, 4)
        self.assertFalse(page.is_visible("#staff"))
        page.mouse.click(600, 700)
        corner(page, 4)
        self.assertFalse(page.is_visible("#staff"))
        page.clock.fast_forward(4_000)
        corner(page)
        self.assertTrue(page.is_visible("#staff"))
        self.assertEqual(kiosk.shown, "ask")
        text = page.inner_text("#staff")
        self.assertNotIn("Hài lòng", text.replace("Rất", ""))
        page.clock.run_for(62_000)
        self.assertFalse(page.is_visible("#staff"))
        kiosk.close()

    def test_the_number_of_staff_keeps_visitors_out(self):
        desk = Desk()
        number = hashlib.sha256(b"5a:2468").hexdigest()
        desk.settings["pinHash"] = f"5a:{number}"
        kiosk = paired(desk)
        page = kiosk.page
        page.wait_for_function("() => document.documentElement.lang === 'en'")

        def enter(digits):
            for digit in digits:
                page.click(f"#staff .digits [value='{digit}']")
            page.click("#staff .enter")

        corner(page)
        self.assertFalse(page.is_visible("#staff .facts"))
        enter("1357")
        page.wait_for_selector("#staff .wrong")
        enter("2468")
        page.wait_for_selector("#staff .facts")
        page.click("#staff .close")
        corner(page)
        for _ in range(5):
            enter("0000")
        enter("2468")
        self.assertFalse(page.is_visible("#staff .facts"), "none is taken after five wrong ones")
        page.keyboard.press("2")
        page.clock.fast_forward(30_000)
        page.click("#staff .clear")
        page.clock.fast_forward(31_000)
        enter("2468")
        page.wait_for_selector("#staff .facts")
        kiosk.close()

    def test_without_ciphers_nothing_is_carried_away_past_the_number(self):
        desk = Desk()
        desk.settings["pinHash"] = "5a:" + "0" * 64
        kiosk = paired(desk, before="Object.defineProperty(crypto, 'subtle', { value: undefined })")
        page = kiosk.page
        page.wait_for_function("() => document.documentElement.lang === 'en'")
        corner(page)
        page.wait_for_selector("#staff .facts")
        self.assertFalse(page.is_visible("#staff .export"))
        kiosk.close()

    def test_it_tells_where_no_worker_can_be(self):
        kiosk = browser.kiosk(office)
        kiosk.page.evaluate("""() => Object.defineProperty(
            window, 'isSecureContext', { value: false })""")
        corner(kiosk.page)
        kiosk.page.wait_for_selector("#staff .insecure:not([hidden])")
        kiosk.close()


if __name__ == "__main__":
    unittest.main()
