"""The citizen's pages for every reader: axe, zoom, wishes of the device, sizes, markup, weight."""

import gzip
import json
import re
import subprocess
import time
import urllib.parse
import urllib.request
import warnings

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe

from office import ROOT, SHOTS, TIMED, wait

LOOKS = ["", "contrast", "large", "both"]
LANGUAGES = ["vi", "en"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "home": "/", "unknown": "/f/NO", "short": "/f/Q1", "long": "/f/PHIEU",
    "thanks": "/f/Q1/thanks", "erase": "/erase", "erased": "/erase/done",
}
# What may be "incomplete": contrast of text over a picture is not computed, and we have none.
SIZES = [(360, 740), (768, 1024), (1280, 800)]


def address(running, path, look="", language="vi"):
    query = {"lang": language} | ({"look": look} if look else {})
    return running.address + path + "?" + urllib.parse.urlencode(query)


def open_refused(page, running, path, look, language):
    """The page that asks to look again at an answer, as a browser gets it after a post."""
    source = running.get(f"{path}?lang={language}").decode()
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', source))
    body = urllib.parse.urlencode(fields | {"overall": "9", "comment": "ê" * 1001})
    goal = address(running, path, look, language)
    headers = {"content-type": "application/x-www-form-urlencoded"}
    page.route(
        goal, lambda route: route.continue_(method="POST", headers=headers, post_data=body),
        times=1)
    assert page.goto(goal).status == 422


