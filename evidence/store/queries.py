"""The questions in `sql/`, made ready for a driver.

One text serves SQLite and PostgreSQL, and those of scoring serve DuckDB and Spark too. A parameter
is written `:name`; where a list is given for it, it becomes as many parameters as the list has
members, for use in `IN (:name)`.
"""

# Every reading command imports this, and pathlib is slow to import.
# ruff: noqa: PTH118, PTH120, PTH123
from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any, Protocol

_FOLDER = os.path.join(os.path.dirname(__file__), "sql")
_loaded: dict[str, str] = {}
_MARKERS: Mapping[str, str] = {"postgresql": "%({})s", "duckdb": "${}"}
"""How a parameter is written for a driver, where that is not `:name`."""


class Rows(Protocol):
    """Whatever answers questions: a Reader, or a Writer inside its transaction."""

    def rows(self, query: str, *suffixes: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The rows that answer `sql/QUERY.sql` followed by each `sql/SUFFIX.sql`."""
        ...


def loaded(name: str) -> str:
    """The text of `sql/NAME.sql`."""
    if name not in _loaded:
        with open(os.path.join(_FOLDER, f"{name}.sql"), encoding="utf-8") as file:
            _loaded[name] = file.read()
    return _loaded[name]


def prepared(
    dialect: str, names: tuple[str, ...], parameters: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    """The text and the parameters as the dialect's driver takes them."""
    text = "\n".join(loaded(name) for name in names)
    marker = _MARKERS.get(dialect, ":{}")
    if dialect == "postgresql":
        text = text.replace("%", "%%")
    flat: dict[str, Any] = {}

    def placed(match: re.Match[str]) -> str:
        name = match[1]
        value = parameters[name]
        if not isinstance(value, list):
            flat[name] = value
            return marker.format(name)
        members = {f"{name}_{position}": member for position, member in enumerate(value)}
        flat.update(members)
        return ", ".join(marker.format(member) for member in members) or "NULL"

    return re.sub(r":([a-z]+)", placed, text), flat
