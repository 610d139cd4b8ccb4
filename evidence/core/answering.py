"""Quantity claims: every route to the number answers the claim with a probability.

An answer is an estimate: a sourced value of the very attribute, or what a method makes of other
sourced values. Each puts a mass inside the claimed region. Estimates that share an origin are one
voice; those of another scope or convention answer a different question and are only listed.
"""

# Without `annotations` of `__future__`, for the reason that `core/records.py` gives.
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from evidence.core.agreeing import agreement
from evidence.core.computing import given_inputs, routes
from evidence.core.ledger import Ledger
from evidence.core.numbers import parse_figure
from evidence.core.observing import Reading, readings
from evidence.core.pooling import Pooled, Share, pooled
from evidence.core.quantity import Quantity
from evidence.core.records import Claim
from evidence.core.route import Route
from evidence.core.scoring import DIRECTNESS, RELIABILITY, Estimate
from evidence.core.vocabulary import ATTRIBUTES, COMPARED_WITH, COUNTS

SPREADS = (1.1, 1.5, 2.0)
"""The factors that a figure without a range is tried with, to see whether the status holds."""


class QuantityEstimate(NamedTuple):
    """One route's answer to a quantity claim."""

    key: str
    route: str
    quantity: Quantity | None
    """None for a bound, which is a constraint and no estimate."""
    low: float | None
    high: float | None
    mass: float
    source: str
    scope: str | None
    convention: str | None
    grade: str
    relay: float
    self_interested: bool
    directness: str
    origins: frozenset[str]
    published: str
    counted: bool
    note: str
    keys: tuple[str, ...] = ()
    """The keys of the observations behind it."""
    group: str = ""

    def voice(self) -> Estimate:
        """The estimate as the score takes it."""
        return Estimate(
            self.key,
            self.mass,
            self.grade,
            self.group,
            DIRECTNESS[self.directness],
            self.relay,
            self.self_interested,
            self.published,
        )


class Answer(NamedTuple):
    """All estimates of a claimed number, and what they say together."""

    low: float | None
    high: float | None
    unit: str
    estimates: tuple[QuantityEstimate, ...]
    pooled: Pooled | None
    inconsistent: bool
    mixed_conventions: bool


def region(claim: Claim) -> tuple[float | None, float | None]:
    """The claimed ends in the attribute's unit; "about v" is v/1.2 to 1.2v for counts, else 1.5."""
    unit = ATTRIBUTES[claim.attribute or ""]
    if claim.value is not None:
        figure = parse_figure(claim.value, unit)
        if figure.kind == "range":
            return figure.low, figure.high
        factor = 1.2 if claim.attribute in COUNTS else 1.5
        return figure.value / factor, figure.value * factor
    low = None if claim.low is None else parse_figure(claim.low, unit, signed=True).value
    high = None if claim.high is None else parse_figure(claim.high, unit, signed=True).value
    return low, high


def answer(claim: Claim, found: tuple[QuantityEstimate, ...]) -> Answer:
    """What the estimates of a day say together of a quantity claim."""
    low, high = region(claim)
    counted = [e for e in found if e.counted]
    return Answer(
        low=low,
        high=high,
        unit=ATTRIBUTES[claim.attribute or ""],
        estimates=found,
        pooled=pooled(_shares(counted), low, high),
        inconsistent=_inconsistent(counted),
        mixed_conventions=_mixed(counted),
    )


def joined(
    found: Iterable[QuantityEstimate], speaking: Iterable[str]
) -> tuple[QuantityEstimate, ...]:
    """The estimates, each in the group of a party that has items on the claim.

    An estimate that rests on a party's numbers is no voice beside that party's own words.
    """
    groups = sorted(speaking)

    def name(group: str) -> str:
        return next((g for g in groups if g in group.split(" + ")), group)

    return tuple(e._replace(group=name(e.group)) for e in found)


def _shares(counted: Iterable[QuantityEstimate]) -> Iterable[Share]:
    return (Share(e.group, e.voice().u, e.quantity) for e in counted if e.quantity)


def estimates(
    claim: Claim, ledger: Ledger, as_of: str, point_factor: float | None = None
) -> tuple[QuantityEstimate, ...]:
    """Every estimate of the claimed attribute, reported ones first, with its group."""
    known = readings(ledger, claim.subject or "", as_of, point_factor)
    reported = (_reported(claim, r) for r in known if _same_quantity(claim, r))
    derived = (_derived(claim, r) for r in routes(ledger, claim, as_of, point_factor))
    return _grouped((*reported, *derived))


