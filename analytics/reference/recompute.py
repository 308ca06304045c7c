#!/usr/bin/env python3
"""Computes a report again from the exported files, for auditors. Standard library only.

    recompute.py REPORT.json EXPORTS [CONTENT]

REPORT.json  hailong report --format json
EXPORTS      a folder with units.csv, places.csv, dossiers.csv and responses.csv of hailong export
CONTENT      the folder that holds forms/ and analytics/; else the one this script lies in

Prints how many figures were compared and the largest difference; ends with 1 above 1e-9 or where a
count, a verdict or a missing figure differs. Nothing here is taken from the program's own code.
"""

import csv
import datetime
import json
import math
import pathlib
import statistics
import sys

TOLERANCE = 1e-9
SUPPRESSED_BELOW = 5
OFFSET = datetime.timezone(datetime.timedelta(hours=7))


# Distributions


def beta_share(a, b, x):
    """The regularised incomplete beta function, by Lentz's continued fraction."""
    if x <= 0 or x >= 1:
        return min(max(x, 0.0), 1.0)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_share(b, a, 1 - x)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
        + a * math.log(x) + b * math.log1p(-x)
    ) / a
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    value = d
    for m in range(1, 10_000):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + term * d
            d = 1 / (d if abs(d) > tiny else tiny)
            c = 1 + term / c
            c = c if abs(c) > tiny else tiny
            value *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return front * value


def beta_quantile(a, b, p):
    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if beta_share(a, b, middle) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def student_critical(level, degrees):
    """The two-sided critical value of Student's t, through the beta distribution."""
    x = beta_quantile(degrees / 2, 0.5, 1 - level)
    return math.sqrt(degrees * (1 - x) / x)


# Intervals


def wilson(good, trials, level):
    z = statistics.NormalDist().inv_cdf(0.5 + level / 2)
    share = good / trials
    centre = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * math.sqrt(
        share * (1 - share) / trials + z * z / (4 * trials * trials)
    )
    return (
        0.0 if good == 0 else centre - half,
        1.0 if good == trials else centre + half,
    )


def exact(x, trials, level):
    tail = (1 - level) / 2
    return (
        0.0 if x <= 0 else beta_quantile(x, trials - x + 1, tail),
        1.0 if x >= trials else beta_quantile(x + 1, trials - x, 1 - tail),
    )


def pooled(pairs, level):
    """Satisfied ÷ answers over ballots, with Korn and Graubard's limits."""
    pairs = [(s, a) for s, a in pairs if a > 0]
    n, good, answers = len(pairs), sum(s for s, _ in pairs), sum(a for _, a in pairs)
    if answers == 0:
        return None
    share = good / answers
    # Whole numbers until the end: a sum of squares that is 0 is 0.
    squares = sum((s * answers - good * a) ** 2 for s, a in pairs)
    if good in (0, answers) or (n > 1 and squares == 0):
        return (share,) + exact(share * n, n, level)
    if n < 2:
        return (share, None, None)
    variance = n / (n - 1) * squares / answers**4
    effective = share * (1 - share) / variance * (
        student_critical(level, answers - 1) / student_critical(level, n - 1)
    ) ** 2
    return (share,) + exact(share * effective, effective, level)


# The files


