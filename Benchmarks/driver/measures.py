"""The measurements, in the order of the table. Each adds its gates and keeps its readings."""
import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import asdict
from statistics import median

from driver import load
from driver.gates import Gate, number, ratio, spread
from driver.server import Failed

CONNECTIONS = 64
STALL_CONNECTIONS = (127, 128, 129, 255, 256, 257, 384, 512)
# Before and after a durable figure the disk must be the same disk.
REGIME_RATIO = 2.0
LATENCY_OVER_DISK_MS = 1.5


class Measures:
    """One run against one office."""

    def __init__(self, office, peers, disk, table, *, seconds, rounds):
        self.office, self.peers, self.disk, self.table = office, peers, disk, table
        self.seconds, self.rounds = seconds, rounds
        self.readings = {}
        # CountingMeasures, which need no office.
        self.counting = None

    def start(self):
        """From the start of the process to the first 200, with a year of a department's data."""
        times = []
        for _ in range(3 + 2 * self.rounds):
            with self.office.serve() as product:
                times.append(product.wait() * 1000)
                idle = product.resident_bytes() / 1e6
        self.readings["start"] = times
        self.table.add(
            Gate("start to first 200, 20,000 answers", median(times), 30, True, "ms",
                 spread(times)),
            Gate("memory idle", idle, 20, True, "MB", "resident, after the first 200"))

    def pages(self):
        """GET of the same 4 KiB page with the same headers, one server after the other."""
        starts = {
            "hailong": self.office.serve, "floor": lambda: self.peers.floor("none"),
            "nginx": self.peers.nginx_server, "hummingbird": self.peers.hummingbird,
            "flask": self.peers.flask}
        rounds = self._rounds("GET", starts, post=False)
        size = self.peers.page.stat().st_size
        self.table.add(
            ratio("GET: CPU a request, to plain C", _ratios(rounds, "cpu_us", "floor"), 1.10,
                  at_most=True, note=_each(rounds, "cpu_us", "µs"), missing=self._reason("floor")),
            *(ratio(f"GET: requests a second, to {name}", _ratios(rounds, "per_second", peer), bar,
                    note=_each(rounds, "per_second", "/s", peer), missing=self._reason(peer))
              for name, peer, bar in (("nginx", "nginx", 1.2), ("Hummingbird", "hummingbird", 2),
                                      ("Flask", "flask", 12))),
            _failures("GET", rounds), Gate("GET: size of the page", size, unit="bytes"))

    def stall(self):
        """GET at numbers of connections around the full batches of an epoll loop."""
        rates = {}
        resident = {}
        with self.office.serve() as product:
            product.wait()
            for connections in (CONNECTIONS, *STALL_CONNECTIONS):
                done = load.run(
                    product, connections=connections, seconds=max(1, self.seconds / 3),
                    memory_at=(0.7,))
                rates[connections] = done.per_second
                resident[connections] = max(done.resident, default=0)
        self.readings["stall"] = {"perSecond": rates, "resident": resident}
        counted = [rates[connections] for connections in STALL_CONNECTIONS]
        slowest = min(STALL_CONNECTIONS, key=rates.get)
        self.table.add(
            Gate("GET: slowest of 127…512 connections, to their median",
                 min(counted) / median(counted), 0.5, False, "×",
                 f"{rates[slowest]:,.0f}/s at {slowest}, median {median(counted):,.0f}/s"),
            Gate("memory of an active connection",
                 (resident[512] - resident[CONNECTIONS]) / (512 - CONNECTIONS) / 1024, 32, True,
                 "KiB", f"between {CONNECTIONS} and 512 connections"))

    def durable(self):
        """POST of six answers, each on the disk before it is answered, and what it is held to."""
        before = self.office.rows_and_bytes()
        starts = {
            "hailong": self.office.serve, "group": lambda: self.peers.floor("group"),
            "none": lambda: self.peers.floor("none"), "each": lambda: self.peers.floor("each"),
            "hummingbird": self.peers.hummingbird, "flask": self.peers.flask}
        rounds = self._rounds("POST", starts, post=True)
        after = self.office.rows_and_bytes()
        bare = [reading for reading in rounds if "each" in reading]
        slow = bool(bare) and median(
            _disk(reading["each"]) for reading in bare) < self.disk.SLOW_BELOW_PER_SECOND
        for name, peer, bar in (
                ("plain C, group commit", "group", 0.90),
                ("plain C without a database", "none", 0.45),
                (f"plain C, one a transaction ({'slow' if slow else 'fast'} disk)", "each",
                 20 if slow else 6),
                ("Hummingbird + GRDB", "hummingbird", 10), ("Flask + sqlite3", "flask", 30)):
            steady = [reading for reading in rounds if _is_steady(reading, "hailong", peer)]
            missing = self._reason(peer) or "the disk changed its rate in between"
            if slow and peer == "none":
                # Then the ratio says how slow the disk is, and nothing of the server.
                steady, missing = [], "the disk is slow"
            # A bar that plain C with the same commits does not reach is the machine's, not ours.
            note = "; ".join(part for part in (
                _each(steady, "per_second", "/s", peer), _of_plain_c(steady, peer)) if part)
            self.table.add(ratio(
                f"POST: answers a second, to {name}", _ratios(steady, "per_second", peer), bar,
                note=note, missing=missing))
        self.table.add(ratio(
            "POST: CPU an answer, to plain C, group commit", _ratios(rounds, "cpu_us", "group"),
            None, note=_each(rounds, "cpu_us", "µs", "group")))
        self.table.add(_failures("POST", rounds))
        self._latency(rounds)
        self._kept(rounds, before, after)

    def _latency(self, rounds):
        steady = [reading["hailong"] for reading in rounds if _is_steady(reading, "hailong")]
        if not steady:
            self.table.add(Gate("POST: p50 at 64 connections", None, note="the disk changed"))
            return
        wait_ms = median(
            disk["medianMicroseconds"] for reading in steady for disk in reading["disk"]) / 1000
        p50s = [reading["p50_ms"] for reading in steady]
        p99 = median(reading["p99_ms"] for reading in steady)
        plain = [reading["group"]["p50_ms"] for reading in rounds if "group" in reading]
        note = f"bar: 2 × fdatasync ({wait_ms:.2f} ms) + {LATENCY_OVER_DISK_MS} ms"
        if plain:
            note += f"; plain C, group commit, has {number(median(plain))} ms"
        self.table.add(
            Gate("POST: p50 at 64 connections", median(p50s), 2 * wait_ms + LATENCY_OVER_DISK_MS,
                 True, "ms", note),
            Gate("POST: p99 at 64 connections", p99, unit="ms"))

    def _kept(self, rounds, before, after):
        """What was thanked for is there, and what an answer takes on the disk."""
        stored = after[0] - before[0]
        thanked = sum(reading["hailong"]["requests"] - reading["hailong"]["failed"]
                      for reading in rounds)
        self.table.add(
            Gate("POST: answers thanked for and not stored", max(0, thanked - stored), 0, True,
                 note=f"{thanked:,} thanked for, {stored:,} stored"),
            Gate("database bytes a response", (after[1] - before[1]) / stored, 64, True, "bytes",
                 f"six answers, id, times; over {stored:,} responses"))

    def paced(self, name, rate, seconds, *, p50_ms=None, p99_ms, resident_mb=None):
        """Durable answers at a fixed rate: no error, short times, memory that stays."""
        with self.office.serve() as product:
            product.wait()
            first = self.disk.read()
            done = load.run(product, post=True, seconds=seconds, rate=rate,
                            memory_at=(0.02, 0.5, 0.95))
            last = self.disk.read()
        self.readings[name] = {"load": asdict(done), "disk": [first, last]}
        memory = "–".join(f"{size / 1e6:.1f}" for size in done.resident)
        note = (f"{seconds:.0f} s; fdatasync {first['perSecond']:,.0f} → "
                f"{last['perSecond']:,.0f}/s; memory {memory} MB")
        gates = [
            Gate(f"{name}: answers a second", done.per_second, 0.98 * rate, False, "/s", note),
            Gate(f"{name}: errors", done.failed, 0, True)]
        if p50_ms is not None:
            gates.append(Gate(f"{name}: p50", done.p50_ms, p50_ms, True, "ms"))
        gates.append(Gate(f"{name}: p99", done.p99_ms, p99_ms, True, "ms"))
        if resident_mb is not None:
            most = max(done.resident) / 1e6
            gates.append(Gate(f"{name}: memory", most, resident_mb, True, "MB"))
        self.table.add(*gates)

    def _reason(self, peer):
        """Why a peer is not there, or nothing."""
        name = "floor" if peer in ("floor", "group", "none", "each") else peer
        return self.peers.left_out.get(name, "")

    def _rounds(self, what, starts, *, post):
        """Loads every server in turn, again and again; each starts once and waits meanwhile."""
        rounds = []
        with ExitStack() as stack:
            servers = {}
            for name, start in starts.items():
                if self._reason(name):
                    continue
                try:
                    server = stack.enter_context(start())
                    server.wait()
                    servers[name] = server
                except Failed as reason:
                    self.peers.left_out[name] = str(reason)
            for number in range(self.rounds):
                print(f"{what}, round {number + 1} of {self.rounds} …", file=sys.stderr)
                rounds.append(self._round(servers, post))
        self.readings[what] = rounds
        return rounds

    def _round(self, servers, post):
        reading = {}
        disk = self.disk.read() if post else None
        for name, server in servers.items():
            done = asdict(load.run(
                server, post=post, connections=CONNECTIONS, seconds=self.seconds))
            if post:
                later = self.disk.read()
                done["disk"] = [disk, later]
                disk = later
            reading[name] = done
        return reading


