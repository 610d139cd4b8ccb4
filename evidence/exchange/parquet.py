"""Tables as Parquet, one file a table, written by DuckDB.

Every file says in its own metadata what each of its columns means. The same tables give the same
bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from evidence.core.errors import NotInstalled
from evidence.exchange.tables import Table, iter_columns

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def render(tables: Iterable[Table]) -> dict[str, bytes]:
    """The bytes of each file by name; raises NotInstalled without DuckDB."""
    try:
        import duckdb
    except ImportError:
        raise NotInstalled("Parquet needs DuckDB", "analytics") from None
    # DuckDB writes to files alone; the threads are one because more of them mix the rows.
    alone: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with (
        duckdb.connect(":memory:", config=alone) as connection,
        TemporaryDirectory(prefix="evidence-") as scratch,
    ):
        return {f"{t.name}.parquet": _file(connection, t, Path(scratch)) for t in tables}


def _file(connection: DuckDBPyConnection, table: Table, scratch: Path) -> bytes:
    name, path = _quoted(table.name), scratch / f"{table.name}.parquet"
    columns = ", ".join(f"{_quoted(c.name)} {c.type}" for c in table.columns)
    connection.execute(f"CREATE TABLE {name} ({columns})")
    if table.rows:
        values = ", ".join(f"unnest(?::{c.type}[])" for c in table.columns)
        connection.execute(f"INSERT INTO {name} SELECT {values}", list(iter_columns(table)))
    meanings = ", ".join(f"{_quoted(c.name)}: {_text(c.meaning)}" for c in table.columns)
    connection.execute(
        f"COPY {name} TO {_text(str(path))} "
        f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{meanings}}})"
    )
    return path.read_bytes()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
