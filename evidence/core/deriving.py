"""A subject's number by every route, side by side, and how far the routes agree."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any, NamedTuple

from evidence.core.agreeing import agreement
from evidence.core.derivations import ROUTES
from evidence.core.errors import NotFound
from evidence.core.implying import implied_by
from evidence.core.ledger import Ledger
from evidence.core.mixed_basis import mixed_basis
from evidence.core.numbers import format_number
from evidence.core.observing import Reading, readings
from evidence.core.quantity import Quantity
from evidence.core.route import Implied
from evidence.core.routes import Desk, chips_named_with, desk_of, routes_to
from evidence.core.scoring import RELIABILITY
from evidence.core.vocabulary import ATTRIBUTES, COMMON_FORMATS

DERIVABLE = tuple(dict.fromkeys(m.output for m in ROUTES if m.output in ATTRIBUTES))
"""The attributes to which some method leads."""

CONTRADICTORY = 3.0
"""Standard deviations beyond which two routes can hardly both be right."""

Range = tuple[float, float, float]
"""The 5, 50 and 95 % quantiles of a number."""


class Path(NamedTuple):
    """One way to the number: a sourced value of it, or a method on other sourced values."""

    method: str
    quantity: Quantity
    inputs: Mapping[str, Reading]
    scope: str | None
    convention: str | None
    number_format: str | None
    grade: str
    reliability: float
    circular: bool
    implied: Implied | None
    notes: tuple[str, ...]
    doubts: tuple[str, ...] = ()
    """What is suspicious about a stated value by itself."""
    mark: str = ""
    """What tells it from the other routes of its method, scope, convention and number format."""

    @property
    def range(self) -> Range:
        """The 5, 50 and 95 % quantiles."""
        return self.quantity.low, self.quantity.median, self.quantity.high

    @property
    def warnings(self) -> tuple[str, ...]:
        """What makes the number suspicious, such as the share of the peak that it would take."""
        return (*self.doubts, *(self.implied.doubts if self.implied else ()))

    @property
    def label(self) -> str:
        """The method with what tells it from its like; within a derivation no other has it."""
        sorts = (self.scope, self.convention, self.number_format)
        words = ", ".join(word for word in sorts if word)
        extra = "; ".join(part for part in (words, self.mark) if part)
        return f"{self.method} ({extra})" if extra else self.method


class Agreement(NamedTuple):
    """How far two routes of one scope lie apart."""

    a: str
    b: str
    ratio: float
    z: float


class Constraint(NamedTuple):
    """A sourced bound on the number, which makes no estimate."""

    text: str
    source: str


class Derivation(NamedTuple):
    """Everything that leads to one number of one subject on one day."""

    subject: str
    attribute: str
    unit: str
    as_of: str
    paths: tuple[Path, ...]
    agreement: tuple[Agreement, ...]
    constraints: tuple[Constraint, ...]
    selected: str | None
    others: tuple[str, ...] = ()
    """The other attributes to which routes lead."""

    def path(self, label: str) -> Path:
        """The route of a label."""
        return next(path for path in self.paths if path.label == label)

    @property
    def warnings(self) -> tuple[str, ...]:
        """The routes that contradict the one that derivations use."""
        return tuple(
            f"routes disagree: {other} is {format_number(self.path(other).range[1])}, "
            f"z {format_number(one.z)}: look at the inputs"
            for one in self.agreement
            if self.selected in (one.a, one.b) and one.z > CONTRADICTORY
            for other in {one.a, one.b} - {self.selected}
        )

    def to_dicts(self) -> list[dict[str, Any]]:
        """One mapping a route, as data frames take them."""
        return [
            {"method": p.label, "low": p.range[0], "median": p.range[1], "high": p.range[2]}
            for p in self.paths
        ]


def derive(ledger: Ledger, subject: str, attribute: str, as_of: str) -> Derivation:
    """Every route to an attribute of a subject; raises NotFound for an unknown subject."""
    if ledger.subject(subject) is None:
        raise NotFound(f"nothing is called '{subject}'")
    paths = _paths(ledger, subject, attribute, as_of)
    chosen = _chosen(paths)
    return Derivation(
        subject,
        attribute,
        ATTRIBUTES[attribute],
        as_of,
        paths,
        tuple(_agreement(a, b) for a, b in combinations(paths, 2) if _comparable(a, b)),
        _constraints(ledger, subject, attribute, as_of),
        chosen.label if chosen else None,
        tuple(a for a in reachable(ledger, subject, as_of) if a != attribute),
    )


def reachable(ledger: Ledger, subject: str, as_of: str) -> tuple[str, ...]:
    """The attributes to which any route leads; training compute where there is none."""
    found = tuple(a for a in DERIVABLE if _paths(ledger, subject, a, as_of))
    return found or DERIVABLE[:1]


def chosen_path(ledger: Ledger, subject: str, attribute: str, as_of: str) -> Path | None:
    """The route that derivations use; None where no route leads to the number."""
    return _chosen(_paths(ledger, subject, attribute, as_of))


def _paths(ledger: Ledger, subject: str, attribute: str, as_of: str) -> tuple[Path, ...]:
    question = ("paths", subject, attribute, as_of)
    if question not in ledger.memo:
        ledger.memo[question] = _found_paths(ledger, subject, attribute, as_of)
    found: tuple[Path, ...] = ledger.memo[question]
    return found


def _found_paths(ledger: Ledger, subject: str, attribute: str, as_of: str) -> tuple[Path, ...]:
    about = chips_named_with(ledger, subject)
    desk = desk_of(ledger, subject, as_of, about=about)
    stated = [
        _stated(reading, reading.quantity, desk)
        for reading in desk.known
        if reading.observation.attribute == attribute and reading.quantity
    ]
    derived = [
        Path(
            route.method,
            route.quantity,
            route.inputs,
            route.scope,
            route.convention,
            route.number_format,
            route.grade,
            RELIABILITY[route.grade] * route.relay,
            route.circular,
            route.implied,
            route.notes,
        )
        for route in routes_to(ledger, subject, attribute, as_of, about=about)
    ]
    return _told_apart((*stated, *derived))


def _told_apart(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The routes, those that share a label each with a mark of its own."""
    marks: dict[int, str] = {}
    for label in {path.label for path in paths}:
        places = [n for n, path in enumerate(paths) if path.label == label]
        marks |= zip(places, _marks([paths[n] for n in places]), strict=True)
    return tuple(path._replace(mark=marks[n]) for n, path in enumerate(paths))


