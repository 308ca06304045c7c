"""Who wants to be answered, and who takes back what was left: in a browser, with a finger."""

import json
import re

import pytest

from form_access import faults
from office import wait


def settle(page):
    page.wait_for_timeout(400)


def to_the_end(page):
    """Past all questions of the one-tap form, with an answer to the first."""
    settle(page)
    page.locator("label:has([name=overall][value='2'])").tap()
    wait(page, "document.querySelector('progress').value === 2")
    while page.locator(".next").is_visible():
        settle(page)
        before = page.evaluate("document.querySelector('progress').value")
        page.locator(".next").tap()
        wait(page, f"document.querySelector('progress').value === {before + 1}")
    settle(page)


def send(page):
    page.get_by_role("button", name=re.compile("^(Gửi|Send)$")).tap()


def contacts(running):
    return json.loads(running.run("contacts", "--data", running.data, "--format", "json"))["contacts"]


def leave(running, phone, telephone):
    """An answer with words and contact; the code that the thanks show."""
    phone.goto(running.address + "/f/Q1")
    assert not phone.locator("summary").is_visible(), "asked before the last question"
    to_the_end(phone)
    phone.locator("textarea").fill("Chờ lâu quá")
    phone.locator("summary").tap()
    assert not phone.locator("#contact-consent").is_checked()
    phone.locator("#contact").fill(telephone)
    phone.locator("#contact-consent").check()
    settle(phone)
    send(phone)
    phone.wait_for_url("**/thanks**")
    return phone.locator(".code").inner_text()


def test_a_contact_is_asked_for_at_the_end_and_kept_with_consent_alone(running, phone):
    before = len(contacts(running))
    phone.goto(running.address + "/f/Q1")
    to_the_end(phone)
    phone.locator("summary").tap()
    # Digits are typed and do not choose levels; Enter sends and does not close.
    phone.locator("#contact").press_sequentially("0912 345 678")
    assert faults(phone) == []
    settle(phone)
    send(phone)
    # Asked of the browser and not of a script: during a navigation the page's policy forbids that.
    phone.locator(".faults").wait_for()
    assert phone.locator("#contact").input_value() == "0912 345 678"
    assert phone.locator("#contact").is_visible(), "what is to be mended is not on the screen"
    assert faults(phone) == []
    assert len(contacts(running)) == before
    phone.locator(".faults a").tap()
    assert phone.evaluate("document.activeElement.id") == "contact-consent"
    settle(phone)
    phone.locator("#contact-consent").check()
    settle(phone)
    send(phone)
    phone.wait_for_url("**/thanks**")
    assert contacts(running)[-1]["contact"] == "0912 345 678"
    assert len(contacts(running)) == before + 1


def test_the_code_takes_back_words_and_contact(running, phone):
    code = leave(running, phone, "0987 654 321")
    assert re.fullmatch("[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){3}", code)
    assert faults(phone) == []
    kept = next(one for one in contacts(running) if one["contact"] == "0987 654 321")
    phone.locator(".receipt a").tap()
    phone.wait_for_url("**/erase**")
    assert faults(phone) == []
    phone.locator("#code").fill("K7P4")
    phone.get_by_role("button").tap()
    phone.locator("#code[aria-invalid=true]").wait_for()
    assert faults(phone) == []
    phone.locator("#code").fill(code.lower().replace("-", " "))
    phone.locator("#confirm").check()
    phone.get_by_role("button").tap()
    phone.wait_for_url("**/erase/done**")
    assert faults(phone) == []
    assert kept["id"] not in [one["id"] for one in contacts(running)]
    (row,) = [row for row in running.rows() if row["id"] == kept["id"]]
    assert row["comment"] == "" and row["overall"] == "2"
    assert phone.context.cookies() == []


@pytest.mark.parametrize("look", ["", "contrast", "large", "both"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_axe_finds_nothing_in_each_look(running, phone, look, language):
    for path in ("/erase", "/erase/done"):
        phone.goto(f"{running.address}{path}?lang={language}&look={look}")
        assert faults(phone) == []
        assert phone.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth")
