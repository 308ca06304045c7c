"""Fifty-digit values of the distributions (mpmath), to hold the double-precision code against; writes distributions.csv.
usage: distributions.py DIR
Incomplete beta: mpmath's own betainc for small shapes, its continued fraction in 50 digits for large ones (checked against betainc where
both work). Quantiles: secant from a double-precision start, in 50 digits."""
import csv, sys
import scipy.stats as st
from mpmath import mp, mpf
mp.dps = 50
rows = []


def put(name, a, b, x, value):
    rows.append([name, a, b, x, mp.nstr(value, 17)])


def fraction_tail(a, b, x):
    """I_x(a, b) for x up to the mean."""
    y = 1 - x
    skew = a * y - b * x + 1
    v = a * skew / (a + 1)
    c, d = v, mpf(0)
    for m in range(1, 500000):
        odd = a + 2 * m - 1
        n = (a + m - 1) * (a + b + m - 1) * m * (b - m) * x * x / odd ** 2
        e = m + m * (b - m) * x / odd + (a + m) * (skew + m * (2 - x)) / (a + 2 * m + 1)
        d = 1 / (e + n * d)
        c = e + n / c
        v *= c * d
        if abs(c * d - 1) < mpf(10) ** -40:
            break
    log = a * mp.log(x) + b * mp.log(y) - mp.loggamma(a) - mp.loggamma(b) + mp.loggamma(a + b)
    return mp.exp(log) / v


def beta_cdf(a, b, x):
    a, b, x = mpf(a), mpf(b), mpf(x)
    if a * (1 - x) >= b * x:
        return fraction_tail(a, b, x)
    return 1 - fraction_tail(b, a, 1 - x)


def solve(f, start, tries=60):
    x0, x1 = mpf(start), mpf(start) * (1 + mpf(10) ** -9)
    f0, f1 = f(x0), f(x1)
    for _ in range(tries):
        if f1 == f0:
            break
        x0, x1, f0 = x1, x1 - f1 * (x1 - x0) / (f1 - f0), f1
        f1 = f(x1)
        if abs(x1 - x0) < abs(x1) * mpf(10) ** -30:
            break
    return x1



if __name__ == "__main__":
    for a, b, x in [(2.0, 3.0, 0.25), (0.5, 0.5, 0.125), (5.5, 0.5, 0.75), (30.0, 2.0, 0.5)]:
        assert abs(beta_cdf(a, b, x) / mp.betainc(a, b, 0, x, regularized=True) - 1) < mpf(10) ** -30

    shapes = [0.001, 0.03, 0.5, 1.0, 1.5, 3.0, 17.25, 250.5, 10000.0, 1000000.5, 10000000.0]
    for a in shapes:
        for b in shapes:
            mean, sd = a / (a + b), (a * b / (a + b) ** 2 / (a + b + 1)) ** 0.5
            for k in (-6, -2, -0.5, 0.5, 2, 6):
                x = mean + k * sd
                if 0 < x < 1:
                    v = beta_cdf(a, b, x)
                    if v > mpf(10) ** -280:
                        put("beta", a, b, repr(x), v)
            for p in (1e-12, 0.005, 0.025, 0.5, 0.975):
                s = st.beta.ppf(p, a, b)
                if 1e-290 < s < 1 - 1e-6 and abs(st.beta.cdf(s, a, b) / p - 1) < 1e-6:
                    put("betaQuantile", a, b, p, solve(lambda x: mp.log(beta_cdf(a, b, x) / mpf(p)), s))
    for z in (-38, -20, -8.25, -3, -1.96, -0.5, -0.0009765625, 0, 0.25, 1.5, 6):
        put("normal", 0, 0, z, mp.ncdf(z))
    for p in (1e-300, 1e-100, 1e-16, 1e-5, 0.001, 0.005, 0.025, 0.2, 0.26, 0.4999, 0.5001, 0.75, 0.975, 0.999999):
        put("normalQuantile", 0, 0, p, solve(lambda z: mp.log(mp.ncdf(z) / mpf(p)), st.norm.ppf(p)))
    for df in (0.5, 1.0, 2.0, 2.5, 7.0, 29.0, 253.0, 10000.0, 1000000.0, 20000000.0):
        for t in (-30.0, -3.0, -0.001, 0.5, 2.0, 5.0):
            tail = beta_cdf(mpf(df) / 2, mpf(1) / 2, mpf(df) / (df + mpf(t) ** 2)) / 2
            put("t", df, 0, t, tail if t < 0 else 1 - tail)
        for p in (1e-10, 0.005, 0.025, 0.4, 0.55, 0.975):
            d = mpf(df)
            tail = lambda t: beta_cdf(d / 2, mpf(1) / 2, d / (d + t * t)) / 2
            cdf = lambda t: tail(t) if t < 0 else 1 - tail(t)
            put("tQuantile", df, 0, p, solve(lambda t: mp.log(cdf(t) / mpf(p)), st.t.ppf(p, df)))
    for df in (0.5, 1.0, 2.0, 3.0, 9.0, 40.5, 1000.0, 100000.0):
        for k in (-4, -1, -0.1, 0, 1, 4, 12, 30):
            x = df + k * (2 * df) ** 0.5
            if x > 0:
                v = mp.gammainc(mpf(df) / 2, mpf(x) / 2, mp.inf, regularized=True)
                if v > mpf(10) ** -280:
                    put("chiSquared", df, 0, repr(x), v)
    for df in (0.5, 1.0, 2.0, 3.0, 9.0, 40.5, 1000.0, 100000.0):
        for p in (1e-100, 1e-12, 0.001, 0.025, 0.05, 0.3, 0.5, 0.9):
            start = st.chi2.isf(p, df)
            tail = lambda x: mp.gammainc(mpf(df) / 2, x / 2, mp.inf, regularized=True)
            if start > 1e-6:
                put("chiSquaredQuantile", df, 0, p, solve(lambda x: mp.log(tail(x) / mpf(p)), start))
    # Shapes far apart and points far out: effective sizes of nearly unanimous domains, and tiny weights.
    for a, b in [(1e-5, 3.0), (0.02, 4e6), (3e8, 2.5), (123456.75, 0.001)]:
        for p in (1e-9, 0.005, 0.025, 0.4, 0.6, 0.975):
            s = st.beta.ppf(p, a, b)
            if 1e-290 < s < 1 - 1e-6 and abs(st.beta.cdf(s, a, b) / p - 1) < 1e-6:
                put("betaQuantile", a, b, p, solve(lambda x: mp.log(beta_cdf(a, b, x) / mpf(p)), s))
                put("beta", a, b, repr(float(s)), beta_cdf(a, b, float(s)))
    with open(f"{sys.argv[1]}/distributions.csv", "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(["function", "a", "b", "x", "value"])
        w.writerows(rows)
    print(len(rows), "values")
