"""Records and standings as tables with typed columns, for programs that take tables.

A number stands as it was entered, and beside it as numbers in the unit of its row; a date as it
was entered, and beside it the last day that it covers. Rows stand in the order of a bundle.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from evidence.core.answering import region
from evidence.core.dates import last_day
from evidence.core.errors import Invalid
from evidence.core.ledger import Ledger
from evidence.core.numbers import Figure, parse_figure
from evidence.core.records import (
    SUBJECT_KINDS,
    Claim,
    Evidence,
    Observation,
    Record,
    Subject,
    claim_and_unit,
)
from evidence.core.support import HEADLINE, Support
from evidence.core.vocabulary import ATTRIBUTES
from evidence.exchange.columns import (
    DATES,
    ENTERED_ENDS,
    RECORD_TABLES,
    Column,
    columns_of,
    fields_of,
)

Row = tuple[Any, ...]
"""One value a column: None, a text, a number, a truth value or a list of texts; a day as text."""


class Table(NamedTuple):
    """Rows under typed columns."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


class Stream(NamedTuple):
    """The same with rows that come some at a time: texts, whole numbers and numbers alone."""

    name: str
    columns: tuple[Column, ...]
    batches: Callable[[], Iterable[Sequence[Row]]]


def tables(
    ledger: Ledger, supports: Iterable[Support], further: Iterable[Table] = ()
) -> tuple[Table, ...]:
    """Where the claims stand, a table a kind of record, others, and what every column means."""
    records = (_records(ledger, name) for name in RECORD_TABLES)
    filled = (standings(supports), *records, *further)
    return (*filled, _meanings(filled))


def _records(ledger: Ledger, name: str) -> Table:
    kinds = SUBJECT_KINDS if name == "subjects" else (name,)
    columns, fields = columns_of(name), fields_of(name)
    records = (record for kind in kinds for record in ledger.of_kind(kind))
    rows = (_values(record, fields, ledger) for record in records)
    names = [column.name for column in columns]
    return Table(name, columns, tuple(tuple(row.get(n) for n in names) for row in rows))


def _values(record: Record, fields: Sequence[str], ledger: Ledger) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name in fields:
        value = getattr(record, name)
        row[f"{name}_entered" if name in ENTERED_ENDS else name] = _plain(name, value)
        if name == "published" and value is None and isinstance(record, Evidence | Observation):
            source = ledger.source(record.source)
            value = source.published if source else None
        if name in DATES and value is not None:
            row[f"{name}_day"] = last_day(value)
    return row | _numbers(record, ledger)


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, tuple):
        return list(value) or None
    if name in ("value", *ENTERED_ENDS) and value is not None:
        return str(value)
    return value


def _numbers(record: Record, ledger: Ledger) -> dict[str, Any]:
    """What a record states in numbers."""
    if isinstance(record, Claim) and record.kind == "quantity":
        low, high = region(record)
        return {"low": low, "high": high, "unit": ATTRIBUTES[record.attribute or ""]}
    if isinstance(record, Subject):
        ends = {name: getattr(record, name) for name in ("fitted_low", "fitted_high")}
        return {n: parse_figure(v, "FLOP").value for n, v in ends.items() if v is not None}
    if isinstance(record, Observation):
        return _figure(record.value, record.attribute)
    if isinstance(record, Evidence) and record.value is not None:
        claim = ledger.claim(claim_and_unit(record.claim)[0])
        try:
            return _figure(record.value, claim.attribute if claim else None)
        except Invalid:  # a measurement may be in another unit than the claim, or a word
            return {}
    return {}


def _figure(entered: str | float, attribute: str | None) -> dict[str, Any]:
    if attribute is None or attribute == "number_format":
        return {}
    unit = ATTRIBUTES[attribute]
    figure = parse_figure(entered, unit, signed=True)
    ends = {"low": _finite(figure.low), "high": _finite(figure.high), "unit": unit}
    return ends | {"median": _middle(figure), "level": _level(figure)}


def _middle(figure: Figure) -> float | None:
    return None if figure.kind == "bound" else figure.value


def _level(figure: Figure) -> float | None:
    return figure.level if figure.kind == "range" else None


def _finite(x: float) -> float | None:
    return x if math.isfinite(x) else None


def standings(supports: Iterable[Support]) -> Table:
    """The headline figures of each claim, and what the numbers say of a quantity."""
    return Table("supports", STANDING, tuple(_standing(support) for support in supports))


def _standing(support: Support) -> Row:
    headline = (_plain(name, getattr(support, name)) for name in HEADLINE)
    answer = support.answer
    pooled = answer.pooled if answer else None
    ends = (pooled.low, pooled.median, pooled.high, pooled.mass) if pooled else (None,) * 4
    return (*headline, *ends, answer.unit if answer else None)


def _meanings(filled: Iterable[Table]) -> Table:
    rows = tuple((t.name, c.name, c.type, c.meaning) for t in filled for c in t.columns)
    meanings = ("the table", "the column", "what it holds", "what it means")
    names = ("table", "column", "type", "meaning")
    columns = (Column(n, "VARCHAR", m) for n, m in zip(names, meanings, strict=True))
    return Table("columns", tuple(columns), rows)


STANDING = (
    Column("claim", "VARCHAR", "the slug of the claim"),
    Column("statement", "VARCHAR", "the claim in words"),
    Column("kind", "VARCHAR", "what kind of claim it is"),
    Column("method", "VARCHAR", "the method of scoring"),
    Column("as_of", "DATE", "the day whose evidence is counted"),
    Column("probability", "DOUBLE", "how probable the claim is"),
    Column("status", "VARCHAR", "the status word"),
    Column("likelihood", "VARCHAR", "the word for the probability"),
    Column("confidence", "VARCHAR", "how much evidence there is and how far it agrees"),
    Column("prior_db", "DOUBLE", "the log-odds before any evidence, in dB"),
    Column("weight_for_db", "DOUBLE", "the weight of what speaks for it, in dB"),
    Column("weight_against_db", "DOUBLE", "the weight of what speaks against it, in dB"),
    Column("log_odds_db", "DOUBLE", "the log-odds with all evidence, in dB"),
    Column("conflict", "DOUBLE", "0 for unanimous evidence, 1 for evenly split"),
    Column("voices_for", "INTEGER", "independent voices for it"),
    Column("voices_against", "INTEGER", "independent voices against it"),
    Column("flags", "VARCHAR[]", "what to be careful about"),
    Column("pooled_low", "DOUBLE", "of a quantity: the 5 % quantile of all estimates together"),
    Column("pooled_median", "DOUBLE", "of a quantity: their median"),
    Column("pooled_high", "DOUBLE", "of a quantity: their 95 % quantile"),
    Column("pooled_mass", "DOUBLE", "of a quantity: the probability inside the claimed range"),
    Column("unit", "VARCHAR", "of a quantity: its unit"),
)
assert tuple(column.name for column in STANDING[: len(HEADLINE)]) == HEADLINE


def iter_columns(table: Table) -> Iterator[list[Any]]:
    """The values of each column in turn."""
    for place in range(len(table.columns)):
        yield [row[place] for row in table.rows]
