"""The items of evidence of a long JSONL file, so many at a time, the plain ones as rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from evidence.core.plain import Row
from evidence.exchange.files import lines, opened
from evidence.exchange.found import Refused
from evidence.exchange.plain_lines import longest, plain

_SAYS = r'"type"[ \t]*:[ \t]*"evidence"'
says_evidence = re.compile(_SAYS).search
"""Whether a line may be an item of evidence."""
bytes_say_evidence = re.compile(_SAYS.encode()).search
"""The same of a line that is not decoded."""


class Items(NamedTuple):
    """Some items that follow one another in a file: lists of tuples, texts and numbers alone.

    So another process may have read them.
    """

    rows: list[Row]
    """The plain ones."""
    texts: list[str]
    """The canonical JSON of each of these."""
    numbers: list[int]
    """The line on which each of these stands."""
    others: list[tuple[int, str]]
    """The lines that have to go through the door, with their numbers."""
    refused: tuple[int, str] | None
    """Where and why the file cannot be read on after them."""
    passed: int
    """Bytes of the file up to their end; 0 where it cannot be read on."""


def items(path: str, size: int) -> Iterator[Items]:
    """The items of a file, so many at a time."""
    few, limit, passed = _none(), longest(), 0
    try:
        with opened(Path(path)) as stream:
            for number, text in lines(stream):
                if says_evidence(text):
                    _take(few, number, text, limit)
                    if len(few.rows) + len(few.others) == size:
                        yield few._replace(passed=stream.tell())
                        few = _none()
            passed = stream.tell()
    except Refused as refused:
        few = few._replace(refused=(refused.fault.line, refused.fault.message))
    yield few._replace(passed=passed)


def _none() -> Items:
    return Items([], [], [], [], None, 0)


def _take(few: Items, number: int, text: str, limit: int) -> None:
    found = plain(text.rstrip("\r\n"), limit)
    if found is None:
        few.others.append((number, text))
    else:
        few.rows.append(found.row)
        few.texts.append(found.text)
        few.numbers.append(number)
