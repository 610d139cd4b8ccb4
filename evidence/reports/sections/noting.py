"""The numbered notes: the source of each quote and number, where in it, and how it was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evidence.core.numbers import brief
from evidence.core.records import Observation, Search, Source
from evidence.reports.dossier import Note, Sourced
from evidence.reports.page import Note as PageNote
from evidence.reports.page import Notes, Text, joined, sentence, text, web
from evidence.reports.sections.naming import attribute_name, day, how_read, source_name

TITLE = "Notes"


def notes(listed: Iterable[Note]) -> Notes:
    """The notes of a report as its last pages print them."""
    return Notes(tuple(PageNote(note.number, _words(note)) for note in listed))


def _words(note: Note) -> Text:
    record = note.record
    if isinstance(record, Search):
        looked = f"Looked in {record.corpus} for “{record.query}” on {record.date}"
        return text(sentence(looked), " Our own search." if not record.source else "")
    parts = [
        source_name(note.source, record.source),
        *(text(words) for words in _particulars(record, note.source)),
        *addresses(note.source),
    ]
    read = f"({how_read(record)}{_detail(record)})"
    return joined(parts, ", ") + text(f" {read}.")


def _particulars(record: Sourced, source: Source | None) -> Iterator[str]:
    if isinstance(record, Observation):
        yield f"{attribute_name(record.attribute)} {brief(record.value)}"
        if record.quote:
            yield f"“{record.quote}”"
    if not isinstance(record, Search) and record.locator:
        yield record.locator
    yield day(record, source)


def _detail(record: Sourced) -> str:
    words = getattr(record, "verified_note", None)
    return f": {words}" if words else ""


def addresses(source: Source | None) -> Iterator[Text]:
    """Where a source can be read: its address, its archived copy, its DOI."""
    if source is None:
        return
    if source.url:
        yield text(web(source.url, source.url))
    if source.archive_url:
        yield text(web("archived copy", source.archive_url))
    if source.doi and not source.url:
        yield text(web(f"doi:{source.doi}", f"https://doi.org/{source.doi}"))
    if source.arxiv and not source.url:
        yield text(web(f"arXiv:{source.arxiv}", f"https://arxiv.org/abs/{source.arxiv}"))
