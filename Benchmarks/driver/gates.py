"""Gates, the one table of them, and the same as JSON."""
import json
from dataclasses import asdict, dataclass
from statistics import median


@dataclass
class Gate:
    """One figure against its bar."""

    name: str
    # None where it could not be judged; `note` says why.
    figure: float | None
    bar: float | None = None
    at_most: bool = False
    unit: str = ""
    note: str = ""

    @property
    def verdict(self):
        """pass, fail, "not judged", or nothing for a figure without a bar."""
        if self.figure is None:
            return "not judged"
        if self.bar is None:
            return ""
        is_met = self.figure <= self.bar if self.at_most else self.figure >= self.bar
        return "pass" if is_met else "fail"

    @property
    def cells(self):
        bar = "" if self.bar is None else f"{'≤' if self.at_most else '≥'} {number(self.bar)}"
        figure = "–" if self.figure is None else number(self.figure)
        return [self.name, f"{figure} {self.unit}".strip(), bar, self.verdict, self.note]


def number(value):
    """Three digits that count, thousands apart."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def spread(values):
    """Lowest and highest of several rounds, for a note."""
    if len(values) < 2:
        return ""
    return f"{number(min(values))}–{number(max(values))} in {len(values)} rounds"


def ratio(name, values, bar, *, at_most=False, note="", missing=""):
    """The median of the rounds' ratios against a bar."""
    note = "; ".join(part for part in (spread(values), note) if part)
    if not values:
        return Gate(name, None, bar, at_most, "×", missing)
    return Gate(name, median(values), bar, at_most, "×", note)


class Table:
    """All gates of a run in the order they were measured."""

    def __init__(self, circumstances):
        self.circumstances = circumstances
        self.gates = []

    def add(self, *gates):
        self.gates += gates
        for gate in gates:
            print("  " + "  ".join(cell for cell in gate.cells if cell), flush=True)

    @property
    def has_failed(self):
        return any(gate.verdict == "fail" for gate in self.gates)

    def text(self):
        rows = [["gate", "figure", "bar", "verdict", "note"], *(g.cells for g in self.gates)]
        widths = [max(len(row[at]) for row in rows) for at in range(4)]
        lines = []
        for row in rows:
            cells = [row[0].ljust(widths[0]), row[1].rjust(widths[1]), row[2].rjust(widths[2]),
                     row[3].ljust(widths[3]), row[4]]
            lines.append("  ".join(cells).rstrip())
        return "\n".join(lines)

    def write(self, path, readings):
        path.parent.mkdir(parents=True, exist_ok=True)
        gates = [{**asdict(gate), "verdict": gate.verdict} for gate in self.gates]
        content = {**self.circumstances, "gates": gates, "readings": readings}
        path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
