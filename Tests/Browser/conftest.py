"""One office and one browser for all tests of a run."""

import pytest

import office


@pytest.fixture(scope="session")
def running():
    one = office.Office()
    yield one
    one.close()


@pytest.fixture(scope="session")
def chromium():
    with office.browser() as browser:
        yield browser


@pytest.fixture
def phone(chromium):
    """A page on a phone with a finger; whatever goes wrong in its script fails the test."""
    context = chromium.new_context(
        viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.set_default_timeout(5000)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if "Security" in line.text else None)
    yield page
    context.close()
    assert errors == []
