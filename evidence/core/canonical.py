"""Canonical JSON and the content keys made from it.

UTF-8, NFC, object keys sorted, separators `,` and `:`, no ASCII escaping, absent values left out
of objects and written as null in lists, everything else as it was entered.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Sequence

from evidence.core.errors import Invalid

_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode

Value = str | int | float | bool | None | Sequence["Value"] | dict[str, "Value"]


def canonical(value: object) -> str:
    """The one text that stands for a value; raises Invalid where names differ in form alone.

    >>> canonical({"b": 1, "a": ["x", None], "c": None})
    '{"a":["x",null],"b":1}'
    """
    return _encode(_normal(value))


def digest(value: object) -> str:
    """The SHA-256 of a value's canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def content_key(*parts: object) -> str:
    """The key of a record: the first 12 hexadecimal digits of its identifying values' SHA-256.

    >>> content_key("most-labs-fp8", "report", "supports", "we train in FP8", "p. 3")
    '828e32402f27'
    """
    return digest(list(parts))[:12]


def _normal(value: object) -> object:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return _normal_object(value)
    if isinstance(value, list | tuple):
        return [_normal(item) for item in value]
    return value


def _normal_object(value: dict[str, object]) -> dict[object, object]:
    given = [(_normal(name), _normal(item)) for name, item in value.items() if item is not None]
    normal = dict(given)
    if len(normal) < len(given):
        names = [name for name, _ in given]
        twice = next(name for name in normal if names.count(name) > 1)
        raise Invalid(f"the name {twice!r} stands twice, in two forms of Unicode", "keep one")
    return normal
