"""What the machine says: free ports, the disk's rate, the time and memory of processes."""
import json
import os
import socket
import subprocess

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    """A port of loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def load_average():
    """How many programs wanted a processor in the last minute, on average."""
    return os.getloadavg()[0]


def family(pid):
    """A process and all below it."""
    found = [pid]
    for parent in found:
        try:
            with open(f"/proc/{parent}/task/{parent}/children", encoding="ascii") as file:
                found += [int(child) for child in file.read().split()]
        except FileNotFoundError:
            pass
    return found


def cpu_seconds(pid):
    """Time of the processor that a process and its children have used, user and system."""
    ticks = 0
    for member in family(pid):
        try:
            with open(f"/proc/{member}/stat", encoding="ascii", errors="replace") as file:
                fields = file.read().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        except FileNotFoundError:
            pass
    return ticks / CLOCK_TICKS


def resident_bytes(pid):
    """Memory that a process has in the machine, pages of its files included."""
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        for line in file:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    return 0


class Disk:
    """The disk under a folder, asked by a program that does nothing but write and wait."""

    # Between the two regimes of a disk that was seen to have two: 10,000 and 290 a second.
    SLOW_BELOW_PER_SECOND = 1000

    def __init__(self, program, folder, seconds):
        self.program, self.folder, self.seconds = program, folder, seconds
        self.readings = []

    def read(self):
        """Waits of fdatasync a second, now; the median wait stands beside it."""
        text = subprocess.run(
            [self.program, self.folder, str(self.seconds)], check=True, capture_output=True,
            text=True).stdout
        self.readings.append(json.loads(text))
        return self.readings[-1]