def load(folder, name):
    with open(folder / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def levels(row, form):
    """The ballot's levels by item, None where it gave none; items it was not asked are absent."""
    found = {}
    for item in form["items"]:
        when = item.get("showWhen")
        if when:
            given = row.get(when["item"], "")
            number = int(given) if given.isdigit() else None
            passes = (
                ("atMost" in when and number is not None and number <= when["atMost"])
                or ("atLeast" in when and number is not None and number >= when["atLeast"])
                or ("is" in when and any(code in when["is"] for code in given.split(";")))
            )
            if not passes or when["item"] not in found and not reached(form, when["item"], row):
                continue
        if item["kind"] == "score":
            given = row.get(item["id"], "")
            found[item["id"]] = int(given) if given in ("1", "2", "3", "4", "5") else None
    return found


def reached(form, item, row):
    """An item that is no score was reached where it holds an answer."""
    return row.get(item, "") != ""


class Office:
    def __init__(self, exports, content):
        self.units = load(exports, "units")
        self.places = {row["code"]: row for row in load(exports, "places")}
        self.dossiers = load(exports, "dossiers")
        self.responses = load(exports, "responses")
        self.forms = {}
        for path in sorted((content / "forms").glob("*.json")):
            form = json.loads(path.read_text(encoding="utf-8"))
            if "items" in form:
                self.forms[form["id"], form["version"]] = form
        self.indices = self.definitions(content, "indices", "hailong.index/1")
        self.targets = {}
        for file in self.definitions(content, "targets", "hailong.targets/1"):
            for row in file["targets"]:
                self.targets[row["id"]] = (file["scope"], row)

    @staticmethod
    def definitions(content, kind, schema):
        paths = sorted((content / "analytics" / kind).glob("*.json"))
        files = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
        return [file for file in files if file.get("schema") == schema]

    def subtree(self, code):
        found, waiting = set(), [code]
        while waiting:
            unit = waiting.pop()
            if unit not in found:
                found.add(unit)
                waiting += [row["code"] for row in self.units if row["parent"] == unit]
        return found


def ballots(office, report):
    """Every ballot of the period: unit, month, field, levels by item; late ones are left out."""
    first, last = report["period"]["from"], report["period"]["to"]
    closed = {row["month"]: row["stored"] for row in report["closings"]}
    found = []
    for number, row in enumerate(office.responses, start=1):
        moment = datetime.datetime.fromisoformat(row["answered_at"].replace("Z", "+00:00"))
        day = moment.astimezone(OFFSET).date().isoformat()
        if first <= day <= last and number <= closed.get(day[:7], number):
            form = office.forms.get((row["form"], int(row["version"])))
            if form is None:
                sys.exit(f"form {row['form']} version {row['version']} is not in the content")
            unit = row.get("unit") or office.places[row["place"]]["unit"]
            found.append((unit, day[:7], row["field"], levels(row, form), form))
    return found


# The report again


def refuse(report):
    """Says which reports this script cannot make, and with what they can be."""
    again = "make the report again without"
    if "audience" in report:
        sys.exit(f"figures were withheld for {report['audience']}: {again} --audience")
    if "filter" in report:
        sys.exit(f"the report counts a part of the ballots: {again} {', '.join(report['filter'])}")
    if "sampling" in report:
        sys.exit("the index keeps strata apart or weighs: use recompute.R")
    if "design" in report:
        sys.exit(f"the report takes {report['design']} as one observation: {again} --design")


class Auditor:
    def __init__(self, office, report):
        refuse(report)
        self.office, self.report, self.level = office, report, report["level"]
        named = [
            index for index in office.indices
            if index["id"] == report["index"]["id"]
            and index["version"] == report["index"]["version"]
        ]
        if not named:
            sys.exit(f"the index {report['index']} is not in the content")
        self.index, self.method = named[0], report["index"]["method"]
        if self.method not in ("t2b.overallItem", "t2b.pooled"):
            sys.exit(f"this script knows no method {self.method}")
        dimensions = self.index["dimensions"]
        self.items = [item for part in dimensions for item in part["items"]] or [
            self.index["overallItem"]
        ]
        self.all = ballots(office, report)
        self.largest, self.compared, self.faults = 0.0, 0, []

    def hold(self, where, theirs, ours):
        self.compared += 1
        if isinstance(theirs, float) or isinstance(ours, float):
            if theirs is None or ours is None:
                self.faults.append(f"{where}: {theirs} here, {ours} again")
            else:
                self.largest = max(self.largest, abs(theirs - ours))
                if not abs(theirs - ours) <= TOLERANCE:
                    self.faults.append(f"{where}: {theirs} here, {ours} again")
        elif theirs != ours:
            self.faults.append(f"{where}: {theirs} here, {ours} again")

    def good(self, level):
        return level is not None and level in self.index["satisfied"]

    def is_valid(self, given):
        rule, asked = self.index["validity"], [item for item in self.items if item in given]
        if rule.get("overallItem") and given.get(self.index["overallItem"]) is not None:
            return True
        answers = sum(given[item] is not None for item in asked)
        share = rule["answeredShare"]
        return bool(asked) and share > 0 and answers >= max(
            1, math.ceil(share * len(asked) - 1e-9)
        )

    def covers(self, form):
        return any(item["kind"] == "score" and item["id"] in self.items for item in form["items"])

    def pairs(self, given, items):
        known = [given[item] for item in items if given.get(item) is not None]
        return sum(map(self.good, known)), len(known)

    def estimate(self, valid):
        """Share and limits of valid ballots, or None where they are withheld."""
        if len(valid) < SUPPRESSED_BELOW:
            return None
        if self.method == "t2b.pooled":
            pairs = [pair for pair in (self.pairs(b, self.items) for b in valid) if pair[1]]
            return pooled(pairs, self.level) if len(pairs) >= SUPPRESSED_BELOW else None
        known = [b[self.index["overallItem"]] for b in valid
                 if b.get(self.index["overallItem"]) is not None]
        if len(known) < SUPPRESSED_BELOW:
            return None
        good = sum(map(self.good, known))
        return (good / len(known),) + wilson(good, len(known), self.level)

    def limits(self, where, row, made):
        share, lower, upper = made or (None, None, None)
        for name, value in (("share", share), ("lower", lower), ("upper", upper)):
            self.hold(f"{where}.{name}", row[name], value)

    def unit(self, row):
        units = self.office.subtree(row["unit"])
        own = [ballot for ballot in self.all if ballot[0] in units]
        covered = [ballot for ballot in own if self.covers(ballot[4])]
        valid = [ballot[3] for ballot in covered if self.is_valid(ballot[3])]
        where = row["unit"]
        self.hold(where + ".responses", row["responses"], len(covered))
        self.hold(where + ".valid", row["valid"], len(valid))
        self.coverage(row, units, len(covered))
        self.limits(where, row, self.estimate(valid))
        is_open = len(valid) >= SUPPRESSED_BELOW
        for part, made in zip(self.index["dimensions"], row["dimensions"]):
            pairs = [pair for pair in (self.pairs(b, part["items"]) for b in valid) if pair[1]]
            enough = is_open and len(pairs) >= SUPPRESSED_BELOW
            self.limits(
                f"{where}.{part['id']}", made, pooled(pairs, self.level) if enough else None
            )
        for item in row["items"]:
            known = [b[item["id"]] for b in valid if b.get(item["id"]) is not None]
            share = sum(map(self.good, known)) / len(known) if is_open and known else None
            self.hold(f"{where}.{item['id']}.share", item["share"], share)
        for target in row["targets"]:
            self.target(where, target, own)
        for point in row["trend"]:
            month = [b for b in covered if b[1] == point["from"][:7]]
            self.hold(f"{where}.{point['from']}", point["responses"], len(month))
            self.limits(
                f"{where}.{point['from']}", point,
                self.estimate([b[3] for b in month if self.is_valid(b[3])]),
            )

    def coverage(self, row, units, responses):
        first = datetime.date.fromisoformat(self.report["period"]["from"])
        last = datetime.date.fromisoformat(self.report["period"]["to"])
        whole = first.day == 1 and (last + datetime.timedelta(days=1)).day == 1
        months = {}
        for line in self.office.dossiers:
            if line["unit"] in units:
                months[line["period"]] = months.get(line["period"], 0) + int(line["completed"])
        wanted = []
        year, month = first.year, first.month
        while (year, month) <= (last.year, last.month):
            wanted.append(f"{year:04}-{month:02}")
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        total = None
        if whole and all(month in months for month in wanted):
            total = sum(months[month] for month in wanted)
        self.hold(row["unit"] + ".dossiers", row["dossiers"], total)
        self.hold(row["unit"] + ".coverage", row["coverage"], responses / total if total else None)

    def target(self, where, row, own):
        scope, target = self.office.targets[row["id"]]
        known = [
            given[scope["item"]] for _, _, field, given, _ in own
            if given.get(scope["item"]) is not None and scope["field"] in (None, field)
        ]
        good, threshold = sum(map(self.good, known)), target["threshold"]
        made = None
        if len(known) >= SUPPRESSED_BELOW:
            made = (good / len(known),) + wilson(good, len(known), self.level)
        verdict = "tooFew"
        if made and len(known) >= self.index["minimumBallots"]:
            verdict = "undecided"
            if made[1] >= threshold:
                verdict = "met"
            elif made[2] < threshold:
                verdict = "missed"
        where = f"{where}.{row['id']}"
        self.hold(where + ".responses", row["responses"], len(known))
        self.hold(where + ".verdict", row["verdict"], verdict)
        self.hold(where + ".pointMet", row["pointMet"], bool(made and made[0] >= threshold))
        self.limits(where, row, made)


def main(arguments):
    if len(arguments) not in (2, 3):
        sys.exit(__doc__)
    report = json.loads(pathlib.Path(arguments[0]).read_text(encoding="utf-8"))
    content = pathlib.Path(arguments[2] if len(arguments) == 3 else __file__).resolve()
    content = content if len(arguments) == 3 else content.parents[2]
    try:
        office = Office(pathlib.Path(arguments[1]), content)
    except FileNotFoundError as error:
        sys.exit(f"{error.filename} is not there: hailong export makes it")
    auditor = Auditor(office, report)
    for row in report["units"]:
        auditor.unit(row)
    for fault in auditor.faults[:20]:
        print(fault)
    print(
        f"{len(report['units'])} units, {auditor.compared} figures, {len(auditor.faults)} differ, "
        f"largest difference {auditor.largest:.3g}"
    )
    return 1 if auditor.faults or not auditor.largest <= TOLERANCE else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
