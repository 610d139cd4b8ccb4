"""A ledger as a bundle: the same records give the same bytes, and read back as the same records.

Kinds stand in the order in which records may refer to earlier ones; records are sorted by slug,
or by claim or subject and then key; the fields of a record stand in the order of its definition;
values stand as they were entered.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evidence.core.errors import Invalid
from evidence.core.forms import as_mapping
from evidence.core.ledger import Ledger
from evidence.core.records import KINDS, SINGULAR
from evidence.exchange.found import shown

FORMATS = ("json", "yaml", "jsonl", "folder")


def form_of(target: str | Path) -> str:
    """The format that a name asks for."""
    suffix = Path(target).suffix.lower()
    return {".json": "json", ".yaml": "yaml", ".yml": "yaml", ".jsonl": "jsonl"}.get(
        suffix, "folder"
    )


def render(ledger: Ledger, form: str) -> str | dict[str, str]:
    """The text of a ledger as json, yaml or jsonl; for folder, the text of each file by name."""
    kinds = {kind: [as_mapping(r) for r in ledger.of_kind(kind)] for kind in KINDS}
    filled = {kind: records for kind, records in kinds.items() if records}
    if form == "json":
        return _json(filled)
    if form == "yaml":
        return _yaml(filled)
    if form == "jsonl":
        return "".join(_lines(kind, records) for kind, records in filled.items())
    if form == "folder":
        return {f"{kind}.jsonl": _lines(kind, records) for kind, records in filled.items()}
    raise Invalid(f"{shown(form)} is no format: choose one of {', '.join(FORMATS)}")


def _lines(kind: str, records: list[dict[str, Any]]) -> str:
    return "".join(_compact({"type": SINGULAR[kind], **fields}) + "\n" for fields in records)


def _json(kinds: Mapping[str, list[dict[str, Any]]]) -> str:
    """One record a line, so that two exports can be compared line by line."""
    lists = (
        f"{_compact(kind)}:[\n" + ",\n".join(map(_compact, records)) + "\n]"
        for kind, records in kinds.items()
    )
    return "{" + ",\n".join(lists) + "}\n"


def _yaml(kinds: Mapping[str, list[dict[str, Any]]]) -> str:
    lines = (line for kind, records in kinds.items() for line in _yaml_kind(kind, records))
    return "".join(lines) or "{}\n"


def _yaml_kind(kind: str, records: list[dict[str, Any]]) -> Iterator[str]:
    yield f"{kind}:\n"
    for fields in records:
        for place, (name, value) in enumerate(fields.items()):
            yield f"{'    ' if place else '  - '}{name}: {_flow(value)}\n"


def _flow(value: Any) -> str:
    """A value in JSON, which YAML reads too, once what YAML takes for a line break is escaped."""
    if isinstance(value, float):
        text = json.dumps(value, allow_nan=False)
        return text.replace("e", ".0e") if "e" in text and "." not in text else text
    if isinstance(value, Mapping):
        parts = (f"{_name(name)}: {_flow(part)}" for name, part in value.items())
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return "".join(_escaped(c) if c in _UNSAFE else c for c in text)


def _name(name: str) -> str:
    """The name of a field; one that is too long to be known by its colon is marked as a name."""
    text = _flow(name)
    return text if len(text) <= _LONGEST_NAME else f"? {text} "


_LONGEST_NAME = 1000
"""Characters; YAML 1.2 looks for the colon of a bare name in the first 1024."""
_UNSAFE = "\x7f\x85\u2028\u2029\ufeff\ufffe\uffff"


def _escaped(character: str) -> str:
    return f"\\u{ord(character):04x}"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
