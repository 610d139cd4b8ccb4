"""What the reader of a file gives back: records as they stand there, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from evidence.core.checking import did_you_mean
from evidence.core.limits import NESTING, VALUES
from evidence.core.records import KINDS, SINGULAR


class Found(NamedTuple):
    """The fields of one record, the kind they were listed under and the line they begin on."""

    line: int
    kind: str
    fields: Mapping[str, object]


class Fault(NamedTuple):
    """Something wrong with the file itself; line 0 is the file as a whole."""

    line: int
    message: str


class Refused(Exception):
    """The file cannot be read beyond this line."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.fault = Fault(line, message)


Reading = Iterator[Found | Fault]


def shown(value: object, longest: int = 60) -> str:
    r"""A value for a message: on one line, short, with control and direction marks spelled out.

    >>> print(shown("a" + chr(7)), shown(3), shown("x" * 80, 5))
    'a\x07' 3 'xxxx…'
    """
    if not isinstance(value, str):
        return _safe(_outline(value), longest)
    return f"'{_safe(value, longest)}'"


def plain(text: str, longest: int = 200) -> str:
    """A text of the file or of another program for a message: as `shown`, without quotes."""
    return _safe(text, longest)


def _safe(text: str, longest: int) -> str:
    short = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in short)


def _outline(value: object) -> str:
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "nothing"
    if isinstance(value, int) and abs(value) >= 10**64:
        return "a whole number of more than 64 digits"
    return str(value)


def too_deep() -> str:
    """The message for lists and mappings that are nested beyond the limit."""
    return f"it is nested deeper than {NESTING.value} levels: flatten it, {NESTING.or_raise()}"


def too_many() -> str:
    """The message for more values in a file than the limit."""
    number = VALUES.value
    return f"there are more than {number} values: write the file as JSONL, {VALUES.or_raise()}"


def first_twice(names: Iterable[str]) -> str | None:
    """The first name that stands in a list a second time."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None


def unknown_kind(kind: str) -> str:
    """The message for a kind that there is not."""
    plural = next((many for many, one in SINGULAR.items() if one == kind), None)
    hint = f"did you mean '{plural}'?" if plural else did_you_mean(kind, KINDS)
    return f"{shown(kind)} is no kind of record: {hint or 'choose one of ' + ', '.join(KINDS)}"
