"""A small office for tests in a browser: the program on a free port with a scratch folder, and
Debian's Chromium. Shared by the pages' tests here and the kiosk's below."""

import csv
import ctypes
import io
import json
import os
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

# Times are held against their bounds where nobody else uses the machine.
TIMED = os.environ.get("HAILONG_TIMED") == "1"

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("HAILONG_PROGRAM", str(ROOT / ".build/debug/hailong"))
BROWSER = os.environ.get("HAILONG_CHROMIUM", "/usr/bin/chromium")
SHOTS = ROOT / "screenshots"
# Words for `serve` where a test sends more than people can.
UNLIMITED = ["--answers-per-second", "0", "--answers-per-second-per-device", "0"]

UNITS = """code,name,kind,parent,valid_from,valid_to,successor
TINH,Tỉnh,province,,,,
SXD,Sở Xây dựng và Giao thông vận tải,department,TINH,2025-03-01,,
TT,Trung tâm Phục vụ hành chính công tỉnh,office,TINH,2025-03-01,,
"""
PLACES = """code,unit,centre,name,form
Q1,SXD,TT,Quầy số 3: Cấp giấy phép lái xe,counter-one-tap
PHIEU,SXD,TT,Phiếu đầy đủ,sipas-service
"""


def end_with_parent():
    """A test that fails leaves no server behind: Linux ends it with the process that began it."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


class Office:
    """A folder of its own and a server over it, which can be stopped, killed and started again.

    content: a folder for `--content`; options: further words for `serve`; places: further lines of
    the table of places; base_url: where citizens are said to reach it
    """

    def __init__(self, content=None, options=(), places="", base_url="https://hailong.example"):
        self.folder = tempfile.TemporaryDirectory(
            prefix="hailong-browser-", ignore_cleanup_errors=True)
        self.data = str(Path(self.folder.name) / "data")
        # Another content folder for all, to try the tests on pages that are broken on purpose.
        content = content or os.environ.get("HAILONG_CONTENT")
        self.extra = ["--content", str(content)] if content else []
        self.options = [*options, *(["--base-url", base_url] if base_url else [])]
        self.process = None
        self.port = 0
        self.load("units", UNITS)
        self.load("places", PLACES + places)
        self.start()

    def load(self, table, text):
        self.run("import", table, str(self.file(f"{table}.csv", text)), *self.extra)

    def file(self, name, text):
        """A file beside the data, by its path."""
        path = Path(self.folder.name) / name
        path.write_text(text, encoding="utf-8")
        return path

    def command(self, *words):
        """A command on this office, however it ends."""
        return subprocess.run(
            [PROGRAM, *words, "--data", self.data], capture_output=True, text=True, check=False)

    def run(self, *words):
        """What a command says that must end well."""
        done = self.command(*words)
        if done.returncode != 0:
            raise RuntimeError(f"{words}: {done.stderr}")
        return done.stdout

    def start(self, *words):
        """Starts on the port it had before, so that pages find it again; `words` for this time."""
        messages = Path(self.folder.name) / "messages"
        with open(messages, "a", encoding="utf-8") as file:
            self.process = subprocess.Popen(
                [PROGRAM, "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}",
                 *self.options, *self.extra, *words],
                stdout=subprocess.PIPE, stderr=file, text=True, preexec_fn=end_with_parent)
        line = self.process.stdout.readline()
        if not line.startswith("listening on "):
            raise RuntimeError(line + messages.read_text(encoding="utf-8"))
        self.port = int(line.rsplit(":", 1)[1])

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def rows(self):
        """Every stored response, as `export` gives it."""
        return list(csv.DictReader(io.StringIO(self.run("export", "responses"))))

    def devices(self):
        """What `device list` says, by the device's code."""
        listed = json.loads(self.run("device", "list", "--format", "json"))
        return {one["device"]: one for one in listed["devices"]}

    def get(self, path, sent=None):
        """A body as it is on the wire, whatever the status; `sent` is posted as a form."""
        try:
            with urllib.request.urlopen(self.address + path, sent) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            return error.read()

    def kill(self):
        """What a power cut does to it."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()

    def close(self):
        """Stops it and leaves nothing behind."""
        self.stop()
        self.folder.cleanup()

    def restart(self, *words):
        """The same office with other options."""
        self.stop()
        self.start(*words)


@contextmanager
def browser():
    """Chromium without a window, ended at the end."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox", "--disable-dev-shm-usage"])
        try:
            yield chromium
        finally:
            chromium.close()


def holds(page, expression):
    """Whether an expression holds; not while the page is on its way to another."""
    try:
        return page.evaluate(expression)
    except Error as error:
        if "context was destroyed" in error.message:
            return False
        raise


def wait(page, expression, seconds=10, pause=0.02):
    """Until an expression holds in the page; asked from outside, for the page's own rules forbid
    evaluating text."""
    end = time.monotonic() + seconds
    while not holds(page, expression):
        if time.monotonic() > end:
            raise AssertionError(f"never true: {expression}")
        time.sleep(pause)
