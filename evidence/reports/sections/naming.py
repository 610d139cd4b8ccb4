"""How sources, subjects and days are named in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from evidence.core.cleaning import shortened
from evidence.core.judging import OWN_SEARCHES, POOLED, UNNAMED
from evidence.core.ledger import Ledger
from evidence.core.records import (
    Claim,
    Evidence,
    Observation,
    Record,
    Search,
    Source,
    Subject,
)
from evidence.core.roll_call import VOICE
from evidence.core.vocabulary import VERIFICATION
from evidence.reports.page import Span, Text, link, text

TITLE = 90
"""The most characters of a title in a table or a line."""


def source_name(source: Source | None, slug: str | None) -> Text:
    """Who speaks and where, leading to the source's own page."""
    if source is None:
        return text(slug) if slug else ()
    title = link(shortened(source.title or source.slug, TITLE), f"source:{source.slug}")
    return text(f"{source.party}: ", title) if source.party else text(title)


def subject_name(reference: str, name: str | None = None) -> Span:
    """A subject by its name, leading to its own page."""
    return link(name or reference.partition(":")[2], reference)


def named(reference: str, ledger: Ledger) -> Span:
    """A subject by the name that the records give it, leading to its own page."""
    found = ledger.subject(reference)
    return subject_name(reference, found.name if found else None)


def claim_name(claim: Claim) -> Span:
    """A claim by what it states, leading to its own page."""
    return link(claim.statement, f"claim:{claim.slug}")


def unit_title(unit: str, names: Mapping[str, str]) -> str:
    """A unit of a roll call by the name of its subject."""
    return next((name for ref, name in names.items() if ref.partition(":")[2] == unit), unit)


def day(record: Evidence | Observation | Search, source: Source | None) -> str:
    """The day that a record counts from, as it was entered."""
    if isinstance(record, Search):
        return record.date
    return record.published or (source.published if source else None) or "no date"


def how_read(record: Evidence | Observation | Search) -> str:
    """How a record was read, in words."""
    if isinstance(record, Search):
        return "our own search"
    return VERIFICATION.get(record.verified or "", "how it was read is not recorded")


def names(record: Record) -> tuple[str, str]:
    """What a thing is called, and by which other words it is found."""
    if isinstance(record, Subject):
        return record.name or record.slug, " ".join((record.slug, *record.aliases))
    if isinstance(record, Source):
        others = (record.slug, record.party, *record.authors)
        return record.title or record.slug, " ".join(word for word in others if word)
    slug = str(getattr(record, "slug", ""))
    return str(getattr(record, "statement", slug)), slug


def attribute_name(attribute: str) -> str:
    """An attribute in words: `training_compute` is "training compute"."""
    return attribute.replace("_", " ")


def listed(words: Iterable[str]) -> str:
    """Words in a row, the last two joined by "and"."""
    every = [word for word in words if word]
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} and {every[-1]}"


def signed(db: float, places: int = 2) -> str:
    """A weight with its sign; minus is a minus, as in the charts."""
    return minus(f"{db + 0.0:+.{places}f}")


def minus(words: str) -> str:
    """The words, with a minus before negative numbers instead of a hyphen."""
    return _NEGATIVE.sub("\N{MINUS SIGN}", words)


_NEGATIVE = re.compile(r"(?<![^\s(])-(?=\d)")


def group_name(group: str) -> str:
    """An independence group in words."""
    return GROUPS.get(group, group)


GROUPS = {
    POOLED: "sources of low grade, taken together",
    UNNAMED: "sources of which nobody says who speaks",
    OWN_SEARCHES: "our own searches",
    VOICE: "the units of the roll call",
}
