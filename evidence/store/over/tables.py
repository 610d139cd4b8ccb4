"""What an engine needs of an export: its tables, their columns, and values that can be scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evidence.core.cleaning import clean
from evidence.core.errors import Invalid
from evidence.store.queries import Rows

TEXT, WHOLE, REAL = ("VARCHAR",), ("INTEGER", "BIGINT"), ("DOUBLE",)
TABLES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "claims": {"slug": TEXT, "kind": TEXT, "prior": REAL, "threshold": REAL},
    "units": {"claim": TEXT, "unit": TEXT},
    "resolutions": {"claim": TEXT, "outcome": TEXT, "date": TEXT},
    "voices": {
        **dict.fromkeys(("claim", "unit", "group_name"), TEXT),
        **dict.fromkeys(("side", "starts", "ends"), WHOLE),
        "db": REAL,
    },
    "opinions": {
        **dict.fromkeys(("claim", "unit", "group_name"), TEXT),
        **dict.fromkeys(("starts", "ends"), WHOLE),
        **dict.fromkeys(("u", "lean"), REAL),
    },
}
"""The tables that scoring reads, each with the columns that it needs and what these may hold."""
VIEWS = ("claim", "claim_unit", "subject", "resolution", "voice", "opinion")
"""The tables of the database that the questions name; `sql/over_NAME.sql` makes each of them."""
EXPORT = "write one with 'evidence export scoring' or 'evidence export parquet'"


def require_columns(folder: str, table: str, found: Mapping[str, str]) -> None:
    """Raise Invalid unless a table has the columns that scoring needs; types in words of SQL."""
    for name, types in TABLES[table].items():
        if name not in found:
            raise no_export(folder, f"its table '{table}' lacks the column '{name}'")
        if found[name] not in types:
            held = f"holds {found[name][:40]}, not {types[0]}"
            raise no_export(folder, f"the column '{name}' of its table '{table}' {held}")


def require_values(folder: str, rows: Rows) -> None:
    """Raise Invalid for values that no export has: the sums would be wrong without a word."""
    for table, wrong in rows.rows("over_faults"):
        if wrong:
            many = "1 row" if wrong == 1 else f"{wrong} rows"
            raise no_export(folder, f"its table '{table}' has {many} that no score can take")


def no_export(folder: str, why: str) -> Invalid:
    """The error for what is no export of this program, or one that somebody changed."""
    return Invalid(f"'{clean(folder)}' is no export that can be scored: {why}", EXPORT)


def failed(engine: str, folder: str, error: Exception) -> Invalid:
    """The error for what an engine says of an export, by its first line."""
    told: Any = next((line for line in str(error).splitlines() if line.strip()), type(error))
    return Invalid(f"{engine} cannot read '{clean(folder)}': {clean(str(told))[:300]}", EXPORT)
