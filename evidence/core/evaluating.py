"""A formula on quantities: in closed form or by quadrature where that is possible, else sampled.

Each input is one draw under its name, so that a formula may use it twice. Correlations are those
of a Gaussian copula: between the standard normals behind two inputs, which for lognormals is the
correlation of the logarithms.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from evidence.core.errors import Invalid
from evidence.core.loads import Loads
from evidence.core.quantity import NeedsSampling, Quantity

Formula = Callable[..., Quantity]


SEED = 1
SIZE = 2**17
"""Samples unless another number is asked for."""
FEWEST, LARGEST = 2**10, 2**24
"""How many samples may be asked for."""


class Plan(NamedTuple):
    """How samples are drawn."""

    seed: int = SEED
    size: int = SIZE


class Correlation(NamedTuple):
    """A declared correlation between two inputs."""

    one: str
    other: str
    value: float


def parse_correlation(text: str) -> Correlation:
    """Read `a,b=0.8`; raises Invalid.

    >>> parse_correlation("chips,utilization=-0.5")
    Correlation(one='chips', other='utilization', value=-0.5)
    """
    names, _, value = text.partition("=")
    one, _, other = (part.strip().replace("-", "_") for part in names.partition(","))
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not one or not other or one == other or not -1 <= number <= 1:
        raise Invalid(f"'{text:.40}' is no correlation: write INPUT,INPUT=0.8, from -1 to 1")
    return Correlation(one, other, number)


def evaluated(
    formula: Formula,
    inputs: Mapping[str, Quantity],
    correlations: Sequence[Correlation] = (),
    plan: Plan | None = None,
    names: Mapping[str, str] | None = None,
) -> Quantity:
    """The formula's value; raises Invalid where it has none.

    `names` says which inputs are one draw: those of one name. By default each is its own.
    """
    draws = {key: (names or {}).get(key, key) for key in inputs}
    uncertain = {draws[key]: q for key, q in inputs.items() if not q.is_exact}
    factor = correlated_loads(uncertain, correlations)
    simple = all(uncertain[name].shape == "lognormal" for name in factor)
    if simple:
        try:
            return formula(**{k: _tracked(q, draws[k], factor) for k, q in inputs.items()})
        except NeedsSampling:
            pass
    from evidence.core.draws import Draws
    from evidence.core.sampling import Samples, sampled

    source = Draws(plan or Plan(), tuple(uncertain), factor)
    drawn = {name: sampled(source, q, name) for name, q in uncertain.items()}
    output = formula(**{k: drawn.get(draws[k], q) for k, q in inputs.items()})
    return output.settled() if isinstance(output, Samples) else output


def _tracked(quantity: Quantity, name: str, factor: Mapping[str, Loads]) -> Quantity:
    if quantity.is_exact:
        return quantity
    if name not in factor:
        return quantity.named(name)
    loads = tuple((each, load * quantity.spread) for each, load in factor[name])
    return quantity._replace(factors=loads)


def correlated_loads(
    inputs: Mapping[str, Quantity], correlations: Sequence[Correlation]
) -> dict[str, Loads]:
    """Each correlated input's normal as a sum of independent ones, by Cholesky's factor.

    Raises Invalid for an unknown or exact input and for correlations that cannot all hold.
    """
    names = list(dict.fromkeys(name for c in correlations for name in (c.one, c.other)))
    for name in names:
        if name not in inputs:
            known = ", ".join(inputs) or "none has a range"
            raise Invalid(f"no input '{name:.40}' with a range to correlate: choose of {known}")
    wanted = _by_pair(correlations)
    rows: list[list[float]] = []
    for i, name in enumerate(names):
        row: list[float] = []
        for j, other in enumerate(names[:i]):
            shared = sum(a * b for a, b in zip(row, rows[j], strict=False))
            gap = wanted.get(frozenset((name, other)), 0.0) - shared
            row.append(_ratio(gap, rows[j][j]))
        rest = 1 - sum(load * load for load in row)
        if rest < -1e-9:
            raise _contradiction(names)
        rows.append([*row, math.sqrt(max(rest, 0.0))])
    return {
        name: tuple((each, load) for each, load in zip(names, row, strict=False) if load)
        for name, row in zip(names, rows, strict=True)
    }


def _by_pair(correlations: Sequence[Correlation]) -> dict[frozenset[str], float]:
    """Each pair's correlation, named in either order; raises Invalid for two of one pair."""
    wanted: dict[frozenset[str], float] = {}
    for one, other, value in correlations:
        known = wanted.setdefault(frozenset((one, other)), value)
        if known != value:
            raise Invalid(f"{one} and {other} are correlated by {known:g} and {value:g}: give one")
    return wanted


def _ratio(gap: float, below: float) -> float:
    if below > 1e-7:
        return gap / below
    if abs(gap) > 1e-7:
        raise _contradiction(["the inputs"])
    return 0.0


def _contradiction(names: Sequence[str]) -> Invalid:
    return Invalid(f"the correlations of {', '.join(names)} cannot all hold: bring them nearer 0")