def _ratios(rounds, figure, peer, of="hailong"):
    """The product's figure, or another server's, to a peer's, round by round."""
    return [reading[of][figure] / reading[peer][figure] for reading in rounds
            if peer in reading and of in reading and reading[peer][figure]]


def _of_plain_c(rounds, peer):
    """What plain C with group commit reaches against a peer, for a note."""
    ratios = [] if peer == "group" else _ratios(rounds, "per_second", peer, of="group")
    return f"plain C, group commit, has {number(median(ratios))}" if ratios else ""


def _each(rounds, figure, unit, peer="floor"):
    """Both figures in the middle round, for a note."""
    ours = [reading["hailong"][figure] for reading in rounds if peer in reading]
    theirs = [reading[peer][figure] for reading in rounds if peer in reading]
    if not theirs:
        return ""
    digits = ".1f" if figure == "cpu_us" else ",.0f"
    return f"{median(ours):{digits}} to {median(theirs):{digits}} {unit}"


def _failures(what, rounds):
    """A rate is worth nothing where requests fail, whoever's they are."""
    failed = Counter()
    for reading in rounds:
        for name, done in reading.items():
            failed[name] += done["failed"]
    names = ", ".join(name for name, count in failed.items() if count)
    return Gate(
        f"{what}: failed requests, all servers", failed.total(), 0, True, note=names)


def _disk(reading):
    return median(disk["perSecond"] for disk in reading["disk"])


def _is_steady(reading, *names):
    """Whether the disk kept its rate around these loads of a round."""
    if any(name not in reading for name in names):
        return False
    rates = [disk["perSecond"] for name in names for disk in reading[name]["disk"]]
    return max(rates) <= REGIME_RATIO * min(rates)
