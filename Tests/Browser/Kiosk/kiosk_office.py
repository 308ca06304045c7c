"""A small real office for browser tests: the program itself, on a free port of loopback."""

import csv
import io
import os
import pathlib
import subprocess
import tempfile

# Times are held against their bounds where nobody else uses the machine.
TIMED = os.environ.get("HAILONG_TIMED") == "1"

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROGRAM = os.environ.get("HAILONG_PROGRAM", str(ROOT / ".build/debug/hailong"))

UNITS = """code,name,kind,parent,valid_from,valid_to,successor
TINH,Ủy ban nhân dân tỉnh,province,,,,
SXD,Sở Xây dựng,department,TINH,2025-03-01,,
"""
PLACES = """code,unit,centre,name,form
Q1,SXD,TINH,Quầy số 1: Cấp phép xây dựng,counter-one-tap
PHIEU,SXD,SXD,Phiếu đầy đủ,sipas-service
"""


class Office:
    """A folder with two places, and a server that can be stopped, killed and started again."""

    def __init__(self, *options, base_url="https://hailong.example"):
        self.folder = tempfile.TemporaryDirectory(prefix="hailong-browser-")
        self.data = str(pathlib.Path(self.folder.name) / "data")
        self.options = [*options, *(["--base-url", base_url] if base_url else [])]
        # Another content folder, to try the tests on a kiosk that is broken on purpose.
        if "HAILONG_CONTENT" in os.environ:
            self.options += ["--content", os.environ["HAILONG_CONTENT"]]
        self.process = None
        self.port = 0
        for table, text in (("units", UNITS), ("places", PLACES)):
            self.load(table, text)
        self.start()

    def load(self, table, text):
        file = pathlib.Path(self.folder.name) / f"{table}.csv"
        file.write_text(text, encoding="utf-8")
        self.run("import", table, str(file))

    def run(self, *words):
        done = subprocess.run(
            [PROGRAM, *words, "--data", self.data], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{words}: {done.stderr}")
        return done.stdout

    def start(self):
        """Starts on the port it had before, so that pages find it again."""
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}",
             *self.options],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("listening on "):
            raise RuntimeError(f"the server did not start: {line}")
        self.port = int(line.rsplit(":", 1)[1])

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def kill(self):
        """What a power cut does to it."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def close(self):
        self.stop()
        self.folder.cleanup()

    def rows(self):
        """Every stored answer, as the export writes it."""
        return list(csv.DictReader(io.StringIO(self.run("export", "responses"))))
