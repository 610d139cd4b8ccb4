"""What somebody can do to a file with SQLite's own program: one change, of any row of any table.

A row's id is changed nowhere: it is the database's own name for the row, and says nothing.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from typing import Any

from evidence.store.engine import Location

TABLES = (
    *("source", "subject", "claim", "claim_subject", "claim_unit", "evidence", "observation"),
    *("search", "selection", "resolution", "derivation", "derivation_input", "imported_row"),
    "source_copy",
)
Tampering = Callable[..., str]
"""Changes a table and tells what it did."""


def opened(location: Location) -> sqlite3.Connection:
    """A connection on which every rule of the tables is off."""
    connection = sqlite3.connect(location.path)
    connection.execute("PRAGMA synchronous = OFF")  # nobody pulls the plug here
    for name in ("log_only_grows", "log_keeps_rows", "log_counts"):
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    return connection


def edited(connection: sqlite3.Connection, chance: random.Random, table: str) -> str:
    """One column of one row says something else: what another row says, or nearly the same."""
    column = chance.choice(columns_of(connection, table))
    row, former = chance.choice(values(connection, table, column))
    others = [value for _, value in values(connection, table, column) if not same(value, former)]
    other = chance.choice(others) if others and chance.random() < 0.5 else altered(former, chance)
    connection.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', (other, row))
    return f"{table}.{column} of row {row}: {former!r:.60} -> {other!r:.60}"


def deleted(connection: sqlite3.Connection, chance: random.Random, table: str) -> str:
    """One row is gone."""
    row, _ = chance.choice(values(connection, table, "rowid"))
    connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))
    return f"{table} row {row} deleted"


def inserted(connection: sqlite3.Connection, chance: random.Random, table: str) -> str:
    """One row more: another one with its names and its places changed."""
    names = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]
    row = list(chance.choice(connection.execute(f"SELECT * FROM {table}").fetchall()))
    for place, name in enumerate(names):
        if name in ("id", "position", "number", "name", "slug", "key", "scope"):
            row[place] = row[place] + 1000 if isinstance(row[place], int) else f"{row[place]}-x"
    if table in ("resolution", "source_copy"):
        taken = {of for _, of in values(connection, table, names[0])}
        target = "claim" if table == "resolution" else "source"
        row[0] = chance.choice([i for i, _ in values(connection, target, "id") if i not in taken])
    connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
    return f"{table} row inserted: {row!r:.80}"


def swapped(connection: sqlite3.Connection, chance: random.Random, table: str) -> str:
    """Two rows have each other's value in one column."""
    column = chance.choice(columns_of(connection, table, keys=False))
    rows = values(connection, table, column)
    one = chance.choice(rows)
    others = [other for other in rows if not same(other[1], one[1])]
    if not others:
        return edited(connection, chance, table)
    other = chance.choice(others)
    for (row, _), (_, value) in ((one, other), (other, one)):
        connection.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', (value, row))
    return f"{table}.{column} of rows {one[0]} and {other[0]} swapped"


def retyped(connection: sqlite3.Connection, chance: random.Random, table: str) -> str:
    """A text becomes bytes, or is spelled otherwise: `1e25` as `1E25`, `[1]` as `[1] `."""
    column = chance.choice(columns_of(connection, table, keys=False))
    row, former = chance.choice(values(connection, table, column))
    if not isinstance(former, str):
        return edited(connection, chance, table)
    spelled = former.swapcase() if former.swapcase() != former else f"{former} "
    other = chance.choice([former.encode(), spelled, f"{former} "])
    connection.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', (other, row))
    return f"{table}.{column} of row {row}: {former!r:.60} -> {other!r:.60}"


def columns_of(connection: sqlite3.Connection, table: str, *, keys: bool = True) -> list[str]:
    """The columns of a table that say something; those of its key may be left out."""
    found = connection.execute(f"PRAGMA table_info({table})")
    return [name for _, name, *_, key in found if name != "id" and (keys or not key)]


def values(connection: sqlite3.Connection, table: str, column: str) -> list[tuple[int, Any]]:
    """What every row has in a column."""
    return connection.execute(f'SELECT rowid, "{column}" FROM {table}').fetchall()


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same and of the same type."""
    return type(one) is type(other) and one == other


def altered(value: Any, chance: random.Random) -> Any:
    """A value that is nearly the same."""
    if value is None:
        return chance.choice(["x", "2025", 1])
    if isinstance(value, int | float):
        return value + 1
    place = chance.randrange(len(value)) if value else 0
    return f"{value[:place]}{chr(ord(value[place]) ^ 1)}{value[place + 1 :]}" if value else "x"


OF_ROWS: tuple[Tampering, ...] = (edited, edited, edited, deleted, inserted, swapped, retyped)
