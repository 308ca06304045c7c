"""What the office wants of a kiosk, against the running server: pairing, settings, hours, moving,
retiring, what it says of itself, and the corner for staff."""

import datetime
import shutil
import unittest
from pathlib import Path

from office import Office
from screens import Browser, corner, wait_for

QUICK = """const id = await kiosk.begin({ overall: given }, 'vi');
    await kiosk.change(id, { overall: given }, 'vi', true);"""
NO_NETWORK = ("**/api/v1/responses", lambda route: route.abort())


def setUpModule():
    global office, browser
    office = Office(places="Q2,SXD,TT,Quầy số 4,counter-one-tap\n")
    browser = Browser()


def tearDownModule():
    browser.close()
    office.close()


def paired(clock=None, **options):
    """A kiosk that was just paired, under a clock that a test turns, and its code."""
    kiosk = browser.kiosk(office, clock=clock or datetime.datetime.now(), **options)
    return kiosk, kiosk.pair(office)


def listed(device):
    """What the office is told of a device, once the server has written down what it heard."""
    office.stop()
    office.start()
    return office.devices()[device]


class Pairing(unittest.TestCase):
    def test_a_code_is_bound_and_its_key_goes_with_every_answer(self):
        kiosk = browser.kiosk(office, clock=datetime.datetime.now())
        kiosk.run(QUICK + "await post.sendNow();", 4)
        self.assertEqual(office.rows()[-1]["sequence"], "1")
        self.assertRegex(office.rows()[-1]["device"], "^u-")
        code = kiosk.ask_code()
        self.assertRegex(code, "^[2-9A-Z]{4}-[2-9A-Z]{4}$")
        command = kiosk.page.inner_text("#staff samp")
        self.assertEqual(command, f"hailong device pair {code} --place Q1 --data DATA")
        seen = kiosk.page.inner_text("[data-fact=contact]")
        self.assertRegex(seen, r"^[0-9]{2}/[0-9]{2}/20[0-9]{2} [0-9]{2}:[0-9]{2}$")
        elsewhere = office.command("device", "pair", code, "--place", "Q2", "--lang", "en")
        self.assertEqual(elsewhere.returncode, 64)
        self.assertIn("shown at the place", elsewhere.stderr)
        said = office.run("device", "pair", code, "--place", "Q1", "--name", "Cửa chính")
        device = kiosk.claimed()
        self.assertEqual(said, f"paired {device}\n")
        self.assertEqual(kiosk.page.inner_text("[data-fact=paired]"), "✓")
        self.assertFalse(kiosk.page.is_visible("#staff .pair"))
        again = office.command("device", "pair", code, "--place", "Q1")
        self.assertEqual(again.returncode, 64, "a code binds once")
        kiosk.page.click("#staff .close")
        for _ in range(3):
            kiosk.answer(4)
            kiosk.page.click("#thanks h1", delay=400)
        kiosk.sent()
        own = [row for row in office.rows() if row["device"] == device]
        self.assertEqual(sorted(row["sequence"] for row in own), ["2", "3", "4"])
        seen = office.devices()[device]
        self.assertEqual(
            [seen[name] for name in ("name", "place", "answers", "highest", "missing", "forks")],
            ["Cửa chính", "Q1", 3, 4, 0, 0])
        kiosk.close()

    def test_a_server_started_anew_has_forgotten_the_code_and_another_is_to_be_had(self):
        kiosk = browser.kiosk(office, clock=datetime.datetime.now())
        first = kiosk.ask_code()
        office.kill()
        office.start()
        self.assertEqual(
            office.command("device", "pair", first, "--place", "Q1").returncode, 64)
        kiosk.page.clock.fast_forward(3_100)
        kiosk.page.wait_for_selector("#staff .pairing", state="hidden")
        kiosk.page.click("#staff .pair")
        kiosk.page.wait_for_selector("#staff .pairing:not([hidden])")
        self.assertNotEqual(kiosk.page.inner_text("#staff .code"), first)
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

    def test_a_key_that_the_server_does_not_know_is_told_and_is_replaced(self):
        own = Office()
        kiosk = browser.kiosk(own, clock=datetime.datetime.now())
        lost = kiosk.pair(own)
        own.stop()
        shutil.rmtree(Path(own.data) / "keys")
        own.start()
        kiosk.beat(401)
        kiosk.run(QUICK + "await post.sendNow();", 2)
        self.assertEqual([row["device"] for row in own.rows()], ["?" + lost])
        corner(kiosk.page)
        kiosk.page.wait_for_selector("#staff .unknown")
        self.assertEqual(kiosk.page.inner_text("[data-fact=paired]"), "✗")
        kiosk.page.click("#staff .close")
        found = kiosk.pair(own)
        self.assertNotEqual(found, lost)
        kiosk.run(QUICK + "await post.sendNow();", 3)
        self.assertEqual(own.devices()[found]["answers"], 1)
        corner(kiosk.page)
        self.assertFalse(kiosk.page.is_visible("#staff .unknown"))
        kiosk.close()
        own.close()


