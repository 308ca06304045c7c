"""The phone form question by question: fingers, keys, branching, sending once."""

import re
import time

import pytest

from office import TIMED, wait

CHOICE = "label:has([name={}][value='{}'])"


def settle(page):
    """The pause in which a second tap is not taken."""
    page.wait_for_timeout(400)


def tap(page, item, code):
    page.locator(CHOICE.format(item, code)).tap()


def choose(page, item, code):
    """A tap on an answer, and the next question it leads to."""
    settle(page)
    before = page.evaluate("document.querySelector('progress').value")
    tap(page, item, code)
    wait(page, f"document.querySelector('progress').value === {before + 1}")
    settle(page)


def current(page):
    return page.locator(".item:not([hidden])")


def rows_of(running, identity):
    return [row for row in running.rows() if row["id"] == identity]


def identity(page):
    return page.locator("[name=id]").input_value()


def test_one_question_a_screen_with_progress_and_focus(running, phone):
    phone.goto(running.address + "/f/PHIEU")
    assert current(phone).count() == 1
    assert phone.evaluate("document.activeElement === document.body")
    choose(phone, "overall", 4)
    heading = phone.evaluate("document.activeElement.textContent")
    assert heading.startswith("Câu 2/25 "), heading
    assert phone.locator("progress").get_attribute("value") == "2"
    phone.locator(".back").tap()
    wait(phone, "document.activeElement.textContent.startsWith('Câu 1/25')")
    assert phone.locator("[name=overall][value='4']").is_checked()


def test_the_long_form_takes_one_tap_a_question(running, phone):
    """Twenty-four answers, 0.7 s each by the script's own pauses: the rest is reading."""
    phone.goto(running.address + "/f/PHIEU?c=qr-slip")
    name = identity(phone)
    start = time.monotonic()
    while phone.locator(".next").is_visible():
        settle(phone)
        before = phone.evaluate("document.querySelector('progress').value")
        current(phone).locator("label").nth(3).tap()
        wait(phone, f"document.querySelector('progress').value === {before + 1}")
    phone.locator("textarea").fill("Cán bộ hướng dẫn dễ hiểu.\nCảm ơn.")
    settle(phone)
    phone.get_by_role("button", name="Gửi").tap()
    phone.wait_for_url("**/thanks**")
    assert time.monotonic() - start < 60 or not TIMED
    (row,) = rows_of(running, name)
    answers = [row[item] for item in row if row[item] == "4"]
    assert len(answers) == 24
    assert row["comment"] == "Cán bộ hướng dẫn dễ hiểu.\nCảm ơn."
    assert row["channel"] == "qr-slip"


def test_send_now_keeps_what_was_answered(running, phone):
    phone.goto(running.address + "/f/PHIEU")
    name = identity(phone)
    assert not phone.get_by_role("button", name="Gửi luôn").is_visible()
    choose(phone, "overall", 2)
    phone.get_by_role("button", name="Gửi luôn").tap()
    phone.wait_for_url("**/thanks**")
    (row,) = rows_of(running, name)
    assert row["overall"] == "2" and row["access-seats"] == ""


def test_branching_follows_the_answers(running, phone):
    phone.goto(running.address + "/f/Q1")
    name = identity(phone)
    for level, reasons in ((2, "reasons-low"), (5, "reasons-high")):
        choose(phone, "overall", level)
        assert current(phone).locator("input").first.get_attribute("name") == reasons
        tap(phone, reasons, "waiting")
        phone.locator(".back").tap()
        wait(phone, "document.activeElement.textContent.startsWith('Câu 1/3')")
    choose(phone, "overall", 5)
    phone.get_by_role("button", name="Gửi luôn").tap()
    phone.wait_for_url("**/thanks**")
    (row,) = rows_of(running, name)
    assert (row["overall"], row["reasons-low"], row["reasons-high"]) == ("5", "", "waiting")


def test_the_browsers_back_goes_to_the_question_before(running, phone):
    phone.goto(running.address + "/f/PHIEU")
    for _ in range(3):
        settle(phone)
        phone.locator(".next").tap()
    assert phone.evaluate("document.activeElement.textContent").startswith("Câu 4/25")
    phone.go_back()
    wait(phone, "document.activeElement.textContent.startsWith('Câu 3/25')")
    phone.go_forward()
    wait(phone, "document.activeElement.textContent.startsWith('Câu 4/25')")


@pytest.mark.parametrize("look", ["", "?look=both"])
def test_keys_alone_fill_in_the_form(running, chromium, look):
    """Tab, arrows or a digit, Enter: three presses a question at most, and no arrow goes on."""
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(running.address + "/f/PHIEU" + look)
    name = identity(page)
    page.locator("h2").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(500)
    assert page.evaluate("document.querySelector('progress').value") == 1, "an arrow went on"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    for number in range(3, 25):
        assert page.evaluate("document.querySelector('progress').value") == number
        page.keyboard.press("4")
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "comment"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "submit"
    page.keyboard.press("Enter")
    page.wait_for_url("**/thanks**")
    (row,) = rows_of(running, name)
    assert row["overall"] == "4" and row["access-seats"] == "1" and row["department"] == "4"
    page.close()


