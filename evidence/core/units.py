"""The units in which the attributes of models, chips and clusters are written.

A small table in place of a units library: status of a claim parses numbers, and its start is
measured. Every unit is a power of ten and a factor over a few base units, so that `MW`, `GPU-days`
and `USD per chip-hour` are read by one rule and a wrong dimension is noticed.

A month is 365.25/12 days and a year 365.25 days. `FLOP` counts operations, `FLOP/s` is a rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from evidence.core.errors import Invalid

Dimension = tuple[tuple[str, int], ...]
"""Base units with their exponents, sorted by name: (("J", 1), ("s", -1)) for W."""

DAY = 86400.0
MONTH = 365.25 / 12 * DAY
YEAR = 365.25 * DAY


class Unit(NamedTuple):
    """A unit as 10**exponent * factor of the base units of its dimension."""

    exponent: int
    factor: float
    dimension: Dimension


_PREFIXES: Mapping[str, int] = {
    "k": 3,
    "K": 3,
    "M": 6,
    "G": 9,
    "T": 12,
    "P": 15,
    "E": 18,
    "Z": 21,
    "Y": 24,
}
_BINARY: Mapping[str, float] = {"Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30, "Ti": 2.0**40}

_WATT: Dimension = (("J", 1), ("s", -1))
_BARE: Dimension = ()

_STEMS: Mapping[str, Unit] = {
    "FLOP": Unit(0, 1.0, (("FLOP", 1),)),
    "FLOPs": Unit(0, 1.0, (("FLOP", 1),)),
    "flop": Unit(0, 1.0, (("FLOP", 1),)),
    "W": Unit(0, 1.0, _WATT),
    "Wh": Unit(0, 3600.0, (("J", 1),)),
    "J": Unit(0, 1.0, (("J", 1),)),
    "B": Unit(0, 1.0, (("byte", 1),)),
}
"""Units that take an SI prefix."""

_SYMBOLS: Mapping[str, Unit] = {
    "s": Unit(0, 1.0, (("s", 1),)),
    "h": Unit(0, 3600.0, (("s", 1),)),
    "d": Unit(0, DAY, (("s", 1),)),
    "$": Unit(0, 1.0, (("USD", 1),)),
    "%": Unit(-2, 1.0, _BARE),
    "x": Unit(0, 1.0, _BARE),
}

_WORDS: tuple[tuple[str, Unit], ...] = (
    ("sec secs second seconds", Unit(0, 1.0, (("s", 1),))),
    ("min mins minute minutes", Unit(0, 60.0, (("s", 1),))),
    ("hr hrs hour hours", Unit(0, 3600.0, (("s", 1),))),
    ("day days", Unit(0, DAY, (("s", 1),))),
    ("week weeks", Unit(0, 7 * DAY, (("s", 1),))),
    ("month months", Unit(0, MONTH, (("s", 1),))),
    ("year years yr yrs", Unit(0, YEAR, (("s", 1),))),
    ("chip chips gpu gpus tpu tpus accelerator accelerators", Unit(0, 1.0, (("chip", 1),))),
    ("watt watts", Unit(0, 1.0, _WATT)),
    ("joule joules", Unit(0, 1.0, (("J", 1),))),
    ("byte bytes", Unit(0, 1.0, (("byte", 1),))),
    ("usd dollar dollars", Unit(0, 1.0, (("USD", 1),))),
    ("parameter parameters param params", Unit(0, 1.0, (("parameter", 1),))),
    ("token tokens", Unit(0, 1.0, (("token", 1),))),
    ("nat nats", Unit(0, 1.0, (("nat", 1),))),
    ("percent", Unit(-2, 1.0, _BARE)),
    ("share expert experts epoch epochs times", Unit(0, 1.0, _BARE)),
)

SUFFIXES: Mapping[str, int] = {
    "k": 3,
    "K": 3,
    "thousand": 3,
    "M": 6,
    "million": 6,
    "B": 9,
    "bn": 9,
    "billion": 9,
    "T": 12,
    "tn": 12,
    "trillion": 12,
}
"""Magnitudes of counts, rates and money, as powers of ten."""

NO_SUFFIX = ("s", "W", "J", "byte", "byte/s", "share", "nat")
"""Units for which a magnitude is refused: `4M` could be four months, `80 B` eighty bytes."""

FLOP_QUESTION = "is that FLOP, a count, or FLOP/s, a rate?"


def unit_of(text: str) -> Unit:
    """The unit that a text names; raises Invalid for an unknown one and for `FLOPS`.

    >>> unit_of("MW")
    Unit(exponent=6, factor=1.0, dimension=(('J', 1), ('s', -1)))
    >>> unit_of("GPU-days") == unit_of("chip * d") == unit_of("chips days")
    True
    """
    numerator, *denominators = text.replace(" per ", "/").split("/")
    unit = _product(numerator, text)
    for part in denominators:
        below = _product(_unwrapped(part.strip()), text)
        unit = _joined(unit, below, -1)
    return unit


def conversion(text: str, base: str) -> tuple[int, float]:
    """Power of ten and factor that take a number in the unit `text` to the unit `base`.

    Raises Invalid, naming both, when they are not of one dimension. A price may leave out what
    it is per: `$2` and `2 USD/h` are both read as 2 USD/(chip*h) where that is asked for.
    """
    given = unit_of(text)
    wanted = unit_of(base) if base else Unit(0, 1.0, _BARE)
    if base.startswith("USD/") and given.dimension == (("USD", 1),):
        return given.exponent, given.factor
    if base == "USD/(chip*h)" and given.dimension == (("USD", 1), ("s", -1)):
        return given.exponent, given.factor * 3600.0
    if given.dimension != wanted.dimension:
        raise Invalid(f"is in {text.strip()} where {named(base)} is needed")
    return given.exponent - wanted.exponent, given.factor / wanted.factor


def named(base: str) -> str:
    """A unit's name for messages.

    >>> named("FLOP"), named("")
    ('FLOP', 'a bare number')
    """
    return base or "a bare number"


def _product(text: str, whole: str) -> Unit:
    unit = Unit(0, 1.0, _BARE)
    atoms = text.replace("*", " ").replace("·", " ").replace("-", " ").split()
    if not atoms:
        raise Invalid(f"has an incomplete unit '{whole.strip()}'")
    for atom in atoms:
        unit = _joined(unit, _atom(atom, whole.strip()), 1)
    return unit


def _joined(left: Unit, right: Unit, sign: int) -> Unit:
    powers = dict(left.dimension)
    for name, power in right.dimension:
        powers[name] = powers.get(name, 0) + sign * power
    dimension = tuple(sorted((name, power) for name, power in powers.items() if power))
    factor = left.factor * right.factor if sign > 0 else left.factor / right.factor
    return Unit(left.exponent + sign * right.exponent, factor, dimension)


def _atom(text: str, whole: str) -> Unit:
    known = _STEMS.get(text) or _SYMBOLS.get(text) or _prefixed(text)
    if known is None and len(text) > 1:
        lower = text.lower()
        known = next((unit for words, unit in _WORDS if lower in words.split()), None)
    if known is not None:
        return known
    if text == "S" or text.upper().endswith("FLOPS"):
        raise Invalid(f"has the unit '{whole}': {FLOP_QUESTION}")
    raise Invalid(f"has an unknown unit '{text}'")


def _prefixed(text: str) -> Unit | None:
    if text[-1:] == "B" and text[:-1] in _BINARY:
        return Unit(0, _BINARY[text[:-1]], _STEMS["B"].dimension)
    stem = _STEMS.get(text[1:])
    if stem is None or text[0] not in _PREFIXES:
        return None
    return stem._replace(exponent=_PREFIXES[text[0]])


def _unwrapped(text: str) -> str:
    return text[1:-1] if text.startswith("(") and text.endswith(")") else text
