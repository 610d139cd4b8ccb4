"""What a range costs, beside its limits and its peers in the same run.

    python tests/benchmarks/uncertainty.py [rounds] [python with squigglepy]

Three comparisons, each in turns so that a drifting machine troubles both sides alike: a pure
product from the command line beside a bare interpreter that imports click; a product plus one
term beside squigglepy's million samples, in time and in error; general sampling beside the cost
of drawing its normals. squigglepy is taken from the interpreter named, else from this one; where
it cannot be imported that comparison is left out. Exits with 1 if a goal is missed.
"""

from __future__ import annotations

import compileall
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

import evidence
from evidence.core.evaluating import Plan, evaluated
from evidence.core.quantity import Quantity, between
from evidence.core.sampling import Samples

MILLION = 1_000_000
FACTORS = ((1.0, 4.0), (2.0, 9.0), (0.5, 3.0), (1.0, 2.0), (3.0, 5.0))
"""The 90 % intervals of five factors of a product."""
TERM = (20.0, 200.0)
"""The 90 % interval of the term that is added to it."""

SQUIGGLEPY = f"""
import json, time
import numpy as np
import squigglepy as sq
def formula():
    total = sq.lognorm(*{FACTORS[0]}, credibility=90)
    for ends in {FACTORS[1:]}:
        total = total * sq.lognorm(*ends, credibility=90)
    return total + sq.lognorm(*{TERM}, credibility=90)
times, ends = [], []
for seed in range(ROUNDS):
    sq.set_seed(seed)
    start = time.perf_counter()
    samples = sq.sample(formula(), n={MILLION})
    low, median, high = np.quantile(samples, (0.05, 0.5, 0.95))
    times.append(time.perf_counter() - start)
    ends.append((low, median, high))
print(json.dumps([times, ends]))
"""


def seconds(call: Callable[[], object]) -> float:
    """The wall time of one call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def paired(one: Callable[[], object], other: Callable[[], object], rounds: int) -> Sequence[float]:
    """The median time of each of two calls, and the median of their ratio."""
    one()
    other()
    pairs = [(seconds(one), seconds(other)) for _ in range(rounds)]
    first, second = (statistics.median(side) for side in zip(*pairs, strict=True))
    return first, second, statistics.median(a / b for a, b in pairs)


def process(*command: str) -> Callable[[], object]:
    """A call that runs a command to its end, its output to a pipe."""
    return lambda: subprocess.run(command, stdout=subprocess.PIPE, check=True)


def pure_product(rounds: int) -> bool:
    """A product from the command line, beside an interpreter that only imports click."""
    compileall.compile_dir(Path(evidence.__file__).parent, quiet=1)
    arguments = ("operation-count", "--parameters", "37B", "--tokens", "14T to 15T")
    product = process(sys.executable, "-m", "evidence", "compute", *arguments)
    bare = process(sys.executable, "-c", "import click")
    one, other, ratio = paired(product, bare, rounds)
    print(f"pure product, whole process   {one * 1e3:8.1f} ms")
    print(f"python -c 'import click'      {other * 1e3:8.1f} ms   ratio {ratio:.2f}, goal 1.5")
    return ratio <= 1.5


def formula(**inputs: Quantity) -> Quantity:
    """The product of the factors, plus the term."""
    *factors, term = inputs.values()
    total = factors[0]
    for factor in factors[1:]:
        total = total.times(factor)
    return total.plus(term)


def given() -> dict[str, Quantity]:
    """The inputs of the formula."""
    ends = (*FACTORS, TERM)
    return {f"x{i}": between(low, high, "") for i, (low, high) in enumerate(ends)}


def three_ends() -> tuple[float, float, float]:
    """The 5, 50 and 95 % quantiles by quadrature."""
    total = evaluated(formula, given())
    assert total.computed == "quadrature"
    return total.low, total.median, total.high


def truth() -> tuple[float, ...]:
    """The quantiles by the trapezoid rule on 40,001 points and bisection."""
    inputs = list(given().values())
    mu = sum(q.location for q in inputs[:-1])
    s = float(np.hypot.reduce([q.spread for q in inputs[:-1]]))
    z = np.linspace(-9.5, 9.5, 40_001)
    density = np.exp(-z * z / 2) / np.sqrt(2 * np.pi) * (z[1] - z[0])
    term = np.exp(inputs[-1].location + inputs[-1].spread * z)

    def below(x: float) -> float:
        from evidence.core.normal_arrays import probabilities

        left = x - term
        logs = (np.log(np.where(left > 0, left, 1e-300)) - mu) / s
        return float((density * probabilities(np.clip(logs, -9, 9))).sum())

    found = []
    for p in (0.05, 0.5, 0.95):
        low, high = 1e-3, 1e6
        while high - low > 1e-12 * high:
            middle = (low + high) / 2
            low, high = (middle, high) if below(middle) < p else (low, middle)
        found.append(high)
    return tuple(found)


def one_term_more(rounds: int, python: str) -> bool:
    """A product plus one term, beside squigglepy's million samples."""
    three_ends()
    own = statistics.median(seconds(three_ends) for _ in range(5 * rounds))
    known = truth()
    error = max(abs(a / b - 1) for a, b in zip(three_ends(), known, strict=True))
    print(
        f"product plus one term         {own * 1e3:8.2f} ms   largest error {error:.1e}, goal 1e-5"
    )
    script = SQUIGGLEPY.replace("ROUNDS", str(rounds))
    ran = subprocess.run([python, "-c", script], capture_output=True, text=True, check=False)
    if ran.returncode:
        print("squigglepy cannot be imported: left out")
        return error <= 1e-5
    times, ends = json.loads(ran.stdout.splitlines()[-1])
    other = statistics.median(times)
    gaps = np.array(ends) / np.array(known) - 1
    its_error = float(np.sqrt((gaps**2).mean(axis=0))[[0, 2]].max())
    print(
        f"squigglepy, 1M samples        {other * 1e3:8.1f} ms   error {its_error:.1e}:"
        f" 1/{other / own:.0f} of its time (goal 1/50), 1/{its_error / error:.0f} of its error"
        " (goal 1/100)"
    )
    return error <= 1e-5 and own <= other / 50 and error <= its_error / 100


