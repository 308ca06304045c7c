"""What is saved as one goes: kept and marked when nobody goes on, one whole answer when it is sent."""

import time

import pytest

import office
from form_steps import choose, current, identity, rows_of, settle, tap
from office import wait


@pytest.fixture
def own():
    """An office that a test may restart."""
    one = office.Office()
    yield one
    one.close()


def saved(page):
    """What was saved since, as (status, how many items the newest request held)."""
    answers = []
    page.on("response", lambda answer: answers.append(
        (answer.status, answer.request.post_data.count("&") - 4)) if "part=" in answer.url else None)
    return answers


def until(holds, page=None, seconds=60):
    """Asks until something holds; a page hears of its network only while it is waited for."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "never"
        if page:
            page.wait_for_timeout(50)
        else:
            time.sleep(0.05)


def due(own):
    """The office after whatever is saved has waited long enough."""
    own.restart("--draft-minutes", "0")
    until(lambda: own.rows())
    return own.rows()


def answered(row):
    return [item for item, value in list(row.items())[18:] if value]


def test_five_answers_and_away_are_one_partial_row(own, chromium):
    page = chromium.new_page(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    answers = saved(page)
    page.goto(own.address + "/f/PHIEU?c=qr-slip")
    name = identity(page)
    for level in (4, 5, 3, 2, 5):
        settle(page)
        before = page.evaluate("document.querySelector('progress').value")
        current(page).locator("label").nth(level - 1).tap()
        wait(page, f"document.querySelector('progress').value === {before + 1}")
    # The newest holds all five, however many went together on a slow machine.
    until(lambda: (204, 5) in answers, page)
    assert own.rows() == []
    page.close()
    (row,) = due(own)
    assert (row["id"], row["partial"], row["channel"]) == (name, "true", "qr-slip")
    assert len(answered(row)) == 5
    assert "1 responses" in own.run("verify")
    # The order of the items is the form's, the file's and the citizen's.
    assert [row[item] for item in answered(row)] == ["4", "5", "3", "2", "5"]


def test_an_answer_that_is_sent_is_one_whole_row(own, chromium):
    page = chromium.new_page(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    answers = saved(page)
    page.goto(own.address + "/f/PHIEU")
    name = identity(page)
    for item in range(4):
        settle(page)
        before = page.evaluate("document.querySelector('progress').value")
        current(page).locator("label").nth(3).tap()
        wait(page, f"document.querySelector('progress').value === {before + 1}")
    settle(page)
    page.get_by_role("button", name="Gửi luôn").tap()
    page.wait_for_url("**/thanks**")
    page.close()
    assert answers
    own.restart("--draft-minutes", "0")
    # Another one, which the writer finds when it looks for what is due.
    other = "01930000-0000-7000-8000-000000000009"
    own.get("/f/Q1?part=quiet", f"id={other}&version=1&overall=3".encode())
    until(lambda: len(own.rows()) == 2)
    (row,) = rows_of(own, name)
    assert (row["id"], row["partial"], len(answered(row))) == (name, "", 4)


def test_words_are_not_saved_and_nothing_at_all_is_nothing(own, chromium):
    page = chromium.new_page(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    bodies = []
    page.on("request", lambda request: bodies.append(request.post_data)
            if "part=" in request.url else None)
    page.goto(own.address + "/f/Q1")
    settle(page)
    page.locator(".next").tap()
    page.locator("textarea").fill("Chỉ gửi khi bấm Gửi")
    page.locator(".back").tap()
    settle(page)
    assert bodies == []
    choose(page, "overall", 2)
    until(lambda: bodies, page)
    assert "comment" not in bodies[-1] and "overall=2" in bodies[-1]
    page.close()
    (row,) = due(own)
    assert (row["overall"], row["comment"], row["partial"]) == ("2", "", "true")


def test_the_page_says_that_it_saves(running, phone):
    for path in ("/f/PHIEU", "/f/Q1"):
        phone.goto(running.address + path)
        assert phone.get_by_text("được lưu dần").is_visible()
        assert not phone.get_by_role("button", name="Lưu phần đã trả lời").count()
    phone.goto(running.address + "/f/PHIEU?lang=en")
    assert phone.get_by_text("saved at the office as you go on").is_visible()


def test_a_line_that_is_gone_keeps_nobody_from_answering(running, phone):
    phone.goto(running.address + "/f/PHIEU")
    name = identity(phone)
    phone.route("**part=quiet**", lambda route: route.abort())
    choose(phone, "overall", 4)
    assert phone.locator(".fault:visible").count() == 0
    phone.get_by_role("button", name="Gửi luôn").tap()
    phone.wait_for_url("**/thanks**")
    assert [row["overall"] for row in rows_of(running, name)] == ["4"]


def test_a_button_saves_where_no_script_runs(own, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(own.address + "/f/PHIEU?lang=en")
    assert not page.get_by_text("saved at the office as you go on").is_visible()
    name = page.locator("[name=id]").get_attribute("value")
    page.locator("[name=overall][value='4']").check()
    page.locator("textarea").fill("my words")
    page.get_by_role("button", name="Save what I have answered").click()
    assert page.get_by_role("status").inner_text().startswith("Your choices are saved")
    assert page.locator("[name=overall][value='4']").is_checked()
    assert page.locator("textarea").input_value() == "my words"
    assert page.locator("[name=id]").get_attribute("value") == name
    (row,) = due(own)
    assert (row["overall"], row["comment"], row["partial"]) == ("4", "", "true")
    context.close()


def test_what_comes_after_its_part_was_counted_is_kept_apart_and_the_page_says_so(own, chromium):
    page = chromium.new_page(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    answers = saved(page)
    own.restart("--draft-minutes", "0")
    page.goto(own.address + "/f/Q1?lang=en")
    choose(page, "overall", 2)
    until(lambda: answers and own.rows(), page)
    tap(page, "reasons-low", "waiting")
    settle(page)
    page.locator(".next").tap()
    settle(page)
    page.get_by_role("button", name="Send").tap()
    page.wait_for_url("**/thanks**late=1**")
    assert page.get_by_text("kept apart for the office to read").is_visible()
    (row,) = own.rows()
    assert (row["partial"], row["reasons-low"]) == ("true", "")
    assert "1 in quarantine" in own.run("verify")
    page.close()


def test_a_kiosk_that_is_left_marks_its_answer_and_one_that_is_ended_does_not(own, chromium):
    rows = {}
    for is_left in (True, False):
        context = chromium.new_context(viewport={"width": 1080, "height": 1920})
        page = context.new_page()
        page.clock.install()
        page.goto(own.address + "/k/Q1")
        page.clock.run_for(1000)
        page.locator("#ask .options button").nth(1).click()
        page.locator(".more:not([hidden])").first.wait_for()
        page.clock.run_for(1000)
        if is_left:
            page.clock.run_for(25_000)
        else:
            while page.locator(".more:not([hidden])").count():
                page.locator("#done").click()
                page.clock.run_for(1000)
        known = set(rows)
        until(lambda: page.clock.run_for(1000) or {row["id"] for row in own.rows()} - known)
        for row in own.rows():
            rows.setdefault(row["id"], (is_left, row["partial"]))
        context.close()
    assert sorted(rows.values()) == [(False, ""), (True, "true")]
