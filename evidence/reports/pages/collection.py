"""What pages are made from: the records, where every claim stands, and the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from evidence.core.ledger import Ledger
from evidence.core.records import Evidence, Observation, Search, Subject
from evidence.core.support import Outline, Support

if TYPE_CHECKING:
    from evidence.reports.dossier import Dossier, Stamp


class Sayings(NamedTuple):
    """What one source says: about claims, and in numbers."""

    items: Sequence[Evidence | Search] = ()
    numbers: Sequence[Observation] = ()


NOTHING = Sayings()


class Collection(NamedTuple):
    """Everything that is published together."""

    ledger: Ledger
    outlines: Mapping[str, Outline]
    """Where each claim stands, by its slug."""
    supports: Mapping[str, Support]
    """The same with all reasons."""
    stamp: Stamp
    dossier: Callable[[Support], Dossier]
    """What there is to say of one claim."""
    about: Mapping[str, Sequence[str]]
    """The slugs of the claims about each subject, by its reference."""
    sayings: Mapping[str, Sayings]
    """What each source says, by its slug."""
    kin: Mapping[str, Sequence[Subject]]
    """What belongs to each organization or uses each chip, by its reference."""


def about(ledger: Ledger) -> dict[str, list[str]]:
    """The claims about each subject, or asked of it as a unit, by its reference."""
    found: dict[str, list[str]] = {}
    for claim in ledger.claims():
        for ref in dict.fromkeys((claim.subject, *claim.about, *claim.units)):
            if ref:
                found.setdefault(ref, []).append(claim.slug)
    return found


def sayings(ledger: Ledger) -> dict[str, Sayings]:
    """What each source says, by its slug; gathered at once, as each needs every record."""
    items: dict[str, list[Evidence | Search]] = {}
    numbers: dict[str, list[Observation]] = {}
    for kind in ("evidence", "searches", "observations"):
        for record in ledger.of_kind(kind):
            if isinstance(record, Observation):
                numbers.setdefault(record.source, []).append(record)
            elif isinstance(record, Evidence | Search) and record.source:
                items.setdefault(record.source, []).append(record)
    slugs = {*items, *numbers}
    return {slug: Sayings(items.get(slug, ()), numbers.get(slug, ())) for slug in slugs}


def kin(ledger: Ledger) -> dict[str, list[Subject]]:
    """What belongs to each organization or uses each chip; gathered at once, as for sayings."""
    kinds = ("models", "clusters", "hardware")
    found: dict[str, list[Subject]] = {}
    for one in (subject for kind in kinds for subject in ledger.subjects(kind)):
        for type_, slug in (("organization", one.organization), ("hardware", one.hardware)):
            if slug:
                found.setdefault(f"{type_}:{slug}", []).append(one)
    return found
