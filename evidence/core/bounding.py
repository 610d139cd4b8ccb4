"""One-sided results: "more than 30T tokens" makes more than so much compute, and no more is known.

A bound on an input of a formula that only rises, or only falls, in it bounds the result on one
side. With bounds on several inputs they must all bound the same side.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from evidence.core.errors import Invalid
from evidence.core.evaluating import Formula
from evidence.core.numbers import Figure
from evidence.core.quantity import Quantity, exact

STEPS = (0.1, 0.5, 1.0, 2.0, 10.0)
"""Multiples of a bound at which the formula is tried."""


def bounded_side(
    formula: Formula, inputs: Mapping[str, Quantity], bounds: Mapping[str, Figure]
) -> str:
    """The side on which bounds on some inputs bound the result: `low` or `high`.

    Raises Invalid where they bound different sides, or the formula does not go one way.
    """
    sides = {name: _side(formula, inputs, name, figure) for name, figure in bounds.items()}
    if len(set(sides.values())) == 1:
        return next(iter(sides.values()))
    ways = ", ".join(
        f"{name} '{bounds[name].text}' {'from below' if side == 'low' else 'from above'}"
        for name, side in sides.items()
    )
    raise Invalid(f"the bounds leave no end known: {ways}; give a number or a range for one")


def _side(formula: Formula, inputs: Mapping[str, Quantity], name: str, figure: Figure) -> str:
    rises = _rises(formula, inputs, name)
    if rises is None:
        raise Invalid(
            f"{name} '{figure.text}' bounds nothing: the result does not go one way with it"
        )
    return "low" if rises == is_lower(figure) else "high"


def is_lower(figure: Figure) -> bool:
    """Whether a bound says at least, not at most."""
    return figure.high == float("inf")


def bound_end(name: str, figure: Figure) -> Quantity:
    """The number at which a bound ends; raises Invalid for 0, which bounds nothing."""
    value = figure.low if is_lower(figure) else figure.high
    if value == 0:
        raise Invalid(f"{name} '{figure.text}' bounds nothing: give a number above 0")
    return exact(value, figure.unit)


def _rises(formula: Formula, inputs: Mapping[str, Quantity], name: str) -> bool | None:
    """Whether the formula rises with an input; None if it neither only rises nor only falls."""
    medians = {key: exact(quantity.median, quantity.unit) for key, quantity in inputs.items()}
    values = []
    for step in STEPS:
        try:
            output = formula(**medians | {name: medians[name].scaled(step)})
        except Invalid:  # an impossible utilization, for one
            continue
        values.append(output.median)
    pairs = list(pairwise(values))
    if pairs and all(a < b for a, b in pairs):
        return True
    if pairs and all(a > b for a, b in pairs):
        return False
    return None
