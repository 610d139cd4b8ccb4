"""Records as they will be stored: text in NFC, shares as floating point numbers, keys worked out.

The log and the tables must hold the same thing, or a replay of the one would not give the other.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from evidence.core.canonical import content_key
from evidence.core.errors import Invalid
from evidence.core.forms import key_fields
from evidence.core.ledger import Change, identity
from evidence.core.records import Claim, Record, Resolution, kind_of
from evidence.store.fields import FLOATS


def settled_changes(changes: Iterable[Change]) -> list[Change]:
    """The changes with settled records; raises Invalid if one record is changed twice."""
    found = [Change(*(None if one is None else settled(one) for one in pair)) for pair in changes]
    seen = set()
    for change in found:
        for name in {identity(record) for record in change if record is not None}:
            if name in seen:
                raise Invalid(f"{' '.join(name)} is changed twice", "leave one of the two out")
            seen.add(name)
    return found


def settled(record: Record) -> Record:
    """The record as it will be read back."""
    fields = {name: _settled(name, value) for name, value in record._asdict().items()}
    if "key" in fields:
        named = key_fields(kind_of(record))
        fields["key"] = content_key(*(fields[name] for name in named))
    same: Record = type(record)(**fields)
    _require_storable(same)
    return same


def _settled(name: str, value: Any) -> Any:
    if value is None:  # as most are
        return None
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if name in FLOATS:
        return float(value)
    if isinstance(value, list | tuple):
        return tuple(_settled("", item) for item in value)
    if isinstance(value, Mapping):
        return {
            _settled("", key): _settled("", item) for key, item in value.items() if item is not None
        }
    return value


def _require_storable(record: Record) -> None:
    if isinstance(record, Resolution) and "/" in record.claim:
        raise Invalid(f"a unit cannot be resolved: {record.claim}", "name the claim")
    if isinstance(record, Claim):
        for name, units in (record.units_variants or {}).items():
            if not name or not units:
                raise Invalid(
                    f"variant '{name}' of claim '{record.slug}' has no name or no units",
                    "name at least one unit, or leave the variant out",
                )
