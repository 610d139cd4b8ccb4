"""What was written to a claim and to what bears on it, each write in one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from evidence.core.records import SINGULAR, SUBJECT_KINDS, claim_and_unit

Fields = Mapping[str, Any]
"""A record as the log holds it."""
EVENTS = ("added", "corrected", "retracted", "removed")
"""What a write may do to a record."""


class Written(NamedTuple):
    """One write, as far as it concerns the claim."""

    seq: int
    recorded: str
    actor: str
    operation: str
    summary: str
    hash: str
    wrote: Mapping[tuple[str, str], int]
    """How many records it did what to, by the event and the kind of a bundle."""

    @property
    def day(self) -> str:
        """The day on which it was recorded (UTC)."""
        return self.recorded[:10]

    @property
    def sentence(self) -> str:
        """What was done, with how much of it concerns the claim.

        >>> wrote = {("added", "evidence"): 2, ("corrected", "sources"): 1}
        >>> Written(3, "2025-01-10T12:00:00Z", "me", "import", "import a.yaml", "", wrote).sentence
        'import a.yaml (2 items of evidence added, 1 source corrected)'
        """
        parts = [f"{_counted(n, kind)} {event}" for (event, kind), n in self.wrote.items()]
        return f"{self.summary or self.operation} ({', '.join(parts)})"


class Changelog(tuple[Written, ...]):
    """The writes that concern one claim, oldest first."""

    __slots__ = ()

    def to_dicts(self) -> list[dict[str, Any]]:
        """One mapping a write, as data frames take them."""
        return [
            {
                **{name: getattr(one, name) for name in Written._fields[:-1]},
                **{"day": one.day, "sentence": one.sentence},
            }
            for one in self
        ]


class Concern(NamedTuple):
    """What a claim is judged by, so that a write to it concerns the claim."""

    claim: str
    subjects: frozenset[str] = frozenset()
    """The subjects whose numbers may answer it."""
    sources: frozenset[str] = frozenset()
    """The sources that are cited; to correct or retract one may change what their words weigh."""

    def places(self) -> frozenset[Place]:
        """Under what to look for the changes that may concern the claim."""
        subjects = (("subject", ref) for ref in self.subjects)
        sources = (("source", slug) for slug in self.sources)
        return frozenset((("claim", self.claim), *subjects, *sources))

    def marks(self) -> list[str]:
        """Texts one of which is in the canonical JSON of every record that concerns the claim."""
        slugs = [*(ref.partition(":")[2] for ref in self.subjects), *self.sources]
        owners = [f'"{self.claim}"', f'"{self.claim}/', *(f'"{ref}"' for ref in self.subjects)]
        return owners + [f'"slug":"{slug}"' for slug in sorted(slugs)]


Place = tuple[str, str]
"""A claim by its slug, a subject by its reference, or a source by its slug."""
_NAMED = ("sources", *SUBJECT_KINDS)
"""The kinds that others name, of which only a correction concerns a claim."""


def place(kind: str, before: Fields | None, after: Fields | None) -> Place | None:
    """Under what a change is to be looked for by those whom it may concern."""
    fields = after or before or {}
    slug = str(fields.get("slug"))
    if kind in ("evidence", "searches", "resolutions"):
        return "claim", claim_and_unit(str(fields.get("claim")))[0]
    if kind in ("observations", "selections"):
        return "subject", str(fields.get("subject"))
    if kind == "claims":
        return "claim", slug
    if kind == "sources":
        return "source", slug
    return ("subject", f"{SUBJECT_KINDS[kind]}:{slug}") if kind in SUBJECT_KINDS else None


def wrote(
    concern: Concern, pairs: Sequence[tuple[str, Fields | None, Fields | None]]
) -> dict[tuple[str, str], int]:
    """How many records of a write concern the claim, by what happened to them and by kind."""
    near, found = concern.places(), dict[tuple[str, str], int]()
    for kind, before, after in pairs:
        event = _event(kind, before, after)
        if event is not None and place(kind, before, after) in near:
            found[event, kind] = found.get((event, kind), 0) + 1
    order = list(SINGULAR)
    ranked = sorted(found, key=lambda one: (EVENTS.index(one[0]), order.index(one[1])))
    return {one: found[one] for one in ranked}


def _event(kind: str, before: Fields | None, after: Fields | None) -> str | None:
    """What a change did to a record; what others name says nothing new by coming or going."""
    if before is None or after is None:
        come = "added" if before is None else "removed"
        return None if kind in _NAMED else come
    return "retracted" if _withdrawn(after) and not _withdrawn(before) else "corrected"


def _withdrawn(fields: Fields) -> bool:
    return bool(fields.get("retracted")) or fields.get("standing") in ("retracted", "fabricated")


def _counted(number: int, kind: str) -> str:
    if kind == "evidence":
        return f"{number} {'item' if number == 1 else 'items'} of evidence"
    return f"{number} {SINGULAR[kind] if number == 1 else kind}"
