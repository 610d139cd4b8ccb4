"""Lines of evidence that leave the door as they came, told apart at a tenth of its cost.

The door (`inputs.accept`) alone says what a record may hold. Of most lines of a long file it would
change nothing: texts in NFC without control characters or white space at their ends, terms of the
vocabulary, dates. Such a line is *plain*, and what the door would make of it can be said at once.
Every other line, sound or not, is declined here and goes through the door.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import NamedTuple

from evidence.core import vocabulary
from evidence.core.dates import last_day
from evidence.core.errors import Invalid
from evidence.core.forms import key_fields
from evidence.core.limits import LINE, TEXT
from evidence.core.plain import FIELDS, Row
from evidence.exchange.scalars import scalar

LONGEST = 4_000
"""Characters of a plain line, where the limits allow as many: no part of it is then too long."""

TEXTS = frozenset({"quote", "locator", "origin", "verified_note", "note", "claim", "source"})
TERMS = {
    "stance": frozenset(vocabulary.STANCES),
    "strength": frozenset(vocabulary.STRENGTHS),
    "directness": frozenset(vocabulary.DIRECTNESS),
    "relayed_from_grade": frozenset(vocabulary.GRADES),
    "verified": frozenset(vocabulary.VERIFICATION),
}
PLAIN = (*sorted(TEXTS | TERMS.keys() | {"probability", "published"}),)
"""The fields that a plain line may have, in the order of canonical JSON."""

_NEEDED = frozenset({"claim", "source", "quote", "locator", "stance"})
"""What an item that counts has; a line without one of them may be a draft, or faulty."""
_KEY = key_fields("evidence")
_ESCAPED = re.compile(r'\\[^"\\/]').search
"""An escape that stands for something else than the character after it."""
_decode = json.JSONDecoder(object_pairs_hook=tuple, parse_float=scalar).raw_decode


class Plain(NamedTuple):
    """An item of evidence from a plain line: what `accept` would make of it."""

    row: Row
    text: str
    """Its canonical JSON."""


def longest() -> int:
    """Characters of the longest line that can be plain under the limits that hold now."""
    return min(LONGEST, TEXT.value, LINE.value // 7)


def plain(line: str, longest: int = LONGEST) -> Plain | None:
    """The item of a line of a JSONL bundle; None if it has to go through the door.

    The slugs in it are not looked at: that they name something is for the ledger to say.
    """
    if len(line) > longest or not line.isprintable() or ("\\" in line and _ESCAPED(line)):
        return None
    if not line.isascii() and not unicodedata.is_normalized("NFC", line):
        return None
    try:
        pairs, end = _decode(line)
    except ValueError:
        return None
    fields = dict(pairs) if type(pairs) is tuple else {}
    # A name that stands twice, or a second value on the line, is not for here to judge.
    if end != len(line) or len(fields) != len(pairs) or fields.pop("type", None) != "evidence":
        return None
    written = {name: _written(name, value) for name, value in fields.items()}
    return _item(fields, written) if written.keys() >= _NEEDED else None


def _written(name: str, value: object) -> str | None:
    """A value in JSON, if the door would leave it as it is."""
    if type(value) is not str:
        sure = name == "probability" and type(value) is float and 0.0 <= value <= 1.0
        return repr(value) if sure else None
    if name in TEXTS:
        return quoted(value) if value and value[0] != " " and value[-1] != " " else None
    if name in TERMS:
        return quoted(value) if value in TERMS[name] else None
    return quoted(value) if name == "published" and _is_date(value) else None


def _item(fields: dict[str, str | float], written: dict[str, str | None]) -> Plain | None:
    if None in written.values():
        return None
    named = ",".join([written[name] for name in _KEY])  # type: ignore[misc]
    key = hashlib.sha256(f"[{named}]".encode()).hexdigest()[:12]
    text = ",".join([f'"{name}":{written[name]}' for name in PLAIN if name in written])
    row = fields["claim"], key, fields["source"], *map(fields.get, FIELDS)
    return Plain(row, f"{{{text}}}")


@lru_cache(maxsize=10_000)
def _is_date(text: str) -> bool:
    try:
        last_day(text)
    except Invalid:
        return False
    return True
