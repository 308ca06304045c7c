"""Counting: the index of every unit and month with its interval, against DuckDB, pandas and R."""
import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from driver import machine
from driver.gates import Gate, ratio, spread
from driver.peers import call
from driver.server import Failed, Server

HERE = Path(__file__).resolve().parent.parent / "Ballots"
UNITS = 500
PAGE_BALLOTS = 1_500_000
# Bars in nanoseconds a ballot.
NANOSECONDS = {6: 10, 22: 15}
# R takes minutes for more: rows and units of its part.
SURVEY_ROWS, SURVEY_UNITS = 100_000, 50


class Province:
    """Ballots of a province as CSV, imported by the product's own command."""

    def __init__(self, program, folder, *, ballots, items, units=UNITS):
        self.program, self.items, self.ballots = program, items, ballots
        self.folder = Path(folder) / f"{ballots}-{items}-{units}"
        self.folder.mkdir()
        call("ballots", [HERE / ".build/ballots", ballots, items, units, self.folder], HERE)
        for table in ("units", "places", "responses"):
            print(f"importing {ballots:,} ballots of {items}: {table} …", file=sys.stderr)
            done = subprocess.run(
                [program, "import", table, self.csv(table), "--data", self.folder / "data",
                 "--content", HERE / "content"], capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise Failed(f"import {table}: {done.stderr.strip()}")

    def csv(self, table):
        return self.folder / f"{table}.csv"

    def serve(self):
        port = machine.free_port()
        return Server(
            "hailong",
            [self.program, "serve", "--data", self.folder / "data", "--content",
             HERE / "content", "--listen", f"127.0.0.1:{port}"],
            port, "/healthz", self.folder / "hailong.log")


class Counting:
    """The product's reports over one province, as the running server makes them."""

    def __init__(self, server, items):
        self.server, self.items = server, items
        self.asked = 0

    def begin(self, extra=""):
        """The first report, which makes the columns of everything that was imported."""
        self.server.get(
            f"/api/v1/indices?index=items-{self.items}&from=2025-01-01&to=2025-12-31{extra}",
            patience=300)

    def report(self, extra="", path="/api/v1/indices"):
        """One report over the year; seconds until the answer, and seconds it took to make.

        Each begins on another day of the December before, in which nobody answered: what was kept
        from before is not given again.
        """
        self.asked += 1
        before = self._made()
        started = time.perf_counter()
        first = f"2024-{12 - self.asked // 28:02}-{1 + self.asked % 28:02}"
        status, _, body = self.server.get(
            f"{path}?index=items-{self.items}&from={first}&to=2025-12-31{extra}")
        seconds = time.perf_counter() - started
        if status != 200:
            raise Failed(f"report: {status} {body[:200]!r}")
        return seconds, self._made() - before

    def again(self, path):
        """The same page twice; seconds of the second."""
        self.server.get(path)
        started = time.perf_counter()
        self.server.get(path)
        return time.perf_counter() - started

    def _made(self):
        text = self.server.get("/metrics")[2].decode()
        for line in text.splitlines():
            if line.startswith("hailong_report_made_seconds_sum "):
                return float(line.split()[1])
        raise Failed("the product does not say how long reports took")


class CountingMeasures:
    """The gates of counting."""

    def __init__(self, program, folder, table, *, rounds, is_quick, is_long, left_out):
        self.program, self.folder, self.table = program, Path(folder), table
        self.rounds, self.is_quick, self.is_long = rounds, is_quick, is_long
        self.left_out = left_out
        self.readings = {}
        self.python = HERE / ".build/venv/bin/python"

    def measure(self):
        self._prepare()
        sizes = [1_000_000] + ([10_000_000] if self.is_long else [])
        for ballots in sizes:
            for items in (6, 22):
                self._against_frames(ballots, items)
        self._pages()
        self._against_survey()

    def _prepare(self):
        call("make", ["make", "-s"], HERE)
        try:
            if not self.python.exists():
                call("venv", ["/usr/bin/python3", "-m", "venv", HERE / ".build/venv"], HERE)
            call("pip", [self.python, "-m", "pip", "install", "-q", "-r", "requirements.txt"], HERE)
        except Failed as reason:
            self.left_out["duckdb"] = self.left_out["pandas"] = str(reason)
        try:
            call("Rscript", ["Rscript", "-e", "library(survey)"], HERE)
        except Failed as reason:
            self.left_out["survey"] = str(reason)

    def _peer(self, name, command):
        """What a peer printed, or nothing; the table says why."""
        if name in self.left_out:
            return None
        done = subprocess.run(
            [str(part) for part in command], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            self.left_out[name] = (done.stderr.strip().splitlines() or ["no word"])[-1]
            return None
        return json.loads(done.stdout.splitlines()[-1])

    def _against_frames(self, ballots, items):
        name = f"{ballots // 1_000_000} M ballots of {items} items"
        province = Province(self.program, self.folder, ballots=ballots, items=items)
        scripts = HERE / "peers"
        ours, peers = [], {"duckdb": [], "pandas": []}
        with province.serve() as server:
            server.wait()
            counting = Counting(server, items)
            counting.begin()
            for number in range(self.rounds):
                print(f"{name}, round {number + 1} …", file=sys.stderr)
                ours.append(min(counting.report()[1] for _ in range(3)))
                for peer, script in (("duckdb", "duck.py"), ("pandas", "frames.py")):
                    # Ten million rows as frames take more memory than many machines have.
                    if peer == "pandas" and ballots > 1_000_000:
                        continue
                    told = self._peer(
                        peer, [self.python, scripts / script, province.csv("responses"), items, 3])
                    if told:
                        peers[peer].append(min(told["seconds"]))
        nanoseconds = [seconds / ballots * 1e9 for seconds in ours]
        self.readings[name] = {"made": ours, **peers}
        self.table.add(
            Gate(f"{name}: index by unit and month", median(nanoseconds), NANOSECONDS[items], True,
                 "ns a ballot", f"{spread(nanoseconds)}; all dimensions, items and months with it"),
            *(ratio(f"{name}: speed, to {peer}",
                    [theirs / own for theirs, own in zip(peers[peer], ours)], bar,
                    note=f"{median(peers[peer]) / ballots * 1e9:.0f} ns" if peers[peer] else "",
                    missing=self.left_out.get(peer, "not at this size"))
              for peer, bar in (("duckdb", 1), ("pandas", None))))

    def _pages(self):
        """A province's year: one unit's figures, and the leader's page cold and kept."""
        province = Province(self.program, self.folder, ballots=PAGE_BALLOTS, items=22)
        with province.serve() as server:
            server.wait()
            counting = Counting(server, 22)
            counting.begin("&unit=U7")
            unit = [counting.report("&unit=U7") for _ in range(8 * self.rounds)]
            cold = [counting.report("&unit=U7", "/leader")[0] for _ in range(3)]
            page = "/leader?index=items-22&from=2025-01-01&to=2025-12-31&unit=U7"
            kept = [counting.again(page) for _ in range(5)]
        self.readings["pages"] = {"unit": unit, "cold": cold, "kept": kept}
        name = f"{PAGE_BALLOTS / 1e6:.1f} M ballots × {UNITS} units"
        self.table.add(
            Gate(f"{name}: one unit's figures, asked by HTTP",
                 median(seconds for seconds, _ in unit) * 1000, 5, True, "ms",
                 f"{median(made for _, made in unit) * 1000:.1f} ms to make"),
            Gate(f"L7: {name}: leader's page, cold", median(cold) * 1000, 500, True, "ms"),
            Gate(f"L7: {name}: leader's page, kept", median(kept) * 1000, 50, True, "ms"))

    def _against_survey(self):
        rows = 10_000 if self.is_quick else SURVEY_ROWS
        units = 10 if self.is_quick else SURVEY_UNITS
        province = Province(self.program, self.folder, ballots=rows, items=22, units=units)
        with province.serve() as server:
            server.wait()
            counting = Counting(server, 22)
            counting.begin()
            ours = min(counting.report("&design=place-day")[1] for _ in range(5))
        told = self._peer(
            "survey", ["Rscript", HERE / "peers/survey.R", province.csv("responses"), 22, rows])
        note = ""
        if told:
            note = (f"{told['seconds'][0]:.1f} s to {ours * 1000:.1f} ms; {told['cells']} cells, "
                    f"clusters of place and day, survey {told['version']}")
        self.table.add(ratio(
            f"{rows:,} ballots: speed, to R survey's svyby",
            [told["seconds"][0] / ours] if told else [], 1000, note=note,
            missing=self.left_out.get("survey", "")))