def three_terms(**x: Quantity) -> Quantity:
    """The sum of three products of four inputs."""
    terms = [x["x0"], x["x4"], x["x8"]]
    for term, first in enumerate((0, 4, 8)):
        for i in range(first + 1, first + 4):
            terms[term] = terms[term].times(x[f"x{i}"])
    return terms[0].plus(terms[1]).plus(terms[2])


def general_sampling(rounds: int) -> bool:
    """Plain Monte Carlo of twelve inputs in three terms, beside drawing twelve normals.

    The lognormals of one term are drawn as one; a normal in each term makes all twelve be drawn.
    """
    lognormals = {f"x{i}": between(1.0 + i / 10, 3.0 + i, "") for i in range(12)}
    mixed = lognormals | {f"x{i}": between(-1.0, 2.0, "") for i in (3, 7, 11)}

    def sampled(inputs: dict[str, Quantity]) -> tuple[float, float, float]:
        total = evaluated(three_terms, inputs, plan=Plan(1, MILLION))
        assert isinstance(total, Samples)
        return total.low, total.median, total.high

    def normals() -> None:
        rng = np.random.Generator(np.random.SFC64(1))
        for _ in lognormals:
            rng.standard_normal(MILLION)

    one, other, ratio = paired(lambda: sampled(lognormals), normals, rounds)
    print(f"three terms of four, 1M       {one * 1e3:8.1f} ms")
    print(f"drawing 12M normals           {other * 1e3:8.1f} ms   ratio {ratio:.2f}, goal 1.5")
    one, _, all_drawn = paired(lambda: sampled(mixed), normals, rounds)
    print(f"a normal in each term         {one * 1e3:8.1f} ms   ratio {all_drawn:.2f}, no goal")
    return ratio <= 1.5


def main(rounds: int, python: str) -> int:
    """Print a comparison after another; 1 if any misses its goal."""
    met = (pure_product(rounds), one_term_more(rounds, python), general_sampling(rounds))
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(
        main(
            int(sys.argv[1]) if len(sys.argv) > 1 else 11,
            sys.argv[2] if len(sys.argv) > 2 else sys.executable,
        )
    )
