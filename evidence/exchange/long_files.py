"""JSONL files of any size, read twice: everything else first, then the items of evidence.

Items are most of a long file and name what the other records make, so these come first, wherever
they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from evidence.exchange.bundle import Placed, placed
from evidence.exchange.files import lines, opened
from evidence.exchange.found import Refused
from evidence.exchange.inputs import Loc
from evidence.exchange.jsonl_file import found_on
from evidence.exchange.plain_lines import Plain, longest, plain

_says_evidence = re.compile(r'"type"\s*:\s*"evidence"').search


class PlainPlace(NamedTuple):
    """A plain item and where it stands."""

    item: Plain
    loc: Loc


def others(path: str) -> Iterator[Placed | str]:
    """The records that are no evidence, through the door; a line for each that it refuses."""
    for number, text in _lines(path, None):
        if isinstance(text, Refused):
            yield from placed(path, text.fault)
        elif text.strip() and not _says_evidence(text):
            yield from placed(path, found_on(number, text))


def items(
    path: str, passed: Callable[[int], None] | None = None
) -> Iterator[PlainPlace | Placed | str]:
    """The items of evidence: plain ones as they stand, and all others through the door.

    `passed` is told how many more bytes have been read.
    """
    limit = longest()
    for number, text in _lines(path, passed):
        if isinstance(text, Refused) or not _says_evidence(text):
            continue
        item = plain(text.rstrip("\r\n"), limit)
        if item is None:
            yield from placed(path, found_on(number, text))
        else:
            yield PlainPlace(item, Loc(path, number))


def _lines(path: str, passed: Callable[[int], None] | None) -> Iterator[tuple[int, str | Refused]]:
    """The lines of a file; at its end, or where it cannot be read on, what stands in the way."""
    try:
        with opened(Path(path), passed) as stream:
            yield from lines(stream)
    except Refused as refused:
        yield 0, refused
