"""Tables as Parquet, one file a table, written by DuckDB.

Every file says in its own metadata what each of its columns means. The same tables give the same
bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import TYPE_CHECKING, Any

from evidence.core.errors import NotInstalled
from evidence.exchange.atomic import Content
from evidence.exchange.columns import Column
from evidence.exchange.tables import Row, Stream, Table, iter_columns

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "1GB"
"""What a table of any size is written in; the rest of it waits in a temporary file."""
_NUMBERS: Mapping[str, str] = {"INTEGER": "int32", "DOUBLE": "float64"}


def render(tables: Iterable[Table]) -> dict[str, bytes]:
    """The bytes of each file by name; raises NotInstalled without DuckDB."""
    with _engine() as (connection, scratch):
        return {f"{t.name}.parquet": _file(connection, t, scratch) for t in tables}


def written(streams: Iterable[Stream]) -> dict[str, Content]:
    """What writes each file, by its name, without ever holding the whole of it in memory.

    Raises NotInstalled without DuckDB.
    """
    _duckdb()
    return {f"{stream.name}.parquet": partial(_write, stream) for stream in streams}


def _duckdb() -> ModuleType:
    try:
        import duckdb
    except ImportError:
        raise NotInstalled("Parquet needs DuckDB", "analytics") from None
    return duckdb


@contextmanager
def _engine(memory: str = "") -> Iterator[tuple[DuckDBPyConnection, Path]]:
    """A connection of its own and a folder that goes with it; rows are in one or the other."""
    # DuckDB writes to files alone; the threads are one because more of them mix the rows.
    alone: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if memory:
        alone["memory_limit"] = memory
    with TemporaryDirectory(prefix="evidence-") as scratch:
        rows = str(Path(scratch, "rows.duckdb")) if memory else ":memory:"
        with _duckdb().connect(rows, config=alone) as connection:
            yield connection, Path(scratch)


def _file(connection: DuckDBPyConnection, table: Table, scratch: Path) -> bytes:
    path = scratch / f"{table.name}.parquet"
    _create(connection, table)
    if table.rows:
        values = ", ".join(f"unnest(?::{c.type}[])" for c in table.columns)
        connection.execute(
            f"INSERT INTO {_quoted(table.name)} SELECT {values}", list(iter_columns(table))
        )
    _copy(connection, table, path)
    return path.read_bytes()


def _write(stream: Stream, path: Path) -> None:
    with _engine(MEMORY) as (connection, _):
        try:
            _create(connection, stream)
            for rows in stream.batches():
                _append(connection, stream, rows)
            _copy(connection, stream, path)
        except _duckdb().Error as error:
            raise OSError(str(error).partition("\n")[0]) from None


def _append(connection: DuckDBPyConnection, stream: Stream, rows: Sequence[Row]) -> None:
    # Arrays of numpy are taken in four times as fast as lists.
    columns = zip(stream.columns, zip(*rows, strict=True), strict=True)
    batch = {column.name: _array(column, values) for column, values in columns}
    connection.register("batch", batch)
    connection.execute(f"INSERT INTO {_quoted(stream.name)} SELECT * FROM batch")
    connection.unregister("batch")


def _array(column: Column, values: Sequence[Any]) -> Any:
    import numpy as np

    kind = _NUMBERS.get(column.type)
    if kind is None:
        return np.array(values, dtype=object)
    gaps = [value is None for value in values]
    return np.ma.array([value or 0 for value in values], mask=gaps, dtype=kind)


def _create(connection: DuckDBPyConnection, table: Table | Stream) -> None:
    columns = ", ".join(f"{_quoted(c.name)} {c.type}" for c in table.columns)
    connection.execute(f"CREATE TABLE {_quoted(table.name)} ({columns})")


def _copy(connection: DuckDBPyConnection, table: Table | Stream, path: Path) -> None:
    meanings = ", ".join(f"{_quoted(c.name)}: {_text(c.meaning)}" for c in table.columns)
    connection.execute(
        f"COPY {_quoted(table.name)} TO {_text(str(path))} "
        f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{meanings}}})"
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
