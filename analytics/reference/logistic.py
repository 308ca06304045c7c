"""The logistic trend of each unit of series.csv, iterated until nothing moves (NumPy); writes expected_logistic.csv.
R's glm stops once the deviance moves by less than 1e-8 and keeps the errors of the step before; the same loop stopped there
gives R's trendglm values to 1e-14, so the difference of up to 4e-6 in the errors is R's stopping rule.
usage: logistic.py DIR"""
import csv, sys
import numpy as np

D = sys.argv[1]
rows = list(csv.DictReader(open(f"{D}/series.csv")))
R = {r["key"]: r["value"] for r in csv.DictReader(open(f"{D}/expected_r.csv"))}


def fit(n, x, early):
    X = np.c_[np.ones(len(n)), np.arange(len(n))]
    y = x / n
    mu = (x + 0.5) / (n + 1)
    eta = np.log(mu / (1 - mu))
    old = None
    for _ in range(60):
        w = n * mu * (1 - mu)
        A = X.T @ (w[:, None] * X)
        b = np.linalg.solve(A, X.T @ (w * (eta + (y - mu) / (mu * (1 - mu)))))
        eta = X @ b
        mu = 1 / (1 + np.exp(-eta))
        with np.errstate(divide="ignore", invalid="ignore"):
            dev = 2 * np.nansum(n * y * np.log(y / mu)) + 2 * np.nansum(n * (1 - y) * np.log((1 - y) / (1 - mu)))
        if early and old is not None and abs(dev - old) / (abs(dev) + 0.1) < 1e-8:
            break
        old = dev
    return b[1], np.sqrt(np.linalg.inv(A)[1, 1])


with open(f"{D}/expected_logistic.csv", "w", newline="") as f:
    out = csv.writer(f, lineterminator="\n")
    out.writerow(["key", "value"])
    for unit in sorted({r["unit"] for r in rows}):
        n = np.array([float(r["n"]) for r in rows if r["unit"] == unit])
        x = np.array([float(r["satisfied"]) for r in rows if r["unit"] == unit])
        for name, value, stopped in zip(("b", "se"), fit(n, x, False), fit(n, x, True)):
            key = f"trendglm.{unit}.{name}"
            assert abs(stopped / float(R[key]) - 1) < 1e-12, key
            out.writerow([key, "%.15g" % value])
