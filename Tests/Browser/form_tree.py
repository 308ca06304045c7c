"""What a screen reader is given, in its order: Chromium's own accessibility tree of each page,
compared with the one in trees/. Where a page was changed on purpose, write them anew with
HAILONG_WRITE_TREES=1 and read the difference as a listener would."""

import os
import re
from pathlib import Path

import pytest

from form_steps import choose

TREES = Path(__file__).parent / "trees"
WRITES = os.environ.get("HAILONG_WRITE_TREES") == "1"
# Boxes that say nothing, and the lines into which the browser has broken a text.
SILENT = {"InlineTextBox", "generic", "none", "LineBreak", "ListMarker"}
STATES = ("checked", "pressed", "invalid", "expanded", "disabled", "required", "level")


def tree(page):
    """Role, name and state of everything that is not ignored, deeper ones further right."""
    tools = page.context.new_cdp_session(page)
    nodes = tools.send("Accessibility.getFullAXTree")["nodes"]
    tools.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    lines = []

    def walk(node, depth, above):
        role = node.get("role", {}).get("value", "")
        name = " ".join(node.get("name", {}).get("value", "").split())
        # A text that its control or heading has said already is said once.
        is_silent = node["ignored"] or role in SILENT or (role == "StaticText" and name == above)
        if not is_silent:
            states = [f"{one['name']}={one['value']['value']}" for one in node.get("properties", [])
                      if one["name"] in STATES and one["value"].get("value") not in (False, "false")]
            lines.append("  " * depth + " ".join([role, f'"{name}"', *states]))
        for child in node.get("childIds", []):
            if child in by_id:
                walk(by_id[child], depth + (not is_silent), above if is_silent else name)

    walk(nodes[0], 0, None)
    return "\n".join(lines) + "\n"


def compare(page, name):
    # The seconds that a kiosk counts are others at each look.
    found = re.sub(r'StaticText "\d+"', 'StaticText "…"', tree(page))
    file = TREES / f"{name}.txt"
    if WRITES:
        file.write_text(found)
    assert found == file.read_text(), f"{file.name} is another: {__doc__}"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_forms(running, phone, language):
    phone.goto(running.address + f"/f/Q1?lang={language}")
    compare(phone, f"form-short-{language}")
    choose(phone, "overall", 2)
    compare(phone, f"form-short-second-{language}")
    phone.goto(running.address + f"/f/PHIEU?lang={language}")
    compare(phone, f"form-long-{language}")
    phone.goto(running.address + f"/f/Q1/thanks?lang={language}")
    compare(phone, f"thanks-{language}")


def test_the_long_form_without_script(running, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(running.address + "/f/PHIEU")
    compare(page, "form-long-plain")
    context.close()


def test_the_kiosk(running, chromium):
    context = chromium.new_context(viewport={"width": 1080, "height": 1920})
    page = context.new_page()
    page.clock.install()
    page.goto(running.address + "/k/Q1")
    page.clock.run_for(1000)
    # What is not needed for the first answer comes in a second request.
    page.locator("#phone").wait_for()
    compare(page, "kiosk-question")
    page.locator("#ask .options button").nth(1).click()
    page.locator(".more:not([hidden])").first.wait_for()
    compare(page, "kiosk-further")
    context.close()
