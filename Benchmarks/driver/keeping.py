"""Keeping: how long a province's years take to be started on, verified, copied and put back."""
import resource
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path
from statistics import median

from driver.counting import HERE, Province
from driver.gates import Gate, spread
from driver.peers import call
from driver.server import Failed

ITEMS = 6
# L8: ten million answers are seven years of a province.
VERIFIED_PER_SECOND = 500_000
START_SECONDS = 3
BYTES_AN_ANSWER = 500


class KeepingMeasures:
    """The gates of verify, start and backup."""

    def __init__(self, program, folder, table, *, rounds, is_long):
        self.program, self.folder, self.table = program, Path(folder) / "keeping", table
        self.rounds, self.is_long = rounds, is_long
        self.readings = {}

    def measure(self):
        call("make", ["make", "-s"], HERE)
        self.folder.mkdir()
        for ballots in [1_000_000] + ([10_000_000] if self.is_long else []):
            province = Province(self.program, self.folder, ballots=ballots, items=ITEMS)
            try:
                self._province(province)
            finally:
                # The next one is ten times as large.
                shutil.rmtree(province.folder)

    def _province(self, province):
        name = f"L8: {province.ballots // 1_000_000} M answers"
        starts = [self._start(province) for _ in range(self.rounds)]
        verified, processor = [], []
        for _ in range(self.rounds):
            before = self._processor_seconds()
            verified.append(self._timed("verify", "--data", province.folder / "data"))
            processor.append((self._processor_seconds() - before) / province.ballots * 1e6)
        copies, restores = [], []
        for number in range(self.rounds):
            copy, data = province.folder / f"copy-{number}", province.folder / f"restored-{number}"
            copies.append(self._timed(
                "backup", "--data", province.folder / "data", "--output", copy))
            restores.append(self._timed("restore", copy, "--data", data))
            shutil.rmtree(data)
            copy.unlink()
        self.readings[name] = {
            "start": starts, "verify": verified, "backup": copies, "restore": restores}
        rates = [province.ballots / seconds for seconds in verified]
        self.table.add(
            Gate(f"{name}: verify", median(rates), VERIFIED_PER_SECOND, unit="answers/s",
                 note=f"{spread(rates)}; from the start of the command to its end"),
            Gate(f"{name}: CPU an answer verified", median(processor), unit="µs",
                 note=f"{spread(processor)}; by two threads"),
            Gate(f"{name}: from the start to the first 200", median(starts), START_SECONDS, True,
                 "s", spread(starts)),
            Gate(f"{name}: backup, checked", median(copies), unit="s", note=spread(copies)),
            Gate(f"{name}: restore, checked", median(restores), unit="s", note=spread(restores)),
            Gate(f"{name}: bytes an answer", self._bytes_an_answer(province), BYTES_AN_ANSWER, True,
                 "bytes", "the database; columns are beside it"))

    @staticmethod
    def _processor_seconds():
        """What commands that have ended used of the processor, user and system."""
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    @staticmethod
    def _start(province):
        with province.serve() as server:
            return server.wait()

    def _timed(self, *words):
        started = time.perf_counter()
        done = subprocess.run([self.program, *words], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Failed(f"{words[0]}: {done.stderr.strip()}")
        return time.perf_counter() - started

    @staticmethod
    def _bytes_an_answer(province):
        path = province.folder / "data/hailong.db"
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            (rows,) = database.execute("SELECT COUNT(*) FROM response").fetchone()
        finally:
            database.close()
        return path.stat().st_size / rows
