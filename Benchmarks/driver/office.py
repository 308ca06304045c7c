"""The product's data folder: two counters, and a year of a department's answers."""
import random
import sqlite3
import subprocess
import uuid
from pathlib import Path

from driver.server import Failed, Server
from driver import machine

CONTENT = Path(__file__).resolve().parent.parent / "office"
YEAR_ANSWERS = 20_000
UNITS = """code,name,kind,parent,valid_from,valid_to,successor
TINH,Tỉnh đo tốc độ,province,,,,
SO,Sở đo tốc độ,department,TINH,,,
"""
PLACES = """code,unit,centre,name,form
ONE,SO,SO,Quầy một câu hỏi,one-score
SIX,SO,SO,Quầy sáu câu hỏi,six-scores
"""


class Office:
    """A data folder made by the product's own commands, and the product serving it."""

    def __init__(self, program, folder):
        self.program, self.folder = program, Path(folder)
        self.data = self.folder / "data"
        self._load("units", UNITS)
        self._load("places", PLACES)
        self._load("responses", year_of_answers())

    def _load(self, table, text):
        path = self.folder / f"{table}.csv"
        path.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [self.program, "import", table, path, "--data", self.data, "--content", CONTENT],
            capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Failed(f"import {table}: {done.stderr.strip()}")

    def serve(self):
        port = machine.free_port()
        return Server(
            "hailong",
            [self.program, "serve", "--data", self.data, "--content", CONTENT, "--listen",
             f"127.0.0.1:{port}", "--answers-per-second", "0"],
            port, "/f/ONE", self.folder / "hailong.log")

    def rows_and_bytes(self):
        """Answers and the size of the database; only while no server runs."""
        path = self.data / "hailong.db"
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            (rows,) = database.execute("SELECT COUNT(*) FROM response").fetchone()
        finally:
            database.close()
        return rows, path.stat().st_size


def year_of_answers():
    """A year of a department as a CSV file: 20,000 answers, always the same ones."""
    chance = random.Random(2025)
    lines = [
        "id,form,version,place,channel,procedure,field,respondent,outcome,language,answered_at,"
        "comment,q1,q2,q3,q4,q5,q6"]
    for number in range(YEAR_ANSWERS):
        day, minute = number * 365 // YEAR_ANSWERS, chance.randrange(480)
        month, date = _date(day)
        scores = ",".join(str(chance.choice((5, 5, 5, 4, 4, 3, 2, 1))) for _ in range(6))
        milliseconds = 1_735_689_600_000 + day * 86_400_000 + minute * 60_000
        answer_id = uuid.UUID(int=milliseconds << 80 | 7 << 76 | 1 << 63 | number)
        lines.append(
            f"{answer_id},six-scores,1,SIX,tablet,cap-phep,xay-dung,person,returned,vi,"
            f"2025-{month:02}-{date:02}T{8 + minute // 60:02}:{minute % 60:02}:00+07:00,,{scores}")
    return "\n".join(lines) + "\n"


def _date(day):
    """Month and date of a day of 2025, counted from 0."""
    lengths = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    month = 0
    while day >= lengths[month]:
        day -= lengths[month]
        month += 1
    return month + 1, day + 1
