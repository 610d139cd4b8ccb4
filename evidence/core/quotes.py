"""Which quotes stand in the copies of their sources: found, near, missing, or not checked.

A check that could not run says so, and why; it never counts as passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from evidence.core.folding import Page
from evidence.core.ledger import Ledger
from evidence.core.near_misses import nearest
from evidence.core.quoting import Piece, Unsearchable, pieces, stands
from evidence.core.records import Evidence, Observation, kind_of
from evidence.core.vocabulary import QUOTE_VERDICTS

NO_COPY = "no copy of its source is kept"


class Quoted(NamedTuple):
    """One quote, and whether it stands in the copy of its source."""

    kind: str
    """The kind of the record: `evidence` or `observations`."""
    owner: str
    """The claim, or the subject, that the record is about."""
    key: str
    source: str
    locator: str | None
    verdict: str
    """A term of `vocabulary.QUOTE_VERDICTS`."""
    remark: str = ""
    """How the nearest passage differs, or why the quote was not checked."""

    @property
    def place(self) -> str:
        """The record with its source and locator, as messages name it."""
        at = f", {self.locator}" if self.locator else ""
        return f"{self.kind.removesuffix('s')} {self.key} of {self.owner} ({self.source}{at})"


class Quotes(NamedTuple):
    """Every quote that was to be checked, by source and key."""

    items: tuple[Quoted, ...] = ()

    def of(self, verdict: str) -> tuple[Quoted, ...]:
        """Those with one verdict."""
        return tuple(one for one in self.items if one.verdict == verdict)

    @property
    def counts(self) -> dict[str, int]:
        """How many have each verdict."""
        verdicts = [one.verdict for one in self.items]
        return {verdict: verdicts.count(verdict) for verdict in QUOTE_VERDICTS}

    def to_dicts(self) -> list[dict[str, Any]]:
        """One mapping a quote, as data frames take them."""
        return [one._asdict() for one in self.items]


def quoting(ledger: Ledger) -> dict[str, list[Evidence | Observation]]:
    """The records with a quote by their source, in order; those that were retracted left out."""
    found: dict[str, list[Evidence | Observation]] = {}
    records = [r for r in ledger if isinstance(r, Evidence | Observation)]
    for record in sorted(records, key=lambda one: (one.source, one.key)):
        if record.quote and not record.retracted:
            found.setdefault(record.source, []).append(record)
    return found


def checked(records: Iterable[Evidence | Observation], page: Page) -> Iterator[Quoted]:
    """The records with a quote, looked for in the copy of their source."""
    for record in records:
        yield _quoted(record, *judged(record.quote or "", page))


def unchecked(records: Iterable[Evidence | Observation], why: str = NO_COPY) -> Iterator[Quoted]:
    """The same for records whose quotes could not be looked for."""
    for record in records:
        yield _quoted(record, "not_checked", why)


def judged(quote: str, page: Page) -> tuple[str, str]:
    """The verdict on a quote, with what there is to say about it.

    >>> judged("We train ... in FP8", Page("We train all of them in fp8."))
    ('near', "'FP8' is 'fp8' there")
    """
    try:
        wanted = pieces(quote)
        if _stands(wanted, page):
            return "found", ""
    except Unsearchable as error:
        return "not_checked", str(error)
    return _missed(wanted, page)


def _stands(wanted: list[Piece], page: Page) -> bool:
    if stands(wanted, page.as_set):
        return True
    alike = [piece._replace(text=page.alike(piece.text)) for piece in wanted]
    return page.is_broken and stands(alike, page.joined)


def _missed(wanted: list[Piece], page: Page) -> tuple[str, str]:
    """What to say of a quote that does not stand there as it is."""
    misses = []
    for piece in wanted:
        if _stands([piece._replace(reach=None)], page):
            continue
        miss = nearest(piece.text, page)
        if miss is None:
            return "missing", f"nothing like '{_short(piece.text)}' is in the copy"
        misses.append(miss)
    if not misses:
        return "missing", "its parts are in the copy, but not in this order or too far apart"
    told = "; ".join(str(miss) for miss in misses)
    return ("near" if all(miss.near for miss in misses) else "missing"), told


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


def _quoted(record: Evidence | Observation, verdict: str, remark: str) -> Quoted:
    owner = record.claim if isinstance(record, Evidence) else record.subject
    fields = owner, record.key, record.source, record.locator, verdict, remark
    return Quoted(kind_of(record), *fields)
