"""The inputs of derived numbers that could be known better: what each might turn out to be.

A weak input has a range of its own and might be any of its quantiles. A missing one is the only
thing that a method lacks to answer a claim; it is supposed to be what brings the number to where
the claim's own probability puts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from evidence.core.answering import region
from evidence.core.computing import routes
from evidence.core.derivations import ROUTES
from evidence.core.derivations.method import Method
from evidence.core.derivations.solving import inverted
from evidence.core.errors import Invalid
from evidence.core.forms import from_mapping
from evidence.core.ledger import Change, Ledger
from evidence.core.numbers import brief
from evidence.core.observing import Reading
from evidence.core.quantity import Quantity, exact
from evidence.core.records import Claim, Observation
from evidence.core.routes import desk_of
from evidence.core.support import Support

LEVELS = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Quantiles that stand for a range, equally likely: the middles of five equal parts."""
ASIDE = 3.0
"""A number that refutes a claim is supposed to lie this factor outside what is claimed."""


class Supposed(NamedTuple):
    """One thing to find out, with each way it could come out and how likely that is."""

    input: str
    """Its subject and attribute."""
    ask: str
    command: str
    outcomes: tuple[tuple[float, Change], ...]


def weak_inputs(ledger: Ledger, claim: Claim, as_of: str) -> Iterator[Supposed]:
    """The inputs with a range behind the derived numbers that answer a quantity claim."""
    found = {
        reading.observation.key: (name, reading)
        for route in routes(ledger, claim, as_of)
        for name, reading in route.inputs.items()
    }
    for name, reading in found.values():
        if reading.quantity is not None and not reading.quantity.is_exact:
            yield _sharpened(name, reading.observation, reading.quantity)


def _sharpened(name: str, o: Observation, quantity: Quantity) -> Supposed:
    values = [quantity.quantile(level) for level in LEVELS]
    return Supposed(
        f"{o.subject} {o.attribute}",
        f"{name} of {o.subject} exactly, now {brief(o.value)} ({o.source})",
        _command(o.subject, o.attribute, o.number_format),
        tuple((1 / len(values), Change(o, o._replace(value=value))) for value in values),
    )


def missing_inputs(ledger: Ledger, claim: Claim, now: Support, as_of: str) -> Iterator[Supposed]:
    """The inputs each of which is all that a method lacks to answer a quantity claim."""
    if claim.computed_by is not None or claim.subject is None:
        return
    desk = desk_of(ledger, claim.subject, as_of, None, claim.number_format, claim.about)
    for method in ROUTES:
        if method.output == claim.attribute:
            for name, others in desk.lacking(method):
                yield from _supplied(method, name, others, claim, now)


def _supplied(
    method: Method, name: str, others: Mapping[str, Reading], claim: Claim, now: Support
) -> Iterator[Supposed]:
    attribute = method.parameter(name).attribute
    answers = [(chance, _solved(method, name, others, x)) for chance, x in _targets(claim, now)]
    outcomes = [
        (chance, Change(None, _stated(claim, attribute, value)))
        for chance, value in answers
        if value is not None
    ]
    possible = sum(chance for chance, _ in outcomes)
    if possible > 0:
        yield Supposed(
            f"{claim.subject} {attribute}",
            f"{name} of {claim.subject}, all that {method.name} lacks",
            _command(claim.subject or "", attribute, None),
            tuple((chance / possible, change) for chance, change in outcomes),
        )


def _targets(claim: Claim, now: Support) -> Iterator[tuple[float, float]]:
    """Where the claimed number might lie, with how likely that is."""
    low, high = region(claim)
    ends = [end for end in (low, high) if end]
    if not ends or min(ends) <= 0:
        return
    spread = 1.0 if len(ends) == 2 else ASIDE
    inside = ends[0] * (spread if low else 1 / spread) if len(ends) == 1 else _middle(*ends)
    yield now.probability, inside
    outside = [end for end in (low and low / ASIDE, high and high * ASIDE) if end]
    for end in outside:
        yield (1 - now.probability) / len(outside), end


def _middle(low: float, high: float) -> float:
    return float((low * high) ** 0.5)


def _solved(
    method: Method, name: str, others: Mapping[str, Reading], target: float
) -> float | None:
    """The input that brings a method to a number; None where no run could have it."""
    known = {n: exact(r.quantity.median, r.quantity.unit) for n, r in others.items() if r.quantity}
    try:
        function = inverted(method, name).function
        return function(**known, **{method.output: exact(target, method.unit)}).median
    except Invalid:
        return None


def _stated(claim: Claim, attribute: str, value: float) -> Observation:
    fields = {"subject": claim.subject, "attribute": attribute, "value": value}
    record = from_mapping("observations", fields | {"source": "supposed", "locator": "supposed"})
    assert isinstance(record, Observation)
    return record


def _command(subject: str, attribute: str, number_format: str | None) -> str:
    kind = f" --number-format {number_format}" if number_format else ""
    return f"evidence observe {subject} {attribute} VALUE{kind} --source SLUG --quote ... --at ..."
