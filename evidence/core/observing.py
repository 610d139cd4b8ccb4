"""What the sources say of a subject in numbers at a date, and which figure derivations use.

Competing figures stay side by side. For each combination of scope, convention and number format
one is selected: the one a declared selection names, else the best graded, then the latest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from evidence.core.figures import figure_quantity
from evidence.core.judging import POOLED, grade_on, speaker
from evidence.core.ledger import Ledger
from evidence.core.numbers import Figure, parse_figure
from evidence.core.quantity import Quantity
from evidence.core.records import Observation, Selection, Source
from evidence.core.scoring import RELIABILITY, self_interested
from evidence.core.visibility import lives
from evidence.core.vocabulary import ATTRIBUTES, EXACT_ATTRIBUTES

POINT_FACTOR = {"reported": 1.1, "derived": 1.5, "third_party": 1.5}
"""The 90 % factor of a figure without a range, by its basis."""

Variety = tuple[str | None, str | None, str | None, str | None]
"""Scope, convention, number format and sparsity: what keeps two figures from competing."""


class Reading(NamedTuple):
    """One visible observation as a quantity, with what it inherits from its source."""

    observation: Observation
    figure: Figure | None
    """None where the value is a word, such as a number format."""
    quantity: Quantity | None
    """None where there is no estimate: a word, or a bound."""
    grade: str
    relay: float
    self_interested: bool
    origins: frozenset[str]
    published: str
    note: str

    @property
    def reliability(self) -> float:
        """How reliable the source is on this subject, self-interest and relays included."""
        known = RELIABILITY[self.grade]
        return (self_interested(known) if self.self_interested else known) * self.relay

    @property
    def variety(self) -> Variety:
        """What distinguishes it from the other figures of its attribute."""
        o = self.observation
        return o.scope, o.convention, o.number_format, o.sparsity


def readings(
    ledger: Ledger, subject: str, as_of: str, point_factor: float | None = None
) -> tuple[Reading, ...]:
    """What was public about a subject at the end of a day, by attribute and key.

    `point_factor` replaces the 90 % factor of every figure that states no range.
    """
    question = ("readings", subject, as_of, point_factor)
    if question not in ledger.memo:
        if point_factor is None:
            ledger.memo[question] = _readings(ledger, subject, as_of)
        else:
            stated = readings(ledger, subject, as_of)
            ledger.memo[question] = tuple(_tried(reading, point_factor) for reading in stated)
    found: tuple[Reading, ...] = ledger.memo[question]
    return found


def _readings(ledger: Ledger, subject: str, as_of: str) -> tuple[Reading, ...]:
    observations = ledger.observations_of(subject)
    alive = lives(observations, ledger)
    chosen = [o for o in observations if alive[o.key].visible(as_of) and not alive[o.key].draft]
    return tuple(_reading(o, alive[o.key].start or "", ledger) for o in chosen)


def _tried(reading: Reading, point_factor: float) -> Reading:
    """A reading as it would be with another factor around its figure."""
    figure, quantity = _figure(reading.observation, point_factor)
    return reading._replace(figure=figure, quantity=quantity)


def _reading(o: Observation, start: str, ledger: Ledger) -> Reading:
    source = ledger.source(o.source)
    graded = grade_on(source, (o.subject,), ledger)
    figure, quantity = _figure(o)
    return Reading(
        observation=o,
        figure=figure,
        quantity=quantity,
        grade=graded.grade,
        relay=RELIABILITY[o.relayed_from_grade] if o.relayed_from_grade else 1.0,
        self_interested=bool(source and source.self_interested),
        origins=origins(o, graded.grade, source, ledger),
        published=start,
        note=graded.note,
    )


def _figure(
    o: Observation, point_factor: float | None = None
) -> tuple[Figure | None, Quantity | None]:
    if o.attribute == "number_format":
        return None, None
    figure = parse_figure(o.value, ATTRIBUTES[o.attribute], signed=True)
    if figure.kind == "bound":
        return figure, None
    factor = 1.0
    if o.attribute not in EXACT_ATTRIBUTES:
        factor = point_factor or POINT_FACTOR[o.basis or "reported"]
    if point_factor:
        figure = _unmarked(figure)
    return figure, figure_quantity(figure, factor)


def _unmarked(figure: Figure) -> Figure:
    """A figure without `~`, in each of its alternatives too."""
    parts = tuple((weight, _unmarked(part)) for weight, part in figure.parts)
    return figure._replace(approximate=False, parts=parts)


def origins(
    o: Observation,
    grade: str,
    source: Source | None,
    ledger: Ledger,
    seen: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """The parties behind a figure: those it was worked out from, else the one who states it."""
    if grade in ("D", "F"):
        return frozenset({POOLED})
    if o.origin:
        return frozenset({o.origin})
    stated = frozenset({speaker(source, ledger)})
    if o.basis not in ("derived", "third_party"):
        return stated
    seen = seen | {o.key}
    behind = frozenset(p for entry in o.derived_from for p in _behind(entry, ledger, seen))
    return behind or developer(ledger, o.subject) or stated


def _behind(entry: str, ledger: Ledger, seen: frozenset[str]) -> frozenset[str]:
    """The parties behind one entry of `derived_from`: a party, or the key of an observation."""
    used = ledger.observation(entry)
    if used is None:
        return frozenset({entry})
    if used.key in seen:
        return frozenset()
    source = ledger.source(used.source)
    graded = grade_on(source, (used.subject,), ledger)
    return origins(used, graded.grade, source, ledger, seen)


def developer(ledger: Ledger, ref: str) -> frozenset[str]:
    """The organization that made a subject, as a set of none or one."""
    subject = ledger.subject(ref)
    if subject is None:
        return frozenset()
    slug = subject.organization or (subject.slug if subject.type == "organization" else None)
    return frozenset({slug}) if slug else frozenset()


def selected(
    ledger: Ledger, subject: str, attribute: str, known: Sequence[Reading]
) -> tuple[Reading, ...]:
    """One figure for each variety of an attribute: the one that derivations use."""
    varieties: dict[Variety, list[Reading]] = {}
    for reading in known:
        if reading.observation.attribute == attribute and reading.quantity is not None:
            varieties.setdefault(reading.variety, []).append(reading)
    if not varieties:
        return ()
    pinned = _pinned(ledger.selections(subject, attribute), varieties)
    if pinned or len(varieties) == 1:
        return pinned or tuple(map(_best, varieties.values()))
    return tuple(_best(varieties[variety]) for variety in sorted(varieties, key=str))


def _pinned(
    selections: Sequence[Selection], varieties: dict[Variety, list[Reading]]
) -> tuple[Reading, ...]:
    every = [reading for rivals in varieties.values() for reading in rivals]
    keys = [s.observation for s in selections if s.observation]
    named = [r for r in every if any(r.observation.key.startswith(key) for key in keys)]
    if named or not any(s.rule == "latest" for s in selections):
        return tuple(named)
    return tuple(max(r, key=lambda x: x.published) for r in varieties.values())


def _best(rivals: Sequence[Reading]) -> Reading:
    if len(rivals) == 1:
        return rivals[0]
    best = max((r.reliability, r.published) for r in rivals)
    return min(
        (r for r in rivals if (r.reliability, r.published) == best),
        key=lambda r: r.observation.key,
    )
