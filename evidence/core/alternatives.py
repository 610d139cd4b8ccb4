"""Alternatives in a text: `20% or 40%`, or with weights `70%: 20% to 25%, 30%: 40%`.

With `or` they are equally likely. A weight stands before a colon, and the weights add up to
100 %; `,`, `;` or `or` stands between. Each alternative is a number or a range with its own unit.
"""

from __future__ import annotations

from evidence.core.amounts import amount_value, read_amount
from evidence.core.errors import Invalid

MOST = 8
"""Alternatives that one text may hold."""

HOW = "write '20% or 40%', or with weights '70%: 20% to 25%, 30%: 40%'"


def alternatives(text: str) -> tuple[tuple[float, str], ...]:
    """The weighted alternatives of a text; none where it is a single number, range or bound.

    >>> alternatives("20% or 40%")
    ((0.5, '20%'), (0.5, '40%'))
    >>> alternatives("70%: 20% to 25%, 30%: 40%")
    ((0.7, '20% to 25%'), (0.3, '40%'))
    >>> alternatives("40%")
    ()
    """
    if ":" in text:
        return _weighted(text)
    parts = [part.strip() for part in text.split(" or ")]
    if len(parts) == 1:
        return ()
    _check_count(len(parts))
    _check_units(parts)
    return tuple((1 / len(parts), part) for part in parts)


def _weighted(text: str) -> tuple[tuple[float, str], ...]:
    parts = text.replace(";", ",").replace(" or ", ",").split(",")
    _check_count(len(parts))
    found = []
    for part in parts:
        weight, colon, value = part.partition(":")
        if not colon:
            raise Invalid(f"has an alternative without its weight: {HOW}")
        found.append((_weight(weight.strip()), value.strip()))
    whole = sum(weight for weight, _ in found)
    if abs(whole - 1) > 1e-6:
        raise Invalid(f"has weights that add up to {100 * whole:g}%: make them 100%")
    return tuple(found)


def _weight(text: str) -> float:
    weight = amount_value(read_amount(text), "share")
    if weight <= 0:
        raise Invalid("has a weight that is not positive: leave that alternative out")
    return weight


def _check_count(count: int) -> None:
    if count > MOST:
        raise Invalid(f"has {count} alternatives: write {MOST} at most")
    if count < 2:
        raise Invalid(f"has a single alternative: {HOW}")


def _check_units(parts: list[str]) -> None:
    """Refuse `10 or 15T`: each alternative has its own magnitude and unit, or none has one."""
    bare = [not part[-1:].isalpha() and part[-1:] not in "%$" for part in parts]
    if any(bare) and not all(bare):
        raise Invalid("has a unit or magnitude at some alternatives only: write it at each")