class Beats(unittest.TestCase):
    def test_settings_from_afar_are_followed_and_acknowledged(self):
        kiosk, device = paired()
        page = kiosk.page
        office.run("device", "set", device, "--languages", "en,vi", "--default-language", "en",
                   "--idle", "30", "--thanks", "2")
        kiosk.beat()
        page.wait_for_function("() => document.documentElement.lang === 'en'")
        seen = listed(device)
        self.assertEqual((seen["settingsVersion"], seen["settingsFollowed"]), (2, 1))
        kiosk.beat()
        self.assertEqual(listed(device)["settingsFollowed"], 2)
        order = page.evaluate("""() => [...document.querySelectorAll('.tools button')]
            .sort((a, b) => a.offsetLeft - b.offsetLeft).map((one) => one.value || one.id)""")
        self.assertEqual(order, ["en", "vi", "large", "contrast"])
        kiosk.touch(3)
        kiosk.wait("reasons-low")
        self.assertEqual(int(page.locator(".seconds:visible").inner_text()), 30)
        kiosk.rest()
        kiosk.done()
        kiosk.wait("thanks")
        page.clock.fast_forward(2_500)
        kiosk.wait("ask")
        # They outlive a restart, also one that no server hears of.
        page.context.route("**/api/v1/**", lambda route: route.abort())
        page.reload(wait_until="load")
        kiosk.ready()
        page.wait_for_function("() => document.documentElement.lang === 'en'")
        kiosk.close()

    def test_it_says_what_waits_since_when_and_how_wrong_its_clock_is(self):
        slow = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=3)
        kiosk, device = paired(slow, route=NO_NETWORK)
        before = datetime.datetime.now(datetime.timezone.utc)
        kiosk.run("""for (const level of [1, 2, 3]) {
            const id = await kiosk.begin({ overall: level }, 'vi');
            await kiosk.change(id, { overall: level }, 'vi', true);
        }""")
        kiosk.beat()
        seen = listed(device)
        self.assertEqual((seen["queue"], seen["sequence"], seen["rejected"]), (3, 3, 0))
        # The page's own time was moved on by a beat.
        self.assertAlmostEqual(seen["skewSeconds"], -3 * 3600, delta=120)
        oldest = datetime.datetime.fromisoformat(seen["oldest"])
        self.assertLess(abs((oldest - before).total_seconds()), 120)
        self.assertEqual(
            seen["version"], kiosk.page.evaluate("document.body.dataset.build"))
        self.assertEqual(seen["state"], "inUse")
        kiosk.page.context.unroute("**/api/v1/responses")
        kiosk.run("await post.sendNow();")
        for row in (row for row in office.rows() if row["device"] == device):
            moment = datetime.datetime.fromisoformat(row["answered_at"])
            self.assertLess(abs((moment - before).total_seconds()), 120, "repaired by the server")
        corner(kiosk.page)
        self.assertAlmostEqual(
            int(kiosk.page.inner_text("[data-fact=skew]")), 3 * 3600, delta=120)
        kiosk.close()

    def test_a_store_that_refuses_is_told_to_the_office_until_it_keeps_again(self):
        kiosk, device = paired()
        kiosk.run("""window.add = IDBObjectStore.prototype.add;
            IDBObjectStore.prototype.add = () => { throw new DOMException('full'); };""")
        kiosk.rest()
        kiosk.touch(3)
        kiosk.wait("failed")
        kiosk.beat()
        self.assertTrue(listed(device)["storageFault"])
        kiosk.run("IDBObjectStore.prototype.add = window.add;")
        kiosk.wait("ask")
        kiosk.rest()
        kiosk.touch(3)
        kiosk.wait("reasons-low")
        kiosk.beat()
        self.assertFalse(listed(device)["storageFault"])
        kiosk.close()

    def test_a_lost_answer_is_a_gap_that_the_office_sees(self):
        kiosk, device = paired(route=NO_NETWORK)
        for level in (1, 2, 3, 4):
            kiosk.run(QUICK, level)
        kiosk.run("""await kiosk.inStore('readwrite', async (store) => {
            const records = await kiosk.got(store('outbox').getAll());
            store('outbox').delete(records.find(({ sequence }) => sequence === 3).id);
        });""")
        kiosk.page.context.unroute("**/api/v1/responses")
        kiosk.run("await post.sendNow();")
        seen = office.devices()[device]
        self.assertEqual((seen["answers"], seen["highest"], seen["missing"]), (3, 4, 1))
        text = office.run("device", "list", "--format", "text", "--lang", "en")
        self.assertRegex(text, f"{device}.*\t3 answers\t1 missing")
        kiosk.close()

    def test_outside_hours_it_rests_and_a_touch_wakes_it(self):
        here = datetime.timezone(datetime.timedelta(hours=7))
        morning = datetime.datetime.now(here).hour < 12
        closed, opened = ("13:00", "23:59"), ("00:00", "12:30")
        if not morning:
            closed, opened = ("00:00", "11:30"), ("11:30", "23:59")
        kiosk, device = paired()
        page = kiosk.page
        office.run("device", "set", device, "--opens", closed[0], "--closes", closed[1])
        kiosk.beat()
        kiosk.wait("rest")
        self.assertIn(f"{closed[0]} – {closed[1]}", page.inner_text("#rest"))
        self.assertFalse(page.is_visible("#phone"))
        kiosk.rest()
        page.mouse.click(600, 500)
        kiosk.wait("ask")
        self.assertEqual(kiosk.records(), [], "waking answers nothing")
        page.clock.fast_forward(61_000)
        kiosk.wait("rest")
        office.run("device", "set", device, "--opens", opened[0], "--closes", opened[1])
        kiosk.beat()
        kiosk.wait("ask")
        kiosk.close()


