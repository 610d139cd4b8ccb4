"""Records as plain mappings, and back: the form of files, of the log and of JSON.

Absent fields are left out, tuples become lists, and content keys are worked out anew, so that a
mapping holds exactly what somebody entered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evidence.core.records import KINDS, SUBJECT_KINDS, Record

_KEYS: Mapping[str, tuple[str, ...]] = {
    "evidence": ("claim", "source", "stance", "quote", "locator"),
    "observations": (
        "subject",
        "attribute",
        "source",
        "value",
        "locator",
        "number_format",
        "sparsity",
        "scope",
        "convention",
    ),
    "searches": ("claim", "corpus", "query", "date"),
}
"""The fields whose values make the content key of a record without a slug."""


def as_mapping(record: Record) -> dict[str, Any]:
    """What was entered, without absent fields, the type (its kind tells) and the key."""
    fields = record._asdict()
    fields.pop("key", None)
    fields.pop("type", None)
    return {name: _plain(value) for name, value in fields.items() if value not in (None, ())}


def from_mapping(kind: str, fields: Mapping[str, Any]) -> Record:
    """The record of a kind with these fields; they must be fields of that kind."""
    values: dict[str, Any] = {name: _frozen(value) for name, value in fields.items()}
    if kind in SUBJECT_KINDS:
        values["type"] = SUBJECT_KINDS[kind]
    if kind in _KEYS:
        from evidence.core.canonical import content_key

        values["key"] = content_key(*(values.get(name) for name in _KEYS[kind]))
    return KINDS[kind](**values)


def key_fields(kind: str) -> tuple[str, ...]:
    """The fields that identify a record of this kind: changing one makes another record."""
    return _KEYS.get(kind, ("slug",))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    return value


def _frozen(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, Mapping):
        return {name: _frozen(item) for name, item in value.items()}
    return value
