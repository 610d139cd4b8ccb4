"""Rows into core records, with every value as it was entered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, TypeVar

from evidence.core.errors import Damaged
from evidence.core.records import (
    SUBJECT_KINDS,
    Claim,
    Evidence,
    Observation,
    Record,
    Resolution,
    Search,
    Selection,
    Source,
    Subject,
)
from evidence.store.failures import RESTORE
from evidence.store.fields import ENTERED, LISTED
from evidence.store.queries import Rows

T = TypeVar("T")

SHAPES: dict[str, type[Record]] = {
    "subjects": Subject,
    "sources": Source,
    "claims": Claim,
    "evidence": Evidence,
    "observations": Observation,
    "searches": Search,
    "selections": Selection,
    "resolutions": Resolution,
}
"""Each query that gives records, with the record that one of its rows holds, field by field."""

_DECODER = json.JSONDecoder()

BATCH = 500
"""How many names one question asks for at once."""


def records(reader: Rows, query: str, *suffixes: str, **parameters: Any) -> Sequence[Any]:
    """The records that `sql/QUERY.sql` gives, which is one of SHAPES."""
    rows = reader.rows(query, *suffixes, **parameters)
    try:
        return _decoded(reader, SHAPES[query], rows, suffixes, parameters)
    except TypeError:  # a number in the place of a text: SQLite holds what its file says
        raise Damaged(f"a value among the {query} is damaged", RESTORE) from None


def records_named(
    reader: Rows, query: str, suffix: str, parameter: str, names: Iterable[str]
) -> list[Any]:
    """The records that a query gives for many names, asked for in batches."""
    return [
        record
        for batch in batches(names)
        for record in records(reader, query, suffix, **{parameter: batch})
    ]


def batches(names: Iterable[T]) -> Iterator[list[T]]:
    """The names or numbers without repetition, in lists that a database takes at once."""
    distinct = list(dict.fromkeys(names))
    for start in range(0, len(distinct), BATCH):
        yield distinct[start : start + BATCH]


def entered(text: str) -> Any:
    """The value that a canonical JSON text stands for; raises Damaged if it is none."""
    try:
        return frozen(_DECODER.decode(text))
    except (TypeError, ValueError, RecursionError):
        raise Damaged(f"a value in the database is damaged: {text!r:.42}", RESTORE) from None


def _decoded(
    reader: Rows,
    shape: type[Record],
    rows: list[tuple[Any, ...]],
    suffixes: tuple[str, ...],
    parameters: Any,
) -> Sequence[Any]:
    if shape is Claim:
        return _claims(reader, rows, suffixes, parameters)
    if shape is Subject:
        _require_known_types(rows)
    return [_record(shape, row) for row in rows]


def _require_known_types(subjects: Iterable[Sequence[Any]]) -> None:
    unknown = next((row for row in subjects if row[0] not in SUBJECT_KINDS.values()), None)
    if unknown is not None:
        raise Damaged(f"{unknown[1]!r:.42} is damaged: nothing is a {unknown[0]!r:.42}", RESTORE)


def _record(shape: type[Record], row: Sequence[Any]) -> Record:
    values = list(row)
    for place, empty, meant in _places(shape._fields):
        values[place] = empty if values[place] is None else meant(values[place])
    found: Record = shape._make(values)
    return found


@cache
def _places(fields: tuple[str, ...]) -> list[tuple[int, Any, Callable[[Any], Any]]]:
    """Where a value is not what its column says: what nothing stands for, and how to read it."""
    read: dict[str, Callable[[Any], Any]] = dict.fromkeys(ENTERED, entered)
    read |= {"self_interested": bool} | dict.fromkeys(LISTED, listed)
    return [
        (place, () if name in LISTED else None, read[name])
        for place, name in enumerate(fields)
        if name in read
    ]


def listed(text: str | None) -> Any:
    """The members of a list that is stored as JSON, or as nothing if there are none."""
    return () if text is None else entered(text) or ()


def _claims(
    reader: Rows, rows: list[tuple[Any, ...]], suffixes: tuple[str, ...], parameters: Any
) -> list[Claim]:
    about: dict[str, list[tuple[int, str]]] = {}
    for slug, position, ref in reader.rows("claim_subjects", *suffixes, **parameters):
        about.setdefault(slug, []).append((position, ref))
    lists: dict[str, dict[str, list[tuple[int, str]]]] = {}
    for slug, name, position, ref in reader.rows("claim_units", *suffixes, **parameters):
        lists.setdefault(slug, {}).setdefault(name, []).append((position, ref))
    found = []
    for row in rows:
        claim = _record(Claim, row)
        assert isinstance(claim, Claim)
        named = {name: _ordered(refs) for name, refs in sorted(lists.get(claim.slug, {}).items())}
        units = named.pop("", ())
        found.append(
            claim._replace(
                about=_ordered(about.get(claim.slug, [])),
                units=units,
                units_variants=named or None,
            )
        )
    return found


def _ordered(refs: list[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(ref for _, ref in sorted(refs))


def frozen(value: Any) -> Any:
    """The value with tuples for lists, as records hold it."""
    if isinstance(value, list):
        return tuple([frozen(item) for item in value])
    if isinstance(value, dict):
        return {name: frozen(item) for name, item in value.items()}
    return value
