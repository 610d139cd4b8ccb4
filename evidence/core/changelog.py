"""What was written to a claim and to what bears on it, each write in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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

    def places(self) -> Iterator[tuple[str, str]]:
        """Under what to look for the changes that may concern the claim."""
        yield "claim", self.claim
        yield from (("subject", ref) for ref in sorted(self.subjects))
        yield from (("source", slug) for slug in sorted(self.sources))

    def marks(self) -> list[str]:
        """Texts one of which is in the canonical JSON of every record that concerns the claim."""
        slugs = [*(ref.partition(":")[2] for ref in self.subjects), *self.sources]
        owners = [f'"{self.claim}"', f'"{self.claim}/', *(f'"{ref}"' for ref in self.subjects)]
        return owners + [f'"slug":"{slug}"' for slug in sorted(slugs)]

    def counted(self, kind: str, before: Fields | None, after: Fields | None) -> str | None:
        """What a change of one record did, if that concerns the claim."""
        fields = after or before or {}
        if not self._owns(kind, fields) and not self._cites(kind, before, after):
            return None
        if before is None or after is None:
            return "added" if before is None else "removed"
        return "retracted" if _withdrawn(after) and not _withdrawn(before) else "corrected"

    def _owns(self, kind: str, fields: Fields) -> bool:
        if kind in ("evidence", "searches", "resolutions"):
            return claim_and_unit(str(fields.get("claim")))[0] == self.claim
        if kind in ("observations", "selections"):
            return fields.get("subject") in self.subjects
        return kind == "claims" and fields.get("slug") == self.claim

    def _cites(self, kind: str, before: Fields | None, after: Fields | None) -> bool:
        """A source or subject that comes with its evidence says nothing new: only corrections."""
        if before is None or after is None:
            return False
        slug = after.get("slug")
        if kind == "sources":
            return slug in self.sources
        return f"{SUBJECT_KINDS.get(kind)}:{slug}" in self.subjects


def places(kind: str, before: Fields | None, after: Fields | None) -> Iterator[tuple[str, str]]:
    """Under what a change is to be looked for by those whom it may concern."""
    fields = after or before or {}
    if kind in ("evidence", "searches", "resolutions"):
        yield "claim", claim_and_unit(str(fields.get("claim")))[0]
    elif kind in ("observations", "selections"):
        yield "subject", str(fields.get("subject"))
    elif kind == "claims":
        yield "claim", str(fields.get("slug"))
    elif kind == "sources":
        yield "source", str(fields.get("slug"))
    elif kind in SUBJECT_KINDS:
        yield "subject", f"{SUBJECT_KINDS[kind]}:{fields.get('slug')}"


def wrote(
    concern: Concern, pairs: Sequence[tuple[str, Fields | None, Fields | None]]
) -> dict[tuple[str, str], int]:
    """How many records of a write concern the claim, by what happened to them and by kind."""
    found: dict[tuple[str, str], int] = {}
    for kind, before, after in pairs:
        event = concern.counted(kind, before, after)
        if event is not None:
            found[event, kind] = found.get((event, kind), 0) + 1
    order = list(SINGULAR)
    places = sorted(found, key=lambda place: (EVENTS.index(place[0]), order.index(place[1])))
    return {place: found[place] for place in places}


def _withdrawn(fields: Fields) -> bool:
    return bool(fields.get("retracted")) or fields.get("standing") in ("retracted", "fabricated")


def _counted(number: int, kind: str) -> str:
    if kind == "evidence":
        return f"{number} {'item' if number == 1 else 'items'} of evidence"
    return f"{number} {SINGULAR[kind] if number == 1 else kind}"
