"""JSONL files of any size, read twice: everything else first, then the items of evidence.

Items are most of a long file and name what the other records make, so these come first, wherever
they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from evidence.core.plain import fields_of
from evidence.exchange.bundle import Placed, placed
from evidence.exchange.files import lines, opened
from evidence.exchange.found import Fault, Refused
from evidence.exchange.inputs import Loc, accept
from evidence.exchange.jsonl_file import found_on
from evidence.exchange.plain_items import Items, bytes_say_evidence


def others(path: str) -> Iterator[Placed | str]:
    """The records that are no evidence, through the door; a line for each that it refuses.

    They end where the file cannot be read on, which reading the items tells.
    """
    with suppress(Refused), opened(Path(path)) as stream:
        for number, text in lines(stream, bytes_say_evidence):
            if text.strip():
                yield from placed(path, found_on(number, text))


def at_the_door(path: str, few: Items) -> Iterator[Placed | str]:
    """What the door makes of the lines that have to go through it."""
    for number, text in few.others:
        yield from placed(path, found_on(number, text))
    if few.refused is not None:
        yield from placed(path, Fault(*few.refused))


def plain_item(path: str, few: Items, at: int) -> Placed:
    """A plain item as the door would let it through."""
    return Placed(accept("evidence", fields_of(few.rows[at])), Loc(path, few.numbers[at]))
