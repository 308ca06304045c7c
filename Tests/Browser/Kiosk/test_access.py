"""Whether everybody can use a kiosk: eyes, fingers, keys, and programs that read aloud."""

import os
import unittest

from axe_playwright_python.sync_playwright import Axe

from office import Office
from screens import SIZES, Browser

THEMES = {
    "light": {"color_scheme": "light"}, "dark": {"color_scheme": "dark"},
    "contrast": {"color_scheme": "light", "contrast": "more"},
    "forced": {"forced_colors": "active"},
}
# Nothing moves here that WCAG's newer rules would not see too.
AXE = {"runOnly": [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
BOXES = """(selector) => [...document.querySelectorAll(selector)]
    .filter((part) => part.checkVisibility()).map((part) => {
        const { left, top, right, bottom } = part.getBoundingClientRect();
        return { name: part.innerText, left, top, right, bottom };
    })"""


def setUpModule():
    global office, browser
    office, browser = Office(), Browser()


def tearDownModule():
    browser.close()
    office.close()


def screens(kiosk):
    """Every screen there is, one after the other."""
    yield "question"
    kiosk.touch(1)
    kiosk.wait("reasons-low")
    kiosk.rest()
    kiosk.touch(2)
    yield "reasons"
    kiosk.done()
    kiosk.wait("thanks")
    yield "thanks"
    for screen in ("failed", "retired", "rest"):
        kiosk.page.evaluate("""(id) => {
            for (const section of document.querySelectorAll('main > section')) {
                section.hidden = section.id !== id;
            }
            document.getElementById('phone').hidden = id === 'rest';
        }""", screen)
        yield screen
    kiosk.page.evaluate("document.getElementById('rest').hidden = true")
    kiosk.run("staff.open();")
    yield "staff"


class Readers(unittest.TestCase):
    def test_no_rule_of_axe_is_broken(self):
        axe = Axe()
        for theme, options in THEMES.items():
            kiosk = browser.kiosk(office, **options)
            for name in screens(kiosk):
                with self.subTest(theme=theme, screen=name):
                    results = axe.run(kiosk.page, options=AXE).response
                    self.assertEqual([
                        (rule["id"], [node["html"][:90] for node in rule["nodes"]])
                        for rule in results["violations"]], [])
            kiosk.close()

    def test_each_screen_has_one_heading_and_a_title_of_its_own(self):
        kiosk = browser.kiosk(office)
        titles = []
        for name in screens(kiosk):
            if name in ("question", "reasons", "thanks"):
                self.assertEqual(kiosk.page.locator("h1:visible").count(), 1)
                titles.append(kiosk.page.title())
        self.assertEqual(len(set(titles)), 3)
        kiosk.close()


class Fingers(unittest.TestCase):
    def check(self, boxes, least, gap):
        self.assertGreater(len(boxes), 0)
        for box in boxes:
            self.assertGreaterEqual(box["right"] - box["left"], least, box["name"])
            self.assertGreaterEqual(box["bottom"] - box["top"], least, box["name"])
        for index, one in enumerate(boxes):
            for other in boxes[index + 1:]:
                across = max(one["left"], other["left"]) - min(one["right"], other["right"])
                down = max(one["top"], other["top"]) - min(one["bottom"], other["bottom"])
                self.assertGreaterEqual(
                    max(across, down), gap, f"{one['name']} beside {other['name']}")

    def test_answers_are_88_pixels_and_16_apart_and_all_else_is_44(self):
        for size in SIZES:
            for large in (False, True):
                with self.subTest(size=size, large=large):
                    kiosk = browser.kiosk(office, size=size)
                    if large:
                        kiosk.page.click("#large")
                    self.check(kiosk.page.evaluate(BOXES, "#ask .options button"), 88, 16)
                    kiosk.touch(3)
                    kiosk.wait("reasons-low")
                    self.check(kiosk.page.evaluate(BOXES, ".more .options button"), 88, 16)
                    self.check(kiosk.page.evaluate(BOXES, "#pace button"), 88, 16)
                    self.check(kiosk.page.evaluate(BOXES, "header button"), 44, 4)
                    kiosk.close()


class Keys(unittest.TestCase):
    def test_whole_way_by_tab_and_enter_with_a_ring_that_is_seen(self):
        kiosk = browser.kiosk(office)
        page = kiosk.page
        page.keyboard.press("Tab")
        order = []
        for _ in range(12):
            order.append(page.evaluate("document.activeElement.innerText.trim()"))
            ring = page.evaluate("""() => {
                const style = getComputedStyle(document.activeElement);
                return [style.outlineStyle, parseFloat(style.outlineWidth)];
            }""")
            if order[-1]:
                self.assertEqual(ring[0], "solid", order[-1])
                self.assertGreaterEqual(ring[1], 3)
            if order[-1] == "Hài lòng":
                break
            page.keyboard.press("Tab")
        self.assertEqual(order, [
            "Tiếng Việt", "English", "Chữ to", "Tương phản", "Rất không hài lòng",
            "Không hài lòng", "Bình thường", "Hài lòng"][-len(order):])
        page.keyboard.press("Enter")
        kiosk.wait("reasons-high")
        kiosk.rest()
        # The heading has the focus: one Tab to the first reason.
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        self.assertEqual(
            page.evaluate("document.activeElement.getAttribute('aria-pressed')"), "true")
        for _ in range(7):
            page.keyboard.press("Tab")
        self.assertEqual(page.evaluate("document.activeElement.id"), "done")
        page.keyboard.press("Enter")
        kiosk.wait("thanks")
        kiosk.close()


class Eyes(unittest.TestCase):
    def test_larger_text_fits_without_moving_sideways(self):
        for width, height in ((320, 640), (640, 400), (1080, 1920)):
            with self.subTest(width=width):
                kiosk = browser.kiosk(office)
                page = kiosk.page
                page.set_viewport_size({"width": width, "height": height})
                page.click("#large")
                page.evaluate("""() => {
                    const sheet = new CSSStyleSheet();
                    sheet.replaceSync(`* { letter-spacing: 0.12em !important;
                        word-spacing: 0.16em !important; line-height: 1.5 !important; }`);
                    document.adoptedStyleSheets = [sheet];
                }""")
                for name in screens(kiosk):
                    if name == "staff":
                        break
                    overflow = page.evaluate(
                        "document.documentElement.scrollWidth - innerWidth")
                    self.assertLessEqual(overflow, 0, name)
                    cut = page.evaluate("""() => [...document.querySelectorAll(
                        'main button, main h1, main p')].filter((part) => part.checkVisibility()
                        && part.scrollWidth > part.clientWidth + 1).map((part) => part.innerText)
                        """)
                    self.assertEqual(cut, [], name)
                kiosk.close()

    def test_state_is_seen_without_colour_and_nothing_moves(self):
        kiosk = browser.kiosk(office, forced_colors="active", reduced_motion="reduce")
        page = kiosk.page
        kiosk.touch(2)
        kiosk.wait("reasons-low")
        kiosk.rest()
        kiosk.touch(1)
        mark = page.evaluate("""() => getComputedStyle(
            document.querySelector('.more:not([hidden]) [aria-pressed="true"]'), '::after').content
            """)
        self.assertIn("✓", mark)
        self.assertEqual(page.evaluate("document.getAnimations().length"), 0)
        kiosk.close()

    @unittest.skipUnless(os.environ.get("KIOSK_LONG"), "pictures for people, KIOSK_LONG=1")
    def test_looks(self):
        for name, options in (("dark", {"color_scheme": "dark"}), ("large", {}), ("contrast", {}),
                              ("forced", {"forced_colors": "active"})):
            kiosk = browser.kiosk(office, **options)
            if name in ("large", "contrast"):
                kiosk.page.click(f"#{name}")
            for screen in screens(kiosk):
                kiosk.shoot(f"look-{name}-{screen}")
            kiosk.close()


if __name__ == "__main__":
    unittest.main()
