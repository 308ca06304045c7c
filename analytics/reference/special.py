"""Seeded points where the distributions lose most digits, in fifty digits; writes special.csv.
usage: special.py DIR
Shapes from 0.001 to 10^7 by their logarithm, points up to seven deviations off the mean, degrees of freedom and tails likewise: the grid of
distributions.py sees none of them. Points are doubles, taken as they are."""
import csv, random, sys
import scipy.stats as st
from mpmath import mp, mpf
from distributions import beta_cdf, put, rows, solve

random.seed(20251121)


def spread(low, high):
    """A number of six digits, evenly by its logarithm."""
    return float(mp.nstr(mp.exp(random.uniform(float(mp.log(low)), float(mp.log(high)))), 6))


while len(rows) < 80:
    a, b = spread(1e-3, 1e7), spread(1e-3, 1e7)
    mean, sd = a / (a + b), (a * b / (a + b) ** 2 / (a + b + 1)) ** 0.5
    x = mean + random.uniform(-7, 7) * sd
    if 0 < x < 1:
        v = beta_cdf(a, b, x)
        if mpf(10) ** -280 < v:
            put("beta", a, b, repr(x), v)
while len(rows) < 100:
    a, b = spread(1e5, 1e7), spread(1e5, 1e7)
    mean, sd = a / (a + b), (a * b / (a + b) ** 2 / (a + b + 1)) ** 0.5
    x = mean + random.uniform(-7, 7) * sd
    put("beta", a, b, repr(x), beta_cdf(a, b, x))
while len(rows) < 140:
    a, b, p = spread(0.05, 1e7), spread(0.05, 1e7), spread(1e-9, 0.975)
    s = st.beta.ppf(p, a, b)
    if 1e-290 < s < 1 - 1e-6 and abs(st.beta.cdf(s, a, b) / p - 1) < 1e-6:
        put("betaQuantile", a, b, p, solve(lambda x: mp.log(beta_cdf(a, b, x) / mpf(p)), s))
while len(rows) < 170:
    p = spread(1e-290, 0.999)
    put("normalQuantile", 0, 0, p, solve(lambda z: mp.log(mp.ncdf(z) / mpf(p)), st.norm.ppf(p)))
while len(rows) < 200:
    df, t = spread(0.5, 2e7), random.uniform(-12, 6)
    tail = beta_cdf(mpf(df) / 2, mpf(1) / 2, mpf(df) / (df + mpf(t) ** 2)) / 2
    put("t", df, 0, repr(t), tail if t < 0 else 1 - tail)
while len(rows) < 220:
    df, p = spread(0.5, 2e7), spread(1e-9, 0.45)
    d = mpf(df)
    tail = lambda t: beta_cdf(d / 2, mpf(1) / 2, d / (d + t * t)) / 2
    put("tQuantile", df, 0, p, solve(lambda t: mp.log(tail(t) / mpf(p)), st.t.ppf(p, df)))
while len(rows) < 260:
    df = spread(0.5, 2e4)
    x = df + random.uniform(-5, 20) * (2 * df) ** 0.5
    if x > 0:
        v = mp.gammainc(mpf(df) / 2, mpf(x) / 2, mp.inf, regularized=True)
        if v > mpf(10) ** -280:
            put("chiSquared", df, 0, repr(x), v)
while len(rows) < 280:
    df, p = spread(0.5, 2e4), spread(1e-100, 0.5)
    start = st.chi2.isf(p, df)
    tail = lambda x: mp.gammainc(mpf(df) / 2, x / 2, mp.inf, regularized=True)
    put("chiSquaredQuantile", df, 0, p, solve(lambda x: mp.log(tail(x) / mpf(p)), start))
with open(f"{sys.argv[1]}/special.csv", "w", newline="") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(["function", "a", "b", "x", "value"])
    w.writerows(rows)
print(len(rows), "values")
