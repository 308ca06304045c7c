"""Loads by wrk, with what they cost the server."""
import json
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

from driver.server import Failed

SCRIPTS = Path(__file__).resolve().parent.parent / "wrk"


@dataclass
class Load:
    """What a load got: a server's answers, their times and their price."""

    requests: int
    failed: int
    per_second: float
    p50_ms: float
    p99_ms: float
    most_ms: float
    # Time of the processor in the server, for one request.
    cpu_us: float
    resident: list


def run(server, *, post=False, connections=64, seconds=5.0, rate=None, memory_at=()):
    """Sends requests for a time.

    - post: answers of six scores, else GET of the server's page
    - rate: requests a second, as fast as it goes where absent
    - memory_at: shares of the time at which the server's memory is read
    """
    script = ["-s", "post.lua" if post else "report.lua"]
    arguments = ["--", str(rate)] if rate else []
    path = "/f/SIX" if post else server.path
    command = [
        "wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "10s",
        *script, server.url(path), *arguments]
    before = server.cpu_seconds()
    resident = []
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=SCRIPTS)
    timers = [
        threading.Timer(share * seconds, lambda: resident.append(server.resident_bytes()))
        for share in memory_at]
    for timer in timers:
        timer.start()
    try:
        output = process.communicate()[0]
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        for timer in timers:
            timer.cancel()
    return _read(server, output, server.cpu_seconds() - before, resident)


def _read(server, output, cpu_seconds, resident):
    lines = [line for line in output.splitlines() if line.startswith("RESULT ")]
    if not lines:
        raise Failed(f"wrk against {server.name}: {output.strip()}")
    result = json.loads(lines[0].removeprefix("RESULT "))
    requests = result["requests"]
    if requests == 0:
        raise Failed(f"{server.name} answered nothing: {server.last()}")
    return Load(
        requests=requests, failed=result["failed"],
        per_second=requests / result["seconds"], p50_ms=result["p50"] / 1000,
        p99_ms=result["p99"] / 1000, most_ms=result["most"] / 1000,
        cpu_us=cpu_seconds / requests * 1e6, resident=resident)
