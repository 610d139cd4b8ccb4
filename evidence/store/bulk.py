"""Many rows at once, by the driver itself: `executemany` on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from evidence.store.queries import loaded, prepared

if TYPE_CHECKING:
    from evidence.store.engine import Writer

Row = tuple[Any, ...]

FETCHED = 5_000
"""Rows that are held at once while many are read."""


def widen(writer: Writer) -> None:
    """Let SQLite hold more pages, for the rest of the connection: 16 MB in place of 2."""
    if writer.location.dialect == "sqlite":
        writer.cursor().execute("PRAGMA cache_size = -16000")


def insert_many(writer: Writer, name: str, rows: Sequence[Row]) -> bool:
    """Insert rows by `sql/many_NAME.sql` or `sql/copy_NAME.sql`; whether all were inserted.

    Raises what the driver raises; SQLite's statement may leave out rows that are there already.
    """
    cursor = writer.cursor()
    if writer.location.dialect == "sqlite":
        cursor.executemany(loaded(f"many_{name}"), rows)
        return not rows or bool(cursor.rowcount == len(rows))
    with cursor.copy(loaded(f"copy_{name}")) as copy:
        copy.write(_copy_text(rows))
    return True


def row_chunks(writer: Writer, query: str, **parameters: Any) -> Iterator[list[Row]]:
    """The rows that answer `sql/QUERY.sql`, so many at a time that memory stays small."""
    text, flat = prepared(writer.location.dialect, (query,), parameters)
    # Without a name PostgreSQL's driver would fetch all rows at once.
    named = {} if writer.location.dialect == "sqlite" else {"name": query}
    cursor = writer.cursor(**named)
    cursor.execute(text, flat)
    while rows := cursor.fetchmany(FETCHED):
        yield rows
    cursor.close()


def answers(writer: Writer, query: str, given: Sequence[dict[str, Any]]) -> list[Row]:
    """What `sql/QUERY.sql` finds, which is at most one row, for each of many parameters."""
    if not given:
        return []
    text, _ = prepared(writer.location.dialect, (query,), given[0])
    cursor = writer.cursor()
    if writer.location.dialect == "sqlite":
        found = [cursor.execute(text, parameters).fetchone() for parameters in given]
    else:
        cursor.executemany(text, given, returning=True)
        found = [cursor.fetchone()]
        while cursor.nextset():
            found.append(cursor.fetchone())
    return [row for row in found if row is not None]


def _copy_text(rows: Sequence[Row]) -> str:
    """Rows in the text format of COPY (PostgreSQL, "COPY", File Formats)."""
    # No text holds a NUL, and hardly one what has to be escaped: that is seen once for all rows.
    told = "".join(["\t".join([_cell(value) for value in row]) + "\n" for row in rows])
    tabs, lines = sum(map(len, rows)) - len(rows), len(rows)
    if "\\" in told or "\r" in told or (told.count("\t"), told.count("\n")) != (tabs, lines):
        told = "".join(["\t".join([_escaped(value) for value in row]) + "\n" for row in rows])
    return told.replace("\0", "\\N")


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _cell(value: Any) -> str:
    return "\0" if value is None else value if type(value) is str else repr(value)


def _escaped(value: Any) -> str:
    return _cell(value).translate(_ESCAPES)
