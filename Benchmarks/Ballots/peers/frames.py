"""The index by unit and month in pandas, on columns of small integers in memory.

usage: frames.py RESPONSES.CSV ITEMS ROUNDS

Prints one JSON line: seconds of each round, cells, and the index of the whole.
"""
import json
import sys
import time

import numpy
import pandas

path, items, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
names = [f"q{item}" for item in range(1, items + 1)]
parts = []
for part in pandas.read_csv(path, usecols=["place", "answered_at", *names], chunksize=500_000):
    frame = part[names].fillna(0).astype("uint8")
    frame["place"] = part["place"].str[1:].astype("int32")
    # The day at +07:00 is the one that is written.
    frame["month"] = part["answered_at"].str[5:7].astype("uint8")
    parts.append(frame)
table = pandas.concat(parts, ignore_index=True)


def estimates():
    scores = table[names].to_numpy()
    answers = (scores > 0).sum(axis=1).astype("int32")
    satisfied = (scores >= 4).sum(axis=1).astype("int32")
    ballots = pandas.DataFrame({
        "place": table["place"], "month": table["month"], "n": 1, "s": satisfied, "a": answers,
        "ss": satisfied * satisfied, "sa": satisfied * answers, "aa": answers * answers})
    sums = ballots[answers * 2 >= items].groupby(["place", "month"]).sum()
    share = sums.s / sums.a
    squares = (sums.ss - 2 * share * sums.sa + share * share * sums.aa).clip(lower=0)
    error = numpy.sqrt(squares * sums.n / (sums.n - 1)) / sums.a
    logit, wide = numpy.log(share / (1 - share)), 1.96 * error / (share * (1 - share))
    return sums.assign(
        share=share, lower=1 / (1 + numpy.exp(wide - logit)),
        upper=1 / (1 + numpy.exp(-wide - logit)))


seconds = []
for _ in range(rounds + 1):
    started = time.perf_counter()
    result = estimates()
    seconds.append(time.perf_counter() - started)
print(json.dumps({
    "version": pandas.__version__, "seconds": seconds[1:], "cells": len(result),
    "index": int(result.s.sum()) / int(result.a.sum())}))
