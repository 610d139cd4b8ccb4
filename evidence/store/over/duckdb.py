"""An export on this machine, asked by DuckDB."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from glob import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from evidence.core.errors import Invalid, NotInstalled
from evidence.store.over.tables import (
    TABLES,
    VIEWS,
    failed,
    no_export,
    require_columns,
    require_values,
)
from evidence.store.queries import loaded, prepared

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class DuckDB:
    """A connection without a database of its own, that sees the tables of an export."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._held = ExitStack()
        self._connection: DuckDBPyConnection

    def __enter__(self) -> DuckDB:
        try:
            import duckdb
        except ImportError:
            raise NotInstalled("--engine duckdb needs DuckDB", "analytics") from None
        with ExitStack() as held:
            spill = held.enter_context(TemporaryDirectory(prefix="evidence-"))
            alone: dict[str, str | bool | int | float | list[str]] = {
                "temp_directory": spill,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
            self._connection = held.enter_context(duckdb.connect(":memory:", config=alone))
            self._see()
            self._held = held.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def rows(self, query: str, *suffixes: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The rows that answer `sql/QUERY.sql` followed by each `sql/SUFFIX.sql`."""
        text, flat = prepared("duckdb", (query, *suffixes), parameters)
        with self._told():
            return self._connection.execute(text, flat).fetchall()

    def _see(self) -> None:
        for table in TABLES:
            files = self._files(table)
            with self._told():
                found = self._connection.read_parquet(files)
                found.create_view(table)
            types = map(str, found.types)
            require_columns(self._folder, table, dict(zip(found.columns, types, strict=True)))
        for view in VIEWS:
            with self._told():
                self._connection.sql(loaded(f"over_{view}")).create_view(view)
        require_values(self._folder, self)

    def _files(self, table: str) -> str:
        """The file of a table, or all those that another program made of it, as a pattern."""
        if "://" in self._folder:
            raise Invalid(
                f"'{self._folder}' is no folder of this machine",
                "DuckDB is asked here for those alone: --engine spark reads others",
            )
        file = Path(self._folder, f"{table}.parquet")
        if not file.exists():
            raise no_export(self._folder, f"it has no {file.name}")
        return escape(str(file)) + ("/*.parquet" if file.is_dir() else "")

    @contextmanager
    def _told(self) -> Iterator[None]:
        import duckdb

        try:
            yield
        except duckdb.InterruptException:
            raise KeyboardInterrupt from None
        except duckdb.Error as error:
            raise failed("DuckDB", self._folder, error) from None
