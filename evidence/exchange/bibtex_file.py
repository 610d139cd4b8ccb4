"""Sources read from BibTeX: one entry a source, its key in small letters as the slug.

What is written by bibtex.py reads back as the same sources, as far as BibTeX holds them: the day of
publication, the grade and who speaks are not part of an entry. A file may be of any size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from evidence.core.limits import TEXT
from evidence.core.vocabulary import SOURCE_KINDS
from evidence.exchange.bibtex_text import names, plain_text, unquoted_address
from evidence.exchange.files import lines
from evidence.exchange.found import Fault, Found, Reading, Refused, plain

KINDS: Mapping[str, str] = {
    "techreport": "technical_report",
    "report": "technical_report",
    "manual": "datasheet",
    "article": "peer_reviewed",
    "inproceedings": "peer_reviewed",
    "conference": "peer_reviewed",
    "incollection": "peer_reviewed",
    "unpublished": "preprint",
    "phdthesis": "preprint",
    "dataset": "dataset",
    "software": "artifact",
}
"""The kind of a source by the type of its entry; of another type it is unassessed."""

PUBLISHERS = (
    *("institution", "journal", "journaltitle", "howpublished", "organization", "publisher"),
    "school",
)
"""The fields that may name the publisher, the first that is there."""

MOST_MARKS = 2_000
"""Opening braces and quotes in an entry: for each the library looks through the rest of it."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENTRY = re.compile(r"[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]")
_ARCHIVED = re.compile(r"(?:^|; )archived at (\S+)$")


def read_bibtex(stream: BinaryIO) -> Reading:
    """The sources of a BibTeX file with the lines on which their entries begin."""
    macros = {month: month for month in _MONTHS}
    empty = True
    try:
        for line, text in _entries(lines(stream)):
            empty = False
            yield from _read(line, text, macros)
    except Refused as refused:
        yield refused.fault
    else:
        if empty:
            yield Fault(0, "the file has no entry: write one such as @misc{slug, title = {...}}")


def _entries(numbered: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The text of each entry with its first line; what stands before the first is a remark."""
    first, parts, size, longest = 0, list[str](), 0, 4 * TEXT.value
    for number, text in numbered:
        if _ENTRY.match(text):
            if first:
                yield first, "".join(parts)
            first, parts, size = number, [], 0
        size += len(text)
        if first and size > longest:
            told = f"the entry is longer than {longest} characters: shorten it, {TEXT.or_raise()}"
            raise Refused(first, told)
        if first:
            parts.append(text)
    if first:
        yield first, "".join(parts)


def _read(line: int, text: str, macros: dict[str, str]) -> Reading:
    from pybtex.database.input.bibtex import LowLevelParser

    if text.count("{") + text.count('"') > MOST_MARKS:
        raise Refused(line, f"the entry has more than {MOST_MARKS} braces and quotes: shorten it")
    faults: list[Exception] = []
    for type_, body in LowLevelParser(text, macros=macros, handle_error=faults.append):
        if not faults and type_.lower() not in ("string", "preamble"):
            key, fields = body
            yield Found(line, "sources", _fields(type_.lower(), str(key), _by_name(fields)))
    if faults:
        yield _fault(line, faults[0])


def _fault(line: int, error: Exception) -> Fault:
    """What the library found wrong; an entry without an end is named by its beginning."""
    problem, kind = plain(str(error.args[0])), getattr(error, "error_type", "")
    if kind == "undefined string":
        problem = f"the string {problem} is not defined"
    offset = 0 if "end of file" in problem else getattr(error, "lineno", 1) - 1
    return Fault(line + offset, f"this is not BibTeX: {problem}")


def _by_name(fields: list[tuple[str, list[str]]]) -> dict[str, str]:
    """The fields by name in small letters, each on one line; the first of a name counts."""
    found: dict[str, str] = {}
    for name, parts in fields:
        found.setdefault(name.lower(), " ".join("".join(parts).split()))
    return found


def _fields(type_: str, key: str, given: Mapping[str, str]) -> dict[str, object]:
    """The fields of a source from those of an entry."""
    text = {name: plain_text(value) for name, value in given.items()}
    note, copy = _note(text.get("note", ""))
    notes = "\n".join(part for part in (text.get("annote", ""), note) if part)
    return {
        "slug": key.lower(),
        "kind": _kind(type_, text),
        "title": text.get("title"),
        "published": _day(text),
        "url": unquoted_address(given.get("url", "")),
        "authors": names(given.get("author", "")),
        "publisher": next((text[name] for name in PUBLISHERS if text.get(name)), None),
        "accessed": text.get("urldate"),
        "archive_url": copy,
        "doi": text.get("doi"),
        "arxiv": text.get("eprint") if _on_arxiv(text) else None,
        "tags": [tag.strip() for tag in text.get("keywords", "").split(",") if tag.strip()],
        "notes": notes,
    }


def _kind(type_: str, text: Mapping[str, str]) -> str:
    if text.get("entrysubtype") in SOURCE_KINDS:
        return text["entrysubtype"]
    if _on_arxiv(text) or text.get("journal", "").lower().startswith("arxiv"):
        return "preprint"
    return KINDS.get(type_, "unassessed")


def _on_arxiv(text: Mapping[str, str]) -> bool:
    archive = text.get("archiveprefix") or text.get("eprinttype") or ""
    return bool(text.get("eprint")) and archive.lower() == "arxiv"


def _day(text: Mapping[str, str]) -> str | None:
    """The date of an entry: its date, or its year with the month where that is one."""
    year, month = text.get("year"), text.get("month", "").lower()
    if text.get("date") or not year:
        return text.get("date")
    number = _MONTHS.index(month[:3]) + 1 if month[:3] in _MONTHS else month
    return f"{year}-{int(number):02d}" if str(number).isdecimal() else year


def _note(note: str) -> tuple[str, str | None]:
    """What a note says, and where it says that a copy is kept."""
    found = _ARCHIVED.search(note)
    return (note[: found.start()], found[1]) if found else (note, None)
