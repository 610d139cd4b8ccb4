"""How far long work is: one line on stderr, for a person who waits at a terminal.

It appears after a second and goes when the work ends, however it ends; what the work prints stands
where the line was.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from operator import length_hint
from typing import TypeVar

from evidence.cli.app import current
from evidence.cli.screen import terminal_columns

T = TypeVar("T")
Advance = Callable[[int], None]

PATIENCE = 1.0
"""Seconds of work before the line is first shown."""
EVERY = 0.1
"""Seconds between two drawings of it."""
MEGABYTE = 1e6


@contextmanager
def progress(total: int, unit: str = "") -> Iterator[Advance]:
    """A function to be told of each step of some work: how many more of `total` are done.

    `unit` is what is counted: bytes, which are shown as MB, or pieces of any kind, which need no
    name. A total of 0 is one that is not known.
    """
    line = _Line(total, unit)
    try:
        yield line.advance if _wanted() else _nothing
    finally:
        line.clear()


def watched(items: Iterable[T]) -> Iterator[T]:
    """The items of a long loop, whose progress is shown as they pass by."""
    with progress(length_hint(items)) as advance:
        for item in items:
            yield item
            advance(1)


def _wanted() -> bool:
    app = current()
    return sys.stderr.isatty() and not (app.quiet or app.json)


def _nothing(more: int) -> None:
    """Take a step that nobody waits to see."""


class _Line:
    """The line on the terminal, drawn over itself."""

    def __init__(self, total: int, unit: str) -> None:
        self._total, self._unit = total, unit
        self._done = self._width = 0
        self._begun = time.monotonic()
        self._due = self._begun + PATIENCE

    def advance(self, more: int) -> None:
        """Count some more, and show it if it is time."""
        self._done += more
        now = time.monotonic()
        if now >= self._due or (self._width and self._done == self._total):
            self._due = now + EVERY
            self._draw(told(self._done, self._total, self._unit, now - self._begun))

    def clear(self) -> None:
        """Take the line away."""
        if self._width:
            sys.stderr.write(f"\r{'':{self._width}}\r")
            sys.stderr.flush()

    def _draw(self, text: str) -> None:
        shown = text[: terminal_columns(sys.stderr) - 1]
        sys.stderr.write(f"\r{shown:{self._width}}")
        sys.stderr.flush()
        self._width = max(self._width, len(shown))


def told(done: int, total: int, unit: str, seconds: float) -> str:
    """How far it is, how fast, and how long it still takes: 12.0 of 48.0 MB, 25%, ..."""
    rate = done / seconds
    of, name = (f" of {_counted(total, unit)}" if total else ""), _name(unit)
    parts = [f"{_counted(done, unit)}{of}{name}", f"{_counted(rate, unit)}{name}/s"]
    if total > done > 0:
        parts.insert(1, f"{done / total:.0%}")
        parts.append(f"{_duration((total - done) / rate)} left")
    elif total:
        parts.append("finishing")
    return ", ".join(parts)


def _counted(number: float, unit: str) -> str:
    return f"{number / MEGABYTE:.1f}" if unit == "bytes" else f"{number:,.0f}"


def _name(unit: str) -> str:
    return " MB" if unit == "bytes" else unit and f" {unit}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
