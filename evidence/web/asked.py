"""What a request asks for, read from its address; anything that is not understood is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from evidence.core.dates import last_day
from evidence.core.errors import Invalid, NotFound
from evidence.reports.site.paths import reference_of

FILTERS = ("text", "kind", "status", "tag", "sort")
"""The fields by which the list of claims is narrowed and ordered."""
LONGEST = 1000
"""Characters of the longest value that is looked at."""

Pairs = tuple[tuple[str, str], ...]


class Asked(NamedTuple):
    """One page on one day."""

    reference: str
    """As `pages.page_of` takes it."""
    part: int
    """Which part of a long page, from 1."""
    form: str
    """`html` or `json`."""
    as_of: str | None = None
    known_at: str | None = None
    step: int | None = None
    """Which of the days that the slider offers, in place of `as_of`."""
    text: str = ""
    """What is searched for."""
    chosen: Mapping[str, str] = {}
    """The filters of the list of claims that are set."""

    @property
    def days(self) -> Pairs:
        """The day as every link within keeps it; nothing where it is left to be today's."""
        named = (("as-of", self.as_of), ("known-at", self.known_at))
        return tuple((name, day) for name, day in named if day)

    @property
    def filters(self) -> Pairs:
        """What the parts of this page, and this page on another day, keep besides."""
        asked = (("q", self.text),) if self.text else ()
        return (*self.chosen.items(), *asked)


def asked(path: str, query: Mapping[str, str]) -> Asked:
    """What an address asks for; raises NotFound for a place where no page lies, and Invalid."""
    found = reference_of(path)
    if found is None:
        raise NotFound("there is no such page", "see the lists")
    given = {name: _plain(name, value) for name, value in query.items() if value}
    return Asked(
        *found,
        as_of=_day(given.get("as-of")),
        known_at=_day(given.get("known-at")),
        step=_step(given.get("step")),
        text=given.get("q", "").strip() if found[0] == "search" else "",
        chosen={f: given[f] for f in FILTERS if f in given} if found[0] == "claims" else {},
    )


def query(pairs: Pairs) -> str:
    """The end of an address that says these things, or nothing.

    >>> query((("as-of", "2025-01-01"), ("text", "a b"))), query(())
    ('?as-of=2025-01-01&text=a+b', '')
    """
    return f"?{urlencode(pairs)}" if pairs else ""


def _plain(name: str, value: str) -> str:
    if len(value) > LONGEST:
        raise Invalid(f"'{name[:20]}' has {len(value)} characters", f"give at most {LONGEST}")
    if "\0" in value:
        raise Invalid(f"'{name[:20]}' holds a character that no text holds", "leave it out")
    return value


def _day(value: str | None) -> str | None:
    return last_day(value) if value else None


def _step(value: str | None) -> int | None:
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 6):
        raise Invalid(f"'{value[:40]}' is no step of the slider", "write a date as as-of")
    return int(value)