def _marks(alike: list[Path]) -> list[str]:
    """What tells routes apart: the names of their own inputs, else the sources, else a count."""
    if len(alike) == 1:
        return [""]
    names = _own([{name: name for name in path.inputs} for path in alike])
    sources = _own(
        [{r.observation.key: r.observation.source for r in path.inputs.values()} for path in alike]
    )
    counts = [str(n) for n in range(1, len(alike) + 1)]
    return next(marks for marks in (names, sources, counts) if len({*marks}) == len(alike))


def _own(words: list[dict[str, str]]) -> list[str]:
    """The words of each whose keys not all of them have."""
    shared = set.intersection(*map(set, words))
    return [", ".join(dict.fromkeys(one[key] for key in one if key not in shared)) for one in words]


def _stated(reading: Reading, quantity: Quantity, desk: Desk) -> Path:
    o = reading.observation
    share = None
    if o.attribute == "training_compute":
        share = implied_by(desk, quantity, {}, o.scope)
    return Path(
        o.basis or "reported",
        quantity,
        {o.attribute: reading},
        o.scope,
        o.convention,
        o.number_format,
        reading.grade,
        reading.reliability,
        False,
        share,
        (reading.note,) if reading.note else (),
        mixed_basis(desk, reading),
    )


def _chosen(paths: tuple[Path, ...]) -> Path | None:
    """The most reliable route that is not circular, and covers the whole unless none does.

    Suspicious ones come last; of equals, one in a number format of common training use comes
    first, then the narrowest.
    """
    sound = [path for path in paths if not path.circular]
    return min(sound, key=_preference, default=None)


def _preference(path: Path) -> tuple[bool, bool, float, bool, float]:
    later = path.scope == "post_training"
    usual = path.number_format in (None, *COMMON_FORMATS)
    return later, bool(path.doubts), -path.reliability, not usual, path.quantity.width


def _comparable(a: Path, b: Path) -> bool:
    """Whether two routes lead to the same thing.

    Pre-training and its aftermath do not, nor the whole and its aftermath, and a share of one
    number format's peak is not comparable with a share of another's.
    """
    scopes = {a.scope, b.scope}
    same_scope = len(scopes) == 1 or (None in scopes and "post_training" not in scopes)
    shares = a.quantity.unit == b.quantity.unit == "share"
    return same_scope and (not shares or a.number_format == b.number_format)


def _agreement(a: Path, b: Path) -> Agreement:
    ratio = b.quantity.median / a.quantity.median
    return Agreement(a.label, b.label, ratio, agreement(a.quantity, b.quantity))


def _constraints(
    ledger: Ledger, subject: str, attribute: str, as_of: str
) -> tuple[Constraint, ...]:
    return tuple(
        Constraint(str(r.observation.value), r.observation.source)
        for r in readings(ledger, subject, as_of)
        if r.observation.attribute == attribute and r.figure and not r.quantity
    )
