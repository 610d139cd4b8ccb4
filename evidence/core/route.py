"""A route: one derivation method filled with one sourced number for each input.

It has the lowest reliability among its inputs, the parties behind all of them as its origin, and
the date of the latest.
"""

# Without `annotations` of `__future__`, for the reason that `core/records.py` gives.
from collections.abc import Mapping
from typing import NamedTuple

from evidence.core.derivations import with_method_term
from evidence.core.derivations.causes import Known, explained
from evidence.core.derivations.method import Method
from evidence.core.derivations.utilization import IMPOSSIBLE, doubts
from evidence.core.evaluating import evaluated
from evidence.core.judging import POOLED
from evidence.core.ledger import Ledger
from evidence.core.numbers import format_number
from evidence.core.observing import Reading, selected
from evidence.core.quantity import NeedsSampling, Quantity


class Implied(NamedTuple):
    """What share of a peak a route's compute would be."""

    utilization: Quantity
    peak: Quantity
    number_format: str
    scope: str | None
    """What the chip-hours cover."""
    known: Known = Known()
    """What else is known of the run, to tell mistakes apart."""

    @property
    def doubts(self) -> tuple[str, ...]:
        """What is suspicious or impossible about it, with the likeliest cause."""
        median = self.utilization.median
        if median > 1:
            why = explained(median, self.known)
            return (f"utilization {format_number(median)}: {IMPOSSIBLE}{why}",)
        return doubts(self.utilization, self.known)


class Route(NamedTuple):
    """One method filled with one set of inputs."""

    method: str
    key: str
    quantity: Quantity
    inputs: Mapping[str, Reading]
    scope: str | None
    convention: str | None
    grade: str
    relay: float
    self_interested: bool
    origins: frozenset[str]
    published: str
    circular: bool = False
    directness: str = "direct"
    notes: tuple[str, ...] = ()
    implied: Implied | None = None
    given: Mapping[str, object] = {}
    """Inputs that a claim states itself, as entered."""
    law_source: str | None = None
    """Of a law: the slug of the source that states it."""

    @property
    def number_format(self) -> str | None:
        """The number format of the peak that it takes, if it takes one."""
        peak = self.inputs.get("peak")
        return peak.observation.number_format if peak else None

    @property
    def sources(self) -> tuple[str, ...]:
        """The slugs of the sources behind its inputs, each once."""
        stated = (self.law_source,) if self.law_source else ()
        return tuple(
            dict.fromkeys((*stated, *(r.observation.source for r in self.inputs.values())))
        )

    def as_answer(self, convention: str | None) -> Quantity:
        """The quantity with the method's own spread, as it answers a claim."""

        def widened(quantity: Quantity) -> Quantity:
            return with_method_term(self.method, quantity, convention)

        try:
            return widened(self.quantity)
        except NeedsSampling:
            return evaluated(widened, {"quantity": self.quantity})


def filled(method: str, quantity: Quantity, inputs: Mapping[str, Reading]) -> Route:
    """A route with what it inherits from its inputs: grade, parties, date."""
    weakest = min(inputs.values(), key=lambda r: (r.reliability, r.grade))
    origins = frozenset(party for r in inputs.values() for party in r.origins)
    if weakest.grade in ("D", "F"):
        origins = frozenset({POOLED})
    keys = ",".join(r.observation.key for r in inputs.values())
    return Route(
        method=method,
        key=f"{method}({keys})",
        quantity=quantity,
        inputs=inputs,
        scope=None,
        convention=None,
        grade=weakest.grade,
        relay=weakest.relay,
        self_interested=weakest.self_interested,
        origins=origins,
        published=max(r.published for r in inputs.values()),
    )


def worked_out(
    method: Method, inputs: Mapping[str, Reading], stated: Mapping[str, Quantity] | None = None
) -> Quantity:
    """A method on the inputs' quantities; an observation that fills two inputs is one draw.

    In closed form or by quadrature where that is possible, else sampled with the default seed.
    """
    quantities = {name: r.quantity for name, r in inputs.items() if r.quantity}
    keys = {name: inputs[name].observation.key for name in quantities}
    return evaluated(method.function, {**quantities, **(stated or {})}, names=keys)


def peak_of(
    ledger: Ledger, ref: str, known: tuple[Reading, ...], number_format: str, sparsity: str
) -> Reading | None:
    """The selected peak of a chip in one number format and sparsity."""
    peaks = selected(ledger, ref, "peak_throughput", known)
    fitting = [
        r
        for r in peaks
        if r.observation.number_format == number_format
        and (r.observation.sparsity or "dense") == sparsity
    ]
    return max(fitting, key=lambda r: r.reliability, default=None)
