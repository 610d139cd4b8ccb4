r"""What reaches the terminal: cleaned text, aligned tables, JSON.

Text from records may hold anything. Only the escapes that this module writes itself reach a
terminal: control characters, and those that reorder what is read, are shown as `\x1b`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TextIO

import click

from evidence.core.cleaning import clean

if TYPE_CHECKING:
    from rich.text import Text

_HUES = {"supported": "green", "refuted": "red", "contested": "yellow"}


def say(text: str = "") -> None:
    """Print one line of data to stdout, cleaned; on a terminal folded between words."""
    click.echo(_folded(clean(text)) if sys.stdout.isatty() else clean(text))


def _folded(text: str) -> str:
    width = terminal_columns()
    if len(text) <= width:
        return text
    import textwrap

    indent = " " * (len(text) - len(text.lstrip()) + 2)
    return "\n".join(textwrap.wrap(text, width, subsequent_indent=indent))


def say_whole(text: str) -> None:
    """Print a text of many lines: as it is into a pipe, each line cleaned on a terminal."""
    if not sys.stdout.isatty():
        click.echo(text, nl=False)
        return
    for line in text.splitlines():
        click.echo(clean(line))


def remark(text: str) -> None:
    """Print one line of talk to stderr, cleaned."""
    click.echo(clean(text), err=True)


def print_json(document: Any) -> None:
    """Print one JSON document in plain ASCII, so that no byte of it can act on a terminal."""
    import json

    click.echo(json.dumps(document, allow_nan=False))


def columns(most: int) -> int:
    """The columns to draw in: the terminal's, but at most so many; that many in a pipe."""
    return min(most, terminal_columns()) if sys.stdout.isatty() else most


def terminal_columns(stream: TextIO | None = None) -> int:
    """The width of a stream's terminal, of stdout's if none is given.

    The standard library's own way to it costs four milliseconds.
    """
    handle = (stream or sys.stdout).fileno
    try:
        wide = os.environ.get("COLUMNS") or os.get_terminal_size(handle()).columns
        return int(wide) or 80  # some terminals do not know, and say 0
    except (OSError, ValueError):
        return 80


def on_terminal() -> bool:
    """Whether stdout is a terminal on which colour is wanted."""
    return sys.stdout.isatty() and not _colour_refused()


def _colour_refused() -> bool:
    context = click.get_current_context(silent=True)
    app = context.find_root().obj if context else None
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return True
    return bool(getattr(app, "no_color", False))


def some(keys: Sequence[str], most: int = 3) -> str:
    """The first few keys of many; a derived estimate by its method alone."""
    shown = " ".join(key.partition("(")[0] for key in keys[:most])
    return shown + (f" +{len(keys) - most}" if len(keys) > most else "")


def heading(text: str) -> None:
    """Print a line that stands out where colour is wanted."""
    shown = _folded(clean(text)) if sys.stdout.isatty() else clean(text)
    click.echo(click.style(shown, bold=True) if on_terminal() else shown)


def table(
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
    right: Sequence[int] = (),
    narrow: Sequence[int] = (),
) -> None:
    """Print rows under headers: folded to the terminal's width, or plain columns in a pipe.

    The numbers in `right` are the columns to align at their right edge; those in `narrow` are the
    only ones shown on a terminal of fewer than 100 columns, where all would be too many.
    """
    cells = [[clean(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        _plain_table(headers, cells, right)
        return
    if narrow and terminal_columns() < ROOMY:
        kept = [[row[i] for i in narrow] for row in (list(headers), *cells)]
        headers, cells = kept[0], kept[1:]
        right = [place for place, i in enumerate(narrow) if i in right]
    _rich_table(headers, cells, right)


ROOMY = 100
"""Columns from which a terminal shows every column of every table."""


def _plain_table(headers: Sequence[str], rows: list[list[str]], right: Sequence[int]) -> None:
    columns = list(zip(headers, *rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    for row in [list(headers), *rows]:
        cells = [
            cell.rjust(size) if index in right else cell.ljust(size)
            for index, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        click.echo("  ".join(cells).rstrip())


def _rich_table(headers: Sequence[str], rows: list[list[str]], right: Sequence[int]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    for index, header in enumerate(headers):
        drawn.add_column(header, justify="right" if index in right else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*[Text(cell, style=_style(cell)) for cell in row])
    width = terminal_columns()
    plain = None if on_terminal() else False
    Console(width=width, force_terminal=plain, highlight=False).print(drawn)


def picture(lines: Iterable[Text]) -> None:
    """Print lines that carry their own colours, which are clean already; bare in a pipe."""
    if not sys.stdout.isatty():
        for line in lines:
            click.echo(line.plain.rstrip())
        return
    from rich.console import Console

    plain = None if on_terminal() else False
    console = Console(width=terminal_columns(), force_terminal=plain, highlight=False)
    for line in lines:
        console.print(line, no_wrap=True, crop=True)


def _style(cell: str) -> str:
    if cell.startswith(("leaning ", "well ", "supported", "refuted", "contested")):
        return next((hue for word, hue in _HUES.items() if word in cell), "")
    return ""
