"""A Debian kiosk as `install-kiosk` makes it: its files, and that neither keys nor fingers nor
addresses lead out of the page. Chromium runs on a screen in memory without a window manager, by
the script and under the policy that were installed; one line of the policy is changed, so that a
test can look in. What is not tried: a real X server's own keys, edges of a touch screen, virtual
terminals."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from office import ROOT, Office, end_with_parent
from screens import SHOWN

INSTALL = ROOT / "kiosk/install-kiosk"
WIDTH, HEIGHT = 1080, 1920
HOME = "var/lib/hailong-kiosk"
POLICY = "etc/chromium/policies/managed/hailong-kiosk.json"
UNIT = "etc/systemd/system/hailong-kiosk.service"
KEYS = """F1 F3 F5 F6 F7 F10 F11 F12 Escape Menu shift+F10 shift+Escape ctrl+t ctrl+n ctrl+shift+n
    ctrl+shift+t ctrl+o ctrl+s ctrl+p ctrl+u ctrl+shift+i ctrl+shift+j ctrl+shift+c ctrl+j ctrl+h
    ctrl+d ctrl+l ctrl+k ctrl+e alt+d alt+f alt+e alt+Left alt+Right alt+Home ctrl+shift+Delete
    ctrl+shift+m ctrl+shift+o ctrl+shift+b ctrl+Tab ctrl+1 ctrl+f ctrl+g ctrl+plus ctrl+r
    ctrl+shift+r BackSpace""".split()


def install(root, *words):
    return subprocess.run(
        [INSTALL, "--root", root, *words], capture_output=True, text=True, check=False)


class Installed(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="hailong-root-"))
        self.addCleanup(shutil.rmtree, self.root, ignore_errors=True)

    def test_what_it_writes_is_sound_and_is_taken_away_again(self):
        for address, trust in (("https://hailong.example/k/Q1", False),
                               ("http://192.0.2.7:8080/k/Q1", True)):
            done = install(self.root, address)
            self.assertEqual(done.returncode, 0, done.stderr)
            policy = json.loads((self.root / POLICY).read_text())
            host = address.split("/")[2]
            self.assertEqual(policy["URLBlocklist"][:2], ["*", "chrome://*"])
            self.assertEqual(policy["URLAllowlist"], [f"{host}/k/", "blob:*"])
            script = (self.root / HOME / "screen").read_text()
            self.assertIn(f"'{address}'", script)
            self.assertEqual("--unsafely-treat-insecure-origin" in script, trust)
            self.assertNotIn("incognito", script)
            subprocess.run(["sh", "-n", self.root / HOME / "screen"], check=True)
            self.assertTrue(os.access(self.root / HOME / "screen", os.X_OK))
        if shutil.which("systemd-analyze"):
            said = subprocess.run(["systemd-analyze", "verify", self.root / UNIT],
                                  capture_output=True, text=True, check=False).stderr
            faults = [line for line in said.splitlines() if "hailong-kiosk" in line
                      and "xinit is not executable" not in line]
            self.assertEqual(faults, [])
        profile = self.root / HOME / "profile/answers"
        profile.parent.mkdir(exist_ok=True)
        profile.touch()
        self.assertEqual(install(self.root, "--remove").returncode, 0)
        self.assertFalse((self.root / UNIT).exists() or (self.root / POLICY).exists())
        self.assertTrue(profile.exists(), "answers may wait in it")

    def test_nothing_but_an_address_is_written(self):
        for odd in ("https://a/k/Q1';reboot;'", "ftp://a/k/Q1", "https://a/f/Q1", "https://a/k/",
                    'https://a/k/Q1"', "https://a/k/$(id)", ""):
            self.assertEqual(install(self.root, odd).returncode, 64, odd)
        self.assertEqual(list(self.root.iterdir()), [])


def can_be_locked():
    return (os.geteuid() == 0 and shutil.which("Xvfb") and shutil.which("xdotool")
            and shutil.which("xrandr")
            and subprocess.run(["unshare", "-m", "true"], check=False).returncode == 0)


@unittest.skipUnless(can_be_locked(), "as root, with xvfb, xdotool and x11-xserver-utils")
class Locked(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.office = Office(base_url=None)
        cls.addClassCleanup(cls.office.close)
        cls.root = Path(tempfile.mkdtemp(prefix="hailong-root-"))
        cls.addClassCleanup(shutil.rmtree, cls.root, ignore_errors=True)
        cls.address = f"{cls.office.address}/k/Q1"
        install(cls.root, cls.address)
        policy = json.loads((cls.root / POLICY).read_text())
        (cls.root / POLICY).write_text(json.dumps({**policy, "DeveloperToolsAvailability": 1}))
        read, write = os.pipe()
        cls.start(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24",
                   "-nolisten", "tcp", "-noreset"], pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as said:
            cls.screen = {**os.environ, "DISPLAY": ":" + said.readline().strip()}
        home = cls.root / HOME
        script = (home / "screen").read_text().replace("/" + HOME, str(home)).replace(
            "exec chromium", "exec chromium --no-sandbox --remote-debugging-port=0")
        (home / "screen").write_text(script)
        cls.driver = sync_playwright().start()
        cls.addClassCleanup(cls.driver.stop)
        for attempt in range(8):
            try:
                cls.launch(home)
                break
            except Error:
                # Now and then Chromium answers whoever looks in with silence.
                os.killpg(cls.chromium.pid, signal.SIGKILL)
                cls.chromium.wait()
                if attempt == 7:
                    raise

    @classmethod
    def launch(cls, home):
        port = home / "profile/DevToolsActivePort"
        port.unlink(missing_ok=True)
        # Only this browser sees the policy.
        cls.chromium = cls.start(
            ["unshare", "-m", "--propagation", "private", "sh", "-c",
             "mount -t tmpfs none /etc/chromium && cp -r \"$0\"/etc/chromium/policies "
             "/etc/chromium/ && exec \"$1\"", cls.root, home / "screen"], env=cls.screen)
        end = time.monotonic() + 60
        while not port.exists() or not port.read_text().count("\n"):
            if time.monotonic() > end:
                raise RuntimeError("Chromium did not start")
            time.sleep(0.1)
        number = port.read_text().splitlines()[0]
        cls.browser = cls.driver.chromium.connect_over_cdp(
            f"http://127.0.0.1:{number}", timeout=10_000)
        cls.page = cls.browser.contexts[0].pages[0]
        cls.page.wait_for_selector("dialog#staff", state="attached", timeout=60_000)

    @classmethod
    def start(cls, words, **options):
        process = subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            preexec_fn=end_with_parent, **options)
        cls.addClassCleanup(cls.end, process)
        return process

    @staticmethod
    def end(process):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def xdotool(self, *words):
        return subprocess.run(["xdotool", *map(str, words)], env=self.screen, text=True,
                              capture_output=True, check=False).stdout

    def windows(self):
        return self.xdotool("search", "--onlyvisible", "--class", "chromium").split()

    def tabs(self):
        """Chromium loads parts of its own toolbar now and then, in no tab; the policy blocks them,
        and their title is the address."""
        return [page.url for context in self.browser.contexts for page in context.pages
                if not re.match(r"chrome://[a-z-]+\.top-chrome/", page.title())]

    def assertStands(self, what):
        """Nothing is there but the page, in one window."""
        self.assertIsNone(self.chromium.poll(), what)
        self.assertEqual(self.tabs(), [self.address], what)
        self.assertEqual(len(self.windows()), 1, what)
        self.assertIsNone(self.page.evaluate("document.fullscreenElement"), what)

    def press(self, *keys):
        self.xdotool("key", "--clearmodifiers", *keys)
        time.sleep(0.3)

    def home(self):
        self.arrive(self.address, "dialog#staff")
        self.page.wait_for_timeout(400)

    def arrive(self, address, seen):
        """Loads a page, whatever is still under way: the policy's refusal of another address may
        come up before it or over it."""
        for attempt in range(20):
            try:
                self.page.goto(address)
                self.page.wait_for_selector(seen, state="attached", timeout=5_000)
                return
            except Error:
                if attempt == 19:
                    raise
                self.page.wait_for_timeout(500)

    def assertKeysArrive(self):
        self.press("1")
        self.page.wait_for_function(f"() => ({SHOWN})() === 'reasons-low'", timeout=20_000)

    def setUp(self):
        self.home()
        self.xdotool("mousemove", WIDTH // 2, 100)

    def test_it_fills_a_screen_that_has_no_window_manager(self):
        width, height = self.page.evaluate("[innerWidth, innerHeight]")
        self.assertGreaterEqual(width, WIDTH - 1)
        self.assertGreaterEqual(height, HEIGHT - 1)

    def test_no_key_leads_out(self):
        self.assertKeysArrive()
        self.home()
        for keys in KEYS:
            self.press(keys)
            self.assertStands(keys)
        # Some of them may have made the page lose the keyboard; a touch brings it back.
        self.home()
        self.xdotool("mousemove", WIDTH // 2, 300, "click", "1")
        self.assertKeysArrive()

    def test_no_finger_leads_out(self):
        x, y = WIDTH // 2, HEIGHT // 2
        for what, words in {
                "menu": ["click", "3"], "middle": ["click", "2"], "back": ["click", "8"],
                "forward": ["click", "9"], "twice": ["click", "--repeat", "2", "1"],
                "drag": ["mousedown", "1", "mousemove", 10, 10, "mouseup", "1"],
                "long": ["mousedown", "1", "sleep", "1.2", "mouseup", "1"],
                "edge": ["mousemove", 0, y, "mousedown", "1", "mousemove", x, y, "mouseup", "1"],
                "top": ["mousemove", x, 0, "mousedown", "1", "mousemove", x, y, "mouseup", "1"],
        }.items():
            self.xdotool("mousemove", x, 100, *words)
            time.sleep(0.3)
            self.assertStands(what)
        scale = self.page.context.new_cdp_session(self.page)
        scale.send("Input.synthesizePinchGesture", {"x": x, "y": y, "scaleFactor": 3})
        self.assertEqual(self.page.evaluate("visualViewport.scale"), 1)

    def test_no_other_address_opens(self):
        own = self.office.address
        for address in ("file:///etc/passwd", "chrome://settings/", "chrome://version/",
                        f"view-source:{self.address}", f"{own}/leader", f"{own}/f/Q1", f"{own}/",
                        "https://example.org/", "data:text/html,x", "devtools://devtools/"):
            with self.assertRaises(Error, msg=address):
                self.page.goto(address)
            self.home()
        # A place that is no more: its page says so, and nothing on it leads away.
        self.arrive(f"{own}/k/NOPE", "h1")
        for link in self.page.locator("a").all():
            link.click(no_wait_after=True)
            self.page.wait_for_timeout(300)
            self.assertIn(self.page.evaluate("location.protocol + location.pathname"),
                          ("chrome-error:/", "http:/k/NOPE"))
            self.arrive(f"{own}/k/NOPE", "h1")

    def test_staff_can_save_under_the_policy(self):
        self.page.evaluate("document.querySelector('#ask [data-place=\"3\"]').click()")
        for _ in range(5):
            self.xdotool("mousemove", 40, 40, "click", "1")
        with self.page.expect_download() as waiting:
            self.page.click("#staff .export")
        self.assertRegex(waiting.value.suggested_filename, r"^hailong-Q1-.*\.jsonl$")
        self.assertIsNone(waiting.value.failure())
        self.page.click("#staff .close")


if __name__ == "__main__":
    unittest.main()
