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
from functools import lru_cache
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
    sizes = {n: len(v) if isinstance(v, list) else None for n, v in parameters.items()}
    text, used = _placed(dialect, names, tuple(sizes.items()))
    flat: dict[str, Any] = {}
    for name in used:
        if sizes[name] is None:
            flat[name] = parameters[name]
        else:
            flat.update(zip(_members(name, len(parameters[name])), parameters[name], strict=True))
    return text, flat


@lru_cache(maxsize=128)
def _placed(
    dialect: str, names: tuple[str, ...], sizes: tuple[tuple[str, int | None], ...]
) -> tuple[str, frozenset[str]]:
    """The text with a marker for each parameter, or each member of a list, and who is in it."""
    text = "\n".join(loaded(name) for name in names)
    marker, used = _MARKERS.get(dialect, ":{}"), set()
    if dialect == "postgresql":
        text = text.replace("%", "%%")

    def placed(match: re.Match[str]) -> str:
        used.add(match[1])
        size = dict(sizes)[match[1]]
        members = [match[1]] if size is None else _members(match[1], size)
        return ", ".join(marker.format(member) for member in members) or "NULL"

    return re.sub(r":([a-z]+)", placed, text), frozenset(used)


def _members(name: str, size: int) -> list[str]:
    return [f"{name}_{position}" for position in range(size)]
