"""A Parquet export asked the questions of `store/sql/`, by an engine for many rows.

In an export the id of a claim is its slug; with views that say so, the texts that a database
answers are answered here as they stand. To add an engine: write its module, and name it here.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager

from evidence.store.queries import Rows

ENGINES = ("duckdb", "spark")
"""DuckDB for one machine, Spark for one or many."""


def opened(folder: str, engine: str, settings: Mapping[str, str]) -> AbstractContextManager[Rows]:
    """The export in a folder, ready to be asked; `settings` are Spark's own.

    Entering raises NotInstalled where the engine is missing, and Invalid for what is no export.
    """
    if engine == "spark":
        from evidence.store.over.spark import Spark

        return Spark(folder, settings)
    from evidence.store.over.duckdb import DuckDB

    return DuckDB(folder)
