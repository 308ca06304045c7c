"""A peer of `make bench`: the same two requests on Flask and Python's sqlite3.

The environment names what it serves: PEER_PAGE, PEER_HEADERS (lines of `Name: value`) and
PEER_DATABASE. Each answer is stored in a transaction of its own, with synchronous=FULL.
"""
import os
import sqlite3
import threading
import time
import uuid

from flask import Flask, Response, request

with open(os.environ["PEER_PAGE"], "rb") as file:
    PAGE = file.read()
with open(os.environ["PEER_HEADERS"], encoding="utf-8") as file:
    HEADERS = [tuple(line.rstrip("\n").split(": ", 1)) for line in file]
ITEMS = ("q1", "q2", "q3", "q4", "q5", "q6")

app = Flask(__name__)
own = threading.local()


def connection():
    """This thread's connection; what it really runs with is read back."""
    if not hasattr(own, "database"):
        database = sqlite3.connect(
            os.environ["PEER_DATABASE"], timeout=30, isolation_level=None)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        (synchronous,) = database.execute("PRAGMA synchronous").fetchone()
        if synchronous != 2:
            raise RuntimeError("not durable")
        items = ", ".join(f"{item} INTEGER NOT NULL" for item in ITEMS)
        database.execute(
            "CREATE TABLE IF NOT EXISTS answer (id BLOB NOT NULL PRIMARY KEY, place TEXT NOT NULL,"
            f" version INTEGER NOT NULL, answered_at INTEGER NOT NULL, {items}) WITHOUT ROWID")
        own.database = database
    return own.database


@app.get("/f/<place>")
def form(place):
    return Response(PAGE, headers=HEADERS)


@app.post("/f/<place>")
def take(place):
    try:
        answer_id = uuid.UUID(request.form["id"]).bytes
        version = int(request.form["version"])
        scores = [int(request.form[item]) for item in ITEMS]
    except (KeyError, ValueError):
        return Response(status=400)
    if version < 1 or not all(1 <= score <= 5 for score in scores):
        return Response(status=400)
    connection().execute(
        "INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        (answer_id, place, version, int(time.time() * 1000), *scores))
    headers = [header for header in HEADERS if header[0].lower() != "content-type"]
    return Response(
        status=303, headers=[*headers, ("Location", f"/f/{place}/thanks?lang=vi")])