def region_subjects(ledger: Ledger, slug: str) -> tuple[str, ...]:
    """The subjects whose observations may answer a claim: its own, its chip, those it names."""
    claim = ledger.claim(slug)
    if claim is None or claim.kind != "quantity":
        return ()
    subject = ledger.subject(claim.subject)
    chips = [subject.hardware] if subject and subject.hardware else []
    chips += [ref.partition(":")[2] for ref in claim.about if ref.startswith("hardware:")]
    chips += [str(given_inputs(claim)[n]) for n in ("hardware", "as") if n in given_inputs(claim)]
    named = (f"hardware:{chip}" for chip in (*chips, COMPARED_WITH))
    return tuple(dict.fromkeys((claim.subject or "", *named)))


def _same_quantity(claim: Claim, reading: Reading) -> bool:
    o = reading.observation
    formats = (claim.number_format, claim.sparsity)
    same = all(w is None or w == g for w, g in zip(formats, reading.variety[2:], strict=True))
    return o.attribute == claim.attribute and same and reading.figure is not None


def _reported(claim: Claim, reading: Reading) -> QuantityEstimate:
    o = reading.observation
    quantity = reading.quantity
    why = _other_question(claim, o.scope, o.convention)
    note = why or ("" if quantity else "a bound: a constraint, no estimate")
    figure = reading.figure
    assert figure is not None
    return QuantityEstimate(
        key=o.key,
        route=o.basis or "reported",
        quantity=quantity,
        low=_finite(quantity.low if quantity else figure.low),
        high=_finite(quantity.high if quantity else figure.high),
        mass=quantity.mass(*region(claim)) if quantity else 0.0,
        source=o.source,
        scope=o.scope,
        convention=o.convention,
        grade=reading.grade,
        relay=reading.relay,
        self_interested=reading.self_interested,
        directness="direct",
        origins=reading.origins,
        published=reading.published,
        counted=not note and RELIABILITY[reading.grade] > 0,
        note="; ".join(n for n in (note, reading.note) if n),
        keys=(o.key,),
    )


def _derived(claim: Claim, route: Route) -> QuantityEstimate:
    quantity = route.as_answer(claim.convention)
    why = _other_question(claim, route.scope, route.convention)
    note = why or (
        "circular: its utilization was computed from the run's compute, not counted"
        if route.circular
        else ""
    )
    return QuantityEstimate(
        key=route.key,
        route=route.method,
        quantity=quantity,
        low=quantity.low,
        high=quantity.high,
        mass=quantity.mass(*region(claim)),
        source=" + ".join(route.sources),
        scope=route.scope,
        convention=route.convention,
        grade=route.grade,
        relay=route.relay,
        self_interested=route.self_interested,
        directness=route.directness,
        origins=route.origins,
        published=route.published,
        counted=not note and RELIABILITY[route.grade] > 0,
        note="; ".join(n for n in (note, *route.notes) if n),
        keys=tuple(reading.observation.key for reading in route.inputs.values()),
    )


def _finite(x: float) -> float | None:
    return None if abs(x) == float("inf") else x


def _other_question(claim: Claim, scope: str | None, convention: str | None) -> str:
    pairs = {"scope": (claim.scope, scope), "convention": (claim.convention, convention)}
    for name, (asked, given) in pairs.items():
        if asked and given and asked != given:
            return f"answers a different question: its {name} is {given}, the claim's {asked}"
    return ""


def _grouped(found: Iterable[QuantityEstimate]) -> tuple[QuantityEstimate, ...]:
    """Give estimates that share an origin, directly or through others, one group.

    Only what counts joins others: an estimate that is merely shown says nothing of who is
    independent of whom, and keeps a label of its own parties.
    """
    listed = tuple(found)
    groups: list[set[str]] = []
    for estimate in (e for e in listed if e.counted):
        merged = set(estimate.origins)
        apart = []
        for group in groups:
            if group & merged:
                merged |= group
            else:
                apart.append(group)
        groups = [*apart, merged]
    names = {origin: " + ".join(sorted(group)) for group in groups for origin in group}
    own = (" + ".join(sorted(e.origins)) for e in listed)
    return tuple(
        e._replace(group=names[min(e.origins)] if e.counted else label)
        for e, label in zip(listed, own, strict=True)
    )


def _inconsistent(counted: Sequence[QuantityEstimate]) -> bool:
    known = [e.quantity for e in counted if e.quantity]
    pairs = ((a, b) for i, a in enumerate(known) for b in known[i + 1 :])
    return any(agreement(a, b) > 2 for a, b in pairs)


def _mixed(counted: Sequence[QuantityEstimate]) -> bool:
    scopes = {e.scope for e in counted if e.scope}
    conventions = {e.convention for e in counted if e.convention}
    return len(scopes) > 1 or len(conventions) > 1
