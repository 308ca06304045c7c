"""One answer is one row, whatever is tapped, reloaded, gone back to or fetched beforehand."""

import urllib.request

import pytest

from office import Office, wait

SEND = """() => {
  document.querySelector("[name=overall][value='4']").click();
  const send = document.querySelector(".send [type=submit]");
  send.click();
  send.click();
}"""


@pytest.mark.parametrize("is_scripted", [True, False], ids=["script", "plain"])
def test_fifty_double_taps_reloads_backs_and_prefetches_are_fifty_rows(chromium, is_scripted):
    """Each page sent twice, each fetched beforehand, half reloaded after it, half gone back to."""
    office = Office()
    page = chromium.new_page()
    if not is_scripted:
        page.route("**/form.js", lambda route: route.abort())
    names = set()
    for number in range(50):
        page.goto(office.address + "/f/Q1", wait_until="domcontentloaded")
        names.add(page.locator("[name=id]").get_attribute("value"))
        page.evaluate(SEND)
        wait(page, "document.querySelector('.thanks') !== null")
        if number % 2:
            page.reload(wait_until="domcontentloaded")
        else:
            page.go_back(wait_until="domcontentloaded")
            page.go_forward(wait_until="domcontentloaded")
        early = urllib.request.Request(
            office.address + "/f/Q1", headers={"Sec-Purpose": "prefetch;prerender"})
        urllib.request.urlopen(early).read()
    page.close()
    rows = office.rows()
    office.close()
    assert len(names) == 50
    assert {row["id"] for row in rows} == names
    assert len(rows) == 50


def test_an_answer_sent_twice_is_thanked_twice_and_stored_once(running, phone):
    """Two copies of one page, as a browser makes them of a tab."""
    phone.goto(running.address + "/f/Q1")
    name = phone.locator("[name=id]").get_attribute("value")
    other = phone.context.new_page()
    other.goto(running.address + "/f/Q1")
    other.evaluate(f"document.querySelector('[name=id]').value = '{name}'")
    for page in (phone, other):
        page.evaluate(SEND)
        wait(page, "document.querySelector('.thanks') !== null")
    assert [row["id"] for row in running.rows()].count(name) == 1
