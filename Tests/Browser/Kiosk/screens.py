"""A kiosk in a real browser, as whoever stands before it uses it."""

import time

from playwright.sync_api import sync_playwright

from office import BROWSER, SHOTS

SIZES = {
    "portrait": (1080, 1920), "tablet": (1280, 800), "phone": (360, 740), "landscape": (1920, 1080),
}
# The screen that is shown, as its id or as the item it asks for.
SHOWN = """() => {
    const section = document.querySelector('main > section:not([hidden])');
    return section.id || section.dataset.item;
}"""
# The modules of the page itself, not second copies of them.
MODULE = """const own = new URL(document.querySelector('script[type=module]').src);
    const part = (name) => import(new URL(name + own.search, own).href);
    const { kiosk } = await part('kiosk.js'), post = await part('kiosk-post.js');
    const staff = await part('kiosk-staff.js');"""


def corner(page, times=5):
    """Touches the corner for staff."""
    for _ in range(times):
        page.mouse.click(40, 40)


class Browser:
    """Chromium as the tests use it: one for a file, a fresh context for each test."""

    def __init__(self):
        self.driver = sync_playwright().start()
        self.chromium = self.driver.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox"])

    def close(self):
        self.chromium.close()
        self.driver.stop()

    def kiosk(self, office, place="Q1", size="tablet", clock=None, workers=False, opens=True,
              route=None, **options):
        """A page of its own profile.

        clock: what it shall say; only then can a test turn it
        workers: whether service workers may be there, past which no route is seen
        route: (pattern, handler) for what the network shall do
        """
        width, height = SIZES[size]
        context = self.chromium.new_context(
            viewport={"width": width, "height": height}, locale="vi-VN",
            service_workers="allow" if workers else "block", **options)
        page = context.new_page()
        if clock is not None:
            page.clock.install(time=clock)
        for pattern, handler in [route] if route else []:
            context.route(pattern, handler)
        kiosk = Kiosk(page, office.address, place)
        if opens:
            kiosk.open()
        return kiosk


def wait_for(page, code, seconds=30):
    """Waits until an asynchronous function of the page returns true. Playwright's own
    `wait_for_function` takes the promise itself for true."""
    end = time.monotonic() + seconds
    while not page.evaluate(code):
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {code}")
        page.wait_for_timeout(20)


class Kiosk:
    def __init__(self, page, address, place):
        self.page = page
        self.address = f"{address}/k/{place}"
        self.faults = []
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on("console", lambda line: self.faults.append(line.text)
                if "Content Security Policy" in line.text else None)

    def open(self):
        self.page.goto(self.address, wait_until="load")
        self.ready()

    def ready(self):
        """Waits until everything that comes after the first question has come."""
        self.page.wait_for_selector("dialog#staff", state="attached")
        self.rest()

    def rest(self):
        """Lets the moment pass in which a second touch of the same finger is not heard."""
        self.page.evaluate("""async () => {
            const start = performance.now();
            while (performance.now() - start < 380) await new Promise(requestAnimationFrame);
        }""")

    @property
    def shown(self):
        return self.page.evaluate(SHOWN)

    def wait(self, screen):
        self.page.wait_for_function(f"wanted => ({SHOWN})() === wanted", arg=screen)

    def touch(self, place):
        """Touches the answer at a place of the question that is shown."""
        self.page.click(f"main > section:not([hidden]) [data-place='{place}']")

    def done(self):
        self.page.click("#done")

    def answer(self, level, *reasons):
        """The whole way of one person, from the question to the thanks."""
        self.wait("ask")
        self.rest()
        self.touch(level)
        self.wait("reasons-low" if level <= 3 else "reasons-high")
        self.rest()
        for place in reasons:
            self.touch(place)
        self.done()
        self.wait("thanks")

    def sent(self):
        """Waits until nothing is kept here any more, finished or not."""
        self.until("""return await kiosk.inStore('readonly', async (store) => (
            await kiosk.got(store('outbox').count()))) === 0;""")

    def run(self, code, argument=None):
        """Runs code that sees the page's own modules as `kiosk`, `post` and `staff`."""
        return self.page.evaluate(f"async (given) => {{ {MODULE} {code} }}", argument)

    def until(self, code):
        """Waits until code that sees the page's own modules returns true."""
        wait_for(self.page, f"async () => {{ {MODULE} {code} }}")

    def ask_code(self):
        """The code that the office shall bind, as staff ask for it."""
        corner(self.page)
        self.page.click("#staff .pair")
        self.page.wait_for_selector("#staff .pairing:not([hidden])")
        return self.page.inner_text("#staff .code")

    def claimed(self):
        """Lets the clock, which must be a test's, go on until the key is there; the device."""
        self.page.clock.fast_forward(3_100)
        self.page.wait_for_function(
            "() => document.querySelector('[data-fact=paired]').textContent === '✓'")
        return self.page.inner_text("[data-fact=device]")

    def pair(self, office, place="Q1"):
        """Pairs it with its place through the running server; the device."""
        office.run("device", "pair", self.ask_code(), "--place", place)
        device = self.claimed()
        self.page.click("#staff .close")
        return device

    def beat(self, status=200):
        """Lets the clock, which must be a test's, go on to the next heartbeat."""
        with self.page.expect_response("**/api/v1/devices/heartbeat") as heard:
            self.page.clock.fast_forward(67_000)
        if heard.value.status != status:
            raise AssertionError(f"a heartbeat was answered with {heard.value.status}")

    def records(self, store="outbox"):
        """What the browser keeps, oldest first."""
        return self.run(
            "return (await kiosk.inStore('readonly', (store) => "
            "kiosk.got(store(given).getAll()))).sort((a, b) => a.sequence - b.sequence);", store)

    def shoot(self, name):
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png")

    def close(self):
        self.page.context.close()