FOCUS = """() => {
  const box = document.activeElement, shown = box.closest("fieldset label") || box;
  const style = getComputedStyle(shown), width = parseFloat(style.outlineWidth);
  return {name: box.tagName + (box.value || box.textContent).slice(0, 20),
          ring: style.outlineStyle !== "none" && width >= 2, colour: style.outlineColor,
          top: shown.getBoundingClientRect().top, left: shown.getBoundingClientRect().left};
}"""


@pytest.mark.parametrize("path", ["/f/Q1", "/f/PHIEU", "/", "/f/NO", "/f/Q1/thanks"])
def test_every_stop_shows_its_focus_in_the_order_of_the_screen(running, chromium, path):
    page = chromium.new_page(viewport={"width": 800, "height": 900})
    page.goto(running.address + path)
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        stops.append(page.evaluate(FOCUS))
    else:
        raise AssertionError("the focus never leaves the page")
    assert len(stops) >= 3
    assert [stop["name"] for stop in stops if not stop["ring"]] == []
    order = [(round(stop["top"] / 40), stop["left"]) for stop in stops]
    assert order == sorted(order), stops
    page.close()


def test_the_comment_is_counted_as_a_reader_counts(running, phone):
    phone.goto(running.address + "/f/Q1")
    name = identity(phone)
    for _ in range(2):
        settle(phone)
        if phone.locator("textarea").is_visible():
            break
        phone.locator(".next").tap()
    box = phone.locator("textarea")
    box.fill("ê̆" * 999)
    assert phone.locator(".left").text_content() == "Còn viết được 1 ký tự"
    wait(phone, "document.querySelector('[role=status]').textContent.includes('1 ký tự')")
    box.fill("ê̆" * 1003)
    assert phone.locator(".left").text_content().startswith("Thừa 3 ký tự")
    settle(phone)
    phone.get_by_role("button", name="Gửi").tap()
    assert phone.locator("[role=alert]").text_content().startswith("Thừa 3 ký tự")
    assert phone.evaluate("document.activeElement.id") == "comment"
    assert box.get_attribute("aria-invalid") == "true"
    box.fill("ê̆" * 1000)
    phone.get_by_role("button", name="Gửi").tap()
    phone.wait_for_url("**/thanks**")
    (row,) = rows_of(running, name)
    assert row["comment"] == "ê̆" * 1000


def test_nothing_answered_is_said_and_not_sent(running, phone):
    posts = []
    phone.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
    phone.goto(running.address + "/f/Q1")
    settle(phone)
    phone.locator(".next").tap()
    phone.locator("textarea").wait_for()
    settle(phone)
    phone.get_by_role("button", name="Gửi").tap()
    assert "chưa chọn câu trả lời nào" in phone.locator("[role=alert]").text_content()
    assert posts == []


def test_a_lost_line_loses_no_answer(running, phone):
    phone.goto(running.address + "/f/Q1")
    name = identity(phone)
    choose(phone, "overall", 3)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Gửi luôn").tap()
    phone.get_by_text(re.compile("Chưa gửi được")).wait_for()
    assert rows_of(running, name) == []
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Gửi luôn").tap()
    phone.wait_for_url("**/thanks**")
    (row,) = rows_of(running, name)
    assert row["overall"] == "3"


def test_a_refusal_by_the_server_is_shown_at_its_question(running, phone):
    phone.goto(running.address + "/f/PHIEU?look=large")
    name = identity(phone)
    phone.evaluate("document.querySelector('[name=access-signs]').value = '9'")
    for _ in range(3):
        settle(phone)
        phone.locator(".next").tap()
    choose(phone, "access-signs", 9)
    phone.get_by_role("button", name="Gửi luôn").tap()
    phone.locator(".faults").wait_for()
    assert phone.evaluate("document.activeElement.className") == "faults"
    assert phone.title().startswith("Xin xem lại: ")
    assert current(phone).locator("input").first.get_attribute("name") == "access-signs"
    assert phone.evaluate("document.documentElement.classList.contains('large')")
    assert identity(phone) == name
    phone.locator(".faults a").tap()
    assert phone.evaluate("document.activeElement.id") == "access-signs"


def test_size_contrast_and_language_keep_what_was_entered(running, phone):
    phone.goto(running.address + "/f/PHIEU")
    name = identity(phone)
    choose(phone, "overall", 5)
    phone.get_by_text("Chữ to").tap()
    phone.get_by_text("Tương phản cao").tap()
    assert phone.url.endswith("?look=both")
    assert phone.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
    phone.get_by_text("English").tap()
    wait(phone, "document.documentElement.lang === 'en'")
    assert phone.evaluate("document.documentElement.className.includes('contrast large')")
    assert identity(phone) == name
    assert phone.locator("[name=overall][value='5']").is_checked()
    assert rows_of(running, name) == []
    settle(phone)
    phone.get_by_role("button", name="Send now").tap()
    phone.wait_for_url("**/thanks?lang=en&look=both")
    (row,) = rows_of(running, name)
    assert row["overall"] == "5" and row["language"] == "en"


def test_the_first_tap_counts_however_soon_it_comes(running, phone):
    """The pause after a question is for double taps; before the first one there was none."""
    phone.add_init_script("performance.now = () => 100")
    phone.goto(running.address + "/f/Q1")
    tap(phone, "overall", "4")
    assert phone.locator("[name=overall][value='4']").is_checked()
