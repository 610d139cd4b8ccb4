"""What would have to be wrong for two routes to one number to agree.

Every product method is a product of powers of its inputs, so for each input that only one of the
two routes uses there is exactly one value at which the routes' medians coincide.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from evidence.core.derivations import method_named
from evidence.core.deriving import Path
from evidence.core.errors import Invalid
from evidence.core.quantity import Quantity, exact


class Needed(NamedTuple):
    """One input as it would have to be."""

    route: str
    input: str
    key: str
    source: str
    value: float
    needed: float
    factor: float


def needed(a: Path, b: Path) -> tuple[Needed, ...]:
    """For each input of only one of two routes the value at which they would agree."""
    ratio = b.quantity.median / a.quantity.median
    keys = [{r.observation.key for r in path.inputs.values()} for path in (a, b)]
    found = (*_of(a, keys[1], ratio), *_of(b, keys[0], 1 / ratio))
    return tuple(sorted(found, key=lambda one: abs(math.log(one.factor))))


def _of(path: Path, shared: set[str], ratio: float) -> Iterator[Needed]:
    for name, reading in path.inputs.items():
        o = reading.observation
        exponent = _exponent(path, name)
        if o.key in shared or not exponent or reading.quantity is None:
            continue
        factor = ratio ** (1 / exponent)
        value = reading.quantity.median
        yield Needed(path.label, name, o.key, o.source, value, value * factor, factor)


def _exponent(path: Path, name: str) -> float:
    """The power with which an input enters its method; 1 for a value that stands for itself."""
    if len(path.inputs) == 1 and path.method in ("reported", "derived", "third_party"):
        return 1.0
    medians = {n: exact(r.quantity.median) for n, r in path.inputs.items() if r.quantity}
    half = medians | {name: exact(medians[name].median / 2)}
    try:
        return math.log2(_median(path, medians) / _median(path, half))
    except (Invalid, ZeroDivisionError):
        return 0.0


def _median(path: Path, inputs: dict[str, Quantity]) -> float:
    return method_named(path.method).function(**inputs).median
