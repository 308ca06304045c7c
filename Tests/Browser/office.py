"""A small office for tests in a browser: the program on a free port with a scratch folder, and
Debian's Chromium. Shared by every form*.py and kiosk*.py here."""

import csv
import ctypes
import io
import os
import shutil
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
    """One running server over a folder of its own.

    content: a folder for `--content`; places: further lines of the table of places.
    """

    def __init__(self, content=None, places=""):
        self.folder = Path(tempfile.mkdtemp(prefix="hailong-pages-"))
        self.data = str(self.folder / "data")
        self.extra = ["--content", str(content)] if content else []
        self.load("units", UNITS)
        self.load("places", PLACES + places)
        self.start()

    def start(self, *words):
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--data", self.data, "--listen", "127.0.0.1:0", *self.extra, *words],
            stdout=subprocess.PIPE, stderr=open(self.folder / "messages", "w"), text=True,
            preexec_fn=end_with_parent)
        line = self.process.stdout.readline()
        if not line.startswith("listening on "):
            raise RuntimeError(line + (self.folder / "messages").read_text())
        self.address = line.removeprefix("listening on ").strip()

    def load(self, table, text):
        file = self.folder / f"{table}.csv"
        file.write_text(text)
        self.run("import", table, str(file), "--data", self.data, *self.extra)

    def run(self, *words):
        return subprocess.run(
            [PROGRAM, *words], check=True, capture_output=True, text=True).stdout

    def rows(self):
        """Every stored response, as `export` gives it."""
        text = self.run("export", "responses", "--data", self.data, "--format", "csv")
        return list(csv.DictReader(io.StringIO(text)))

    def get(self, path, sent=None):
        """A body as it is on the wire, whatever the status; `sent` is posted as a form."""
        try:
            with urllib.request.urlopen(self.address + path, sent) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            return error.read()

    def end(self):
        self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()

    def restart(self, *words):
        """The same office with other options, at another address."""
        self.end()
        self.start(*words)

    def stop(self):
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)


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