def faults(page):
    found = Axe().run(page, options={"runOnly": RULES}).response
    return [
        (kind, rule["id"], [node["target"] for node in rule["nodes"]])
        for kind in ("violations", "incomplete") for rule in found[kind]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(running, phone, look, language):
    found = {}
    for name, path in PAGES.items():
        phone.goto(address(running, path, look, language))
        found[name] = faults(phone)
    for path in ("/f/Q1", "/f/PHIEU"):
        open_refused(phone, running, path, look, language)
        found["refused " + path] = faults(phone)
    assert {name: list_ for name, list_ in found.items() if list_} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_whole_pages(running, phone, scheme):
    """As they are without the script, and where something went wrong."""
    phone.route("**/form.js", lambda route: route.abort())
    phone.emulate_media(color_scheme=scheme)
    found = {}
    for path in ("/f/Q1", "/f/PHIEU", "/nothing"):
        phone.goto(running.address + path)
        found[path] = faults(phone)
    open_refused(phone, running, "/f/PHIEU", "", "vi")
    found["refused"] = faults(phone)
    assert {name: list_ for name, list_ in found.items() if list_} == {}


SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"""

# Boxes of controls that lie over each other, text cut off, or a page that scrolls sideways.
BROKEN = """() => {
  const faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push("sideways " + root.scrollWidth);
  // Said to screen readers alone.
  const clipped = (box) => box && (getComputedStyle(box).clipPath !== "none" || clipped(box.parentElement));
  const shown = [...document.querySelectorAll("a, button, fieldset label, textarea, input[type=text], h1, h2, h3, p")]
    .filter((box) => box.checkVisibility() && !clipped(box));
  const sticky = (box) => box.closest(".send") && getComputedStyle(box.closest(".send")).position === "sticky";
  for (const box of shown) {
    const {left, right} = box.getBoundingClientRect();
    if (left < 0 || right > root.clientWidth + 0.5) faults.push("outside " + box.textContent.trim());
    if (box.scrollWidth > box.clientWidth + 1 && box.clientWidth) faults.push("cut " + box.textContent.trim());
  }
  const boxes = shown.filter((box) => !sticky(box) && !shown.some((other) => other !== box && other.contains(box)))
    .map((box) => [box, box.getBoundingClientRect()]);
  for (const [one, a] of boxes) for (const [other, b] of boxes)
    if (one !== other && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
      faults.push("over " + one.textContent.trim() + " / " + other.textContent.trim());
  return faults;
}"""


@pytest.mark.parametrize("spacing", ["", SPACING], ids=["", "spacing"])
@pytest.mark.parametrize("width,height", [(640, 512), (320, 256), (740, 360), (1080, 1920)])
def test_zoom_and_spacing_lose_nothing(running, chromium, width, height, spacing):
    """1280 × 1024 at 200 and 400 %, a phone on its side, a tall screen."""
    context = chromium.new_context(viewport={"width": width, "height": height}, bypass_csp=True)
    page = context.new_page()
    found = {}
    for look in ("", "both"):
        for name, path in PAGES.items():
            page.goto(address(running, path, look))
            if spacing:
                page.add_style_tag(content=spacing)
            if name in ("short", "long"):
                page.keyboard.press("Tab")
                page.evaluate("document.querySelector('[name=overall]').click()")
            found[name + look] = page.evaluate(BROKEN)
            if name in ("short", "long"):
                page.wait_for_timeout(400)
                page.locator(".next").click()
                found[name + look + " 2"] = page.evaluate(BROKEN)
    context.close()
    assert {name: list_ for name, list_ in found.items() if list_} == {}


def test_wishes_of_the_device_are_heeded(running, chromium):
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    style = "(name) => getComputedStyle(document.querySelector(name))"
    page.emulate_media(reduced_motion="reduce")
    page.goto(running.address + "/f/Q1")
    assert page.evaluate(f"({style})('fieldset label').transitionDuration") == "0s"
    page.emulate_media(reduced_motion="no-preference", forced_colors="active")
    page.locator("[name=overall][value='2']").check()
    chosen = "fieldset label:has(:checked)"
    page.locator("h2").first.focus()
    assert page.evaluate(f"({style})('{chosen}').outlineStyle") == "solid"
    assert page.evaluate(f"({style})('fieldset label:not(:has(:checked))').outlineStyle") == "none"
    page.emulate_media(forced_colors="none", color_scheme="dark")
    dark = page.evaluate(f"({style})('body').backgroundColor")
    page.emulate_media(color_scheme="light", contrast="more")
    light = page.evaluate(f"({style})('body').backgroundColor")
    assert dark != light
    assert page.evaluate(f"({style})('.promise').color") == page.evaluate(f"({style})('body').color")
    # Without colour: the mark of a radio, a thicker border and a wash remain.
    assert page.evaluate(f"({style})('{chosen}').boxShadow") != "none"
    page.close()


@pytest.mark.parametrize("look", LOOKS)
def test_what_is_touched_is_large(running, phone, look):
    """44 CSS px both ways, on every page and on the steps' row of buttons."""
    small = """() => [...document.querySelectorAll(
        "a, button, fieldset label, textarea, input[type=text], audio")]
      .filter((box) => box.checkVisibility()).map((box) => [box, box.getBoundingClientRect()])
      .filter(([, {width, height}]) => width < 44 || height < 44)
      .map(([box, {width, height}]) => [box.textContent.trim(), width, height])"""
    found = {}
    for name, path in PAGES.items():
        phone.goto(address(running, path, look))
        found[name] = phone.evaluate(small)
        if name == "long":
            phone.evaluate("document.querySelector('[name=overall]').click()")
            phone.wait_for_timeout(400)
            phone.locator(".next").tap()
            found["long 2"] = phone.evaluate(small)
    open_refused(phone, running, "/f/PHIEU", look, "vi")
    found["refused"] = phone.evaluate(small)
    assert {name: list_ for name, list_ in found.items() if list_} == {}


def test_five_levels_stand_on_a_phones_first_screen(running, phone):
    """Nobody may find "very satisfied" only after scrolling: 360 × 640, the buttons in place; on
    every question in Vietnamese, and on the first one, which counts most, in English."""
    for path, count in (("/f/Q1", 1), ("/f/PHIEU", 24), ("/f/Q1?lang=en", 1), ("/f/PHIEU?lang=en", 1)):
        phone.goto(running.address + path)
        for _ in range(count):
            gap = phone.evaluate("""() => {
              const levels = document.querySelectorAll(".item:not([hidden]) .scale label");
              return document.querySelector(".send").getBoundingClientRect().top
                - levels[4].getBoundingClientRect().bottom; }""")
            assert gap >= 0, (path, gap)
            phone.wait_for_timeout(400)
            phone.locator(".next").tap()


def test_without_script_the_same_is_stored(running, chromium, phone):
    context = chromium.new_context(java_script_enabled=False)
    plain = context.new_page()
    names = []
    for page in (plain, phone):
        page.goto(running.address + "/f/Q1?c=tablet&o=returned&fd=xay-dung")
        names.append(page.locator("[name=id]").get_attribute("value"))
        page.wait_for_timeout(400)
        page.locator("[name=overall][value='2']").check(force=True)
        page.wait_for_timeout(700)
        page.locator("[name=reasons-low][value=papers]").check(force=True)
        if page is phone:
            page.locator(".next").tap()
            page.wait_for_timeout(400)
        page.locator("textarea").fill("Nhiều giấy tờ\nquá.")
        page.get_by_role("button", name="Gửi", exact=True).click()
        page.wait_for_url("**/thanks**")
    context.close()
    rows = {row["id"]: row for row in running.rows()}
    one, other = ({k: v for k, v in rows[name].items() if k not in ("id", "answered_at")}
                  for name in names)
    assert one == other
    assert one["reasons-low"] == "papers" and one["comment"] == "Nhiều giấy tờ\nquá."


def bodies(running):
    for language in LANGUAGES:
        for name, path in (PAGES | {"wrong": "/nothing"}).items():
            yield f"{name} {language}", running.get(f"{path}?lang={language}&look=both")


def test_markup_is_valid(running):
    titles = {}
    for name, body in bodies(running):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(body)
        assert len(tree.findall(".//h1")) == 1, name
        assert tree.get("lang") in LANGUAGES
        identities = [box.get("id") for box in tree.iter() if box.get("id")]
        assert len(identities) == len(set(identities)), name
        for group in tree.iter("fieldset"):
            assert group[0].tag == "legend", name
        titles[name] = tree.findtext(".//title")
    # The page for what went wrong speaks both languages at once.
    del titles["wrong en"]
    assert len(set(titles.values())) == len(titles), titles


def test_a_screen_reader_hears_the_page_in_the_order_of_the_screen(running, phone):
    phone.goto(running.address + "/f/PHIEU")
    phone.evaluate("document.querySelector('[name=overall][value=\"4\"]').click()")
    heard = phone.locator("main").aria_snapshot()
    told = re.findall(r'- (heading|radio|button|paragraph)(?: "([^"]*)")?', heard)
    assert [word for kind, word in told if kind != "paragraph"] == [
        "Phiếu khảo sát sự hài lòng về giải quyết thủ tục hành chính",
        "Câu 1/25 Ông/bà hài lòng đến mức nào về việc giải quyết thủ tục lần này?",
        "Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng",
        "Gửi luôn", "Tiếp tục"], heard
    assert 'group "Câu 1/25 Ông/bà hài lòng' in heard


def test_nothing_is_stored_on_the_phone_and_nobody_else_is_asked(running, phone):
    asked = []
    phone.on("request", lambda request: asked.append(request))
    phone.goto(running.address + "/f/Q1?c=qr-poster")
    phone.get_by_text("Chữ to").tap()
    phone.evaluate("document.querySelector('[name=overall]').click()")
    phone.wait_for_timeout(400)
    phone.get_by_role("button", name="Gửi luôn").tap()
    phone.wait_for_url("**/thanks**")
    assert {request.url.split("/")[2] for request in asked} == {running.address.split("/")[2]}
    assert [request.headers.get("referer") for request in asked
            if request.headers.get("referer")] == []
    assert phone.context.cookies() == []
    kept = phone.evaluate("""async () => [localStorage.length, sessionStorage.length,
      (await indexedDB.databases()).length, document.cookie]""")
    assert kept == [0, 0, 0, ""]
    assert not re.search("localStorage|sessionStorage|indexedDB|cookie",
                         (ROOT / "kiosk/form.js").read_text())


def test_the_page_is_light(running, chromium):
    """Three requests and 6 s at 50 kbit/s until the first question can be answered; 8 kB gzip a
    page; all in, with style and script, 30 kB as sent and 9 kB gzip for the one-tap form."""
    context = chromium.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    network.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": 150, "downloadThroughput": 6250, "uploadThroughput": 6250})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/f/Q1", "/f/PHIEU"):
        asked.clear()
        start = time.monotonic()
        page.goto(running.address + path, wait_until="commit")
        wait(page, """(document.readyState !== "loading" || document.querySelectorAll("[name=overall]").length > 4)
          && getComputedStyle(document.body).marginTop === "0px"
          && document.querySelector("[name=overall]").getBoundingClientRect().width > 0""", 20)
        seconds = time.monotonic() - start
        page.wait_for_load_state()
        print(path, f"{seconds:.1f} s, whole {time.monotonic() - start:.1f} s, {len(asked)} requests")
        assert seconds <= 6 or not TIMED, path
        assert len(asked) <= 3, asked
    context.close()
    parts = [running.get(path) for path in ("/f/Q1", "/assets/hailong.css", "/assets/form.js")]
    assert sum(map(len, parts)) <= 30 * 1024
    assert len(gzip.compress(running.get("/f/PHIEU"), 9)) <= 8 * 1024


def test_what_is_sent_is_compressed(running):
    """The one-tap form with style and script, as a telephone gets them: 9 kB; the long form's
    page 8 kB; a kiosk's first load 11 kB."""
    def sent(path):
        asked = urllib.request.Request(running.address + path, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked) as answer:
            assert answer.headers["Content-Encoding"] == "gzip", path
            assert answer.headers["Vary"] == "Accept-Encoding", path
            body = answer.read()
        plain = running.get(path)
        assert len(gzip.decompress(body)) == len(plain)
        return len(body)
    assert sum(map(sent, ("/f/Q1", "/assets/hailong.css", "/assets/form.js"))) <= 9 * 1024
    assert sent("/f/PHIEU") <= 8 * 1024
    assert sum(map(sent, ("/k/Q1", "/assets/kiosk.css", "/assets/kiosk.js"))) <= 11 * 1024


def test_thanks_come_at_once(running):
    """From the answer to its thanks, both on the wire: 100 ms, the best of ten (others use the
    machine)."""
    best = 10.0
    for _ in range(10):
        page = running.get("/f/Q1").decode()
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
        body = urllib.parse.urlencode(fields | {"overall": "5"}).encode()
        start = time.monotonic()
        thanks = running.get("/f/Q1", body).decode()
        best = min(best, time.monotonic() - start)
        assert "Cảm ơn ông/bà" in thanks
    assert best <= 0.1 or not TIMED


def charset(family):
    """The code points of a family's regular face, as fontconfig knows them."""
    lines = subprocess.run(
        ["fc-list", f"{family}:style=Regular", "-f", "%{charset}\n"],
        capture_output=True, text=True, check=True).stdout.split()
    points = set()
    for part in lines:
        first, _, last = part.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


def texts(value):
    if isinstance(value, str):
        yield value
    else:
        for part in value.values() if isinstance(value, dict) else value:
            if isinstance(part, (str, dict, list)):
                yield from texts(part)


def test_every_letter_has_a_glyph_in_the_named_fonts():
    stack = re.search(r"--sans: ([^;]*);", (ROOT / "kiosk/tokens.css").read_text()).group(1)
    named = [name for name in re.findall(r'"([^"]+)"', stack) if name.startswith("Noto")]
    assert named == ["Noto Sans", "Noto Sans Cham"]
    covered = set().union(*map(charset, named)) | {0x20, 0x0A}
    assert len(covered) > 2000
    # Letters of Ê Đê and Jrai that no single code point holds, and all of Cham.
    letters = "ƀč̆ĕŏŭñơ̆ư̆ê̆ôặ" + "".join(map(chr, [*range(0xAA00, 0xAA37), *range(0xAA50, 0xAA5A)]))
    files = [*ROOT.glob("kiosk/strings/*.json"), *ROOT.glob("forms/*.json")]
    for file in files:
        for text in texts(json.loads(file.read_text())):
            lost = {letter for letter in text if ord(letter) not in covered}
            assert not lost, (file.name, text, lost)
    assert [letter for letter in letters if ord(letter) not in covered] == []


@pytest.mark.parametrize("width,height", SIZES)
def test_pictures_for_people_to_look_at(running, chromium, width, height):
    """Nothing is compared: they are in screenshots/, which is not kept."""
    SHOTS.mkdir(exist_ok=True)
    page = chromium.new_page(viewport={"width": width, "height": height})
    for look in ("", "both") if width == 360 else ("",):
        for name, path in PAGES.items():
            page.goto(address(running, path, look))
            page.screenshot(path=SHOTS / f"{name}{look and '-' + look}-{width}.png")
            if name in ("short", "long"):
                page.evaluate("document.querySelector('[name=overall]').click()")
                page.wait_for_timeout(400)
                page.locator(".next").click()
                page.screenshot(path=SHOTS / f"{name}{look and '-' + look}-2-{width}.png")
        open_refused(page, running, "/f/PHIEU", look, "vi")
        page.screenshot(path=SHOTS / f"refused{look and '-' + look}-{width}.png")
    page.close()