class Moving(unittest.TestCase):
    def test_a_moved_kiosk_asks_at_its_new_place_and_keeps_its_history(self):
        kiosk, device = paired(workers=True)
        page = kiosk.page
        kiosk.run(QUICK + "await post.sendNow();", 5)
        office.run("device", "move", device, "--place", "Q2", "--name", "Cửa sau")
        with page.expect_navigation(url="**/k/Q2"):
            kiosk.beat()
        kiosk.ready()
        self.assertIn("Quầy số 4", page.inner_text("header"))
        kiosk.run(QUICK + "await post.sendNow();", 4)
        rows = [row for row in office.rows() if row["device"] == device]
        self.assertEqual(
            [(row["place"], row["sequence"]) for row in sorted(rows, key=lambda one: one["id"])],
            [("Q1", "1"), ("Q2", "2")])
        history = office.devices()[device]["history"]
        self.assertEqual(
            [(one["place"], one["name"]) for one in history],
            [("Q1", "Quầy số 3: Cấp giấy phép lái xe"), ("Q2", "Cửa sau")])
        self.assertEqual(history[0]["to"], history[1]["from"])
        self.assertIsNone(history[1]["to"])
        # The address it is started with is the old one; the new place's page is kept.
        wait_for(page, """async () => Boolean((await caches.match('/k/Q2'))
            && (await caches.match('/k/Q1')))""")
        office.kill()
        with page.expect_navigation(url="**/k/Q2"):
            page.goto(kiosk.address, wait_until="commit")
        kiosk.ready()
        office.start()
        kiosk.close()

    def test_a_kiosk_whose_new_page_cannot_be_had_stays_where_it_is(self):
        kiosk, device = paired(route=("**/k/Q2", lambda route: route.abort()))
        office.run("device", "move", device, "--place", "Q2")
        kiosk.beat()
        kiosk.answer(3, 1)
        self.assertTrue(kiosk.page.url.endswith("/k/Q1"))
        kiosk.close()

    def test_a_retired_one_asks_nobody_still_sends_tells_staff_and_is_paired_anew(self):
        kiosk, device = paired()
        page = kiosk.page
        kiosk.run(QUICK + "await post.sendNow();", 5)
        page.context.route(*NO_NETWORK)
        kiosk.run(QUICK, 2)
        self.assertEqual(office.run("device", "retire", device), f"retired {device}\n")
        kiosk.beat()
        kiosk.wait("retired")
        page.context.unroute("**/api/v1/responses")
        kiosk.run("await post.sendNow();")
        self.assertEqual(kiosk.records(), [])
        rows = [row["device"] for row in office.rows() if row["device"].endswith(device)]
        self.assertEqual(sorted(rows), sorted([device, "?" + device]), "nothing is lost")
        corner(page)
        page.wait_for_selector("#staff .retired")
        self.assertEqual(page.inner_text("[data-fact=paired]"), "✗")
        kiosk.shoot("kiosk-retired-staff")
        page.click("#staff .close")
        anew = kiosk.pair(office)
        self.assertNotEqual(anew, device)
        kiosk.wait("ask")
        kiosk.run(QUICK + "await post.sendNow();", 1)
        devices = office.devices()
        self.assertEqual((devices[device]["state"], devices[device]["answers"]), ("retired", 1))
        self.assertEqual((devices[anew]["state"], devices[anew]["answers"]), ("inUse", 1))
        self.assertEqual(devices[anew]["missing"], 0, "its numbers go on, none is missing")
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
        kiosk, device = paired()
        page = kiosk.page
        office.run("device", "set", device, "--pin", "2468")
        kiosk.beat()

        def enter(digits):
            for digit in digits:
                page.click(f"#staff .digits [value='{digit}']")
            page.click("#staff .enter")

        kiosk.until("return kiosk.settings.pinHash !== null;")
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
        kiosk, device = paired()
        page = kiosk.page
        office.run("device", "set", device, "--pin", "2468")
        kiosk.beat()
        kiosk.until("return kiosk.settings.pinHash !== null;")
        page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
        page.reload(wait_until="load")
        kiosk.ready()
        kiosk.until("return kiosk.settings.pinHash !== null;")
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
