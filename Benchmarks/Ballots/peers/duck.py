"""The index by unit and month in DuckDB: what an analyst would write, on the data in its own format.

usage: duck.py RESPONSES.CSV ITEMS ROUNDS

Prints one JSON line: seconds of each round, cells, and the index of the whole.
"""
import json
import sys
import time

import duckdb

path, items, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
names = [f"q{item}" for item in range(1, items + 1)]
# The quickest that was found: small whole numbers, 0 for no answer, months and places made
# beforehand.
answers = " + ".join(f"({name} > 0)::UTINYINT" for name in names)
satisfied = " + ".join(f"({name} >= 4)::UTINYINT" for name in names)

database = duckdb.connect()
database.execute("SET threads = 2")
types = ", ".join(f"'{name}': 'UTINYINT'" for name in names)
columns = ", ".join(f"COALESCE({name}, 0)::UTINYINT AS {name}" for name in names)
database.execute(f"""
    CREATE TABLE ballot AS
    SELECT substr(place, 2)::USMALLINT AS place,
        substr(answered_at, 6, 2)::UTINYINT AS month, {columns}
    FROM read_csv('{path}', types = {{'answered_at': 'VARCHAR', {types}}})""")
# The linearised variance with the ballot as its unit; the limits on the logit scale, for DuckDB has
# no quantile of the beta distribution.
query = f"""
    WITH sums AS (
        SELECT place, month, COUNT(*) AS n, SUM(s) AS s, SUM(a) AS a,
            SUM(s * s) AS ss, SUM(s * a) AS sa, SUM(a * a) AS aa
        FROM (SELECT place, month, ({satisfied})::USMALLINT AS s,
                ({answers})::USMALLINT AS a FROM ballot)
        WHERE a * 2 >= {items} GROUP BY 1, 2),
    estimates AS (
        SELECT place, month, n, s, a, s / a AS p,
            sqrt(greatest(0, ss - 2 * (s / a) * sa + (s / a) * (s / a) * aa)
                * n / (n - 1)) / a AS error
        FROM sums)
    SELECT place, month, n, s, a, p,
        1 / (1 + exp(-(ln(p / (1 - p)) - 1.96 * error / (p * (1 - p))))) AS lower,
        1 / (1 + exp(-(ln(p / (1 - p)) + 1.96 * error / (p * (1 - p))))) AS upper
    FROM estimates"""
seconds = []
for _ in range(rounds + 1):
    started = time.perf_counter()
    rows = database.execute(query).fetchall()
    seconds.append(time.perf_counter() - started)
index = sum(int(row[3]) for row in rows) / sum(int(row[4]) for row in rows)
print(json.dumps({
    "version": duckdb.__version__, "seconds": seconds[1:], "cells": len(rows), "index": index}))
