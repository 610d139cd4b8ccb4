"""The door: a mapping of fields becomes a record, or is refused with everything wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from evidence.core.canonical import canonical
from evidence.core.checking import did_you_mean
from evidence.core.errors import Problems
from evidence.core.forms import as_mapping, from_mapping
from evidence.core.limits import LINE
from evidence.core.records import SINGULAR, SUBJECT_KINDS, Record
from evidence.exchange.found import plain, shown, unknown_kind
from evidence.exchange.meaning import RULES
from evidence.exchange.shapes import INPUTS


class Loc(NamedTuple):
    """Where a record stands."""

    file: str
    line: int
    """0 is the file as a whole."""

    def __str__(self) -> str:
        name = plain(self.file)
        return f"{name}:{self.line}" if self.line else name


def accept(kind: str, fields: Mapping[str, object]) -> Record:
    """The record of these fields; raises Problems with one line for each thing that is wrong.

    A field that is None, empty or an empty list counts as absent. A subject without a name has
    its slug for one.
    """
    if kind not in INPUTS:
        raise Problems((unknown_kind(kind),))
    given = {name: value for name, value in fields.items() if not _absent(value)}
    if kind in SUBJECT_KINDS and "slug" in given:
        given.setdefault("name", given["slug"])
    try:
        clean = INPUTS[kind].model_validate(given)
    except ValidationError as error:
        raise Problems(tuple(_messages(kind, error))) from None
    wrong = tuple(RULES[kind](clean)) if kind in RULES else ()
    if wrong:
        raise Problems(wrong)
    record = from_mapping(kind, {name: getattr(clean, name) for name in clean.model_fields_set})
    largest = LINE.value * 9 // 10
    if _size(given) > largest and len(canonical(as_mapping(record)).encode()) > largest:
        # It must fit on a line of a JSONL file, escapes included.
        told = f"the record is longer than {largest} bytes: shorten its texts, {LINE.or_raise()}"
        raise Problems((told,))
    return record


def problem_line(loc: Loc, kind: str, name: str, message: str) -> str:
    """One problem as it is reported: where it is, with which record, and what to do."""
    about = " ".join(part for part in (SINGULAR.get(kind, kind), plain(name, 120)) if part)
    return f"{loc}: {about}: {plain(message, 2000)}"


def name_of(fields: Mapping[str, object]) -> str:
    """The words by which to tell a record that was refused: its slug, its claim, its subject."""
    for names in (("slug",), ("claim",), ("subject", "attribute")):
        words = [str(fields[name]) for name in names if isinstance(fields.get(name), str | int)]
        if words:
            return " ".join(words)
    return ""


def _absent(value: object) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, list | tuple | Mapping) and not value)


def _size(value: object) -> int:
    """Bytes that the texts of a value may take at most."""
    if isinstance(value, Mapping):
        return sum(_size(name) + _size(part) for name, part in value.items())
    if isinstance(value, list | tuple):
        return sum(map(_size, value))
    return 6 * len(value) if isinstance(value, str) else 64


def _messages(kind: str, error: ValidationError) -> Iterator[str]:
    for detail in error.errors(include_url=False, include_input=False):
        field = str(detail["loc"][0]) if detail["loc"] else ""
        yield _message(kind, field, detail)


def _message(kind: str, field: str, detail: Any) -> str:
    if detail["type"] == "extra_forbidden":
        known = INPUTS[kind].model_fields
        remedy = did_you_mean(field, known) or f"choose one of {', '.join(known)}"
        return f"{shown(field)} is no field of kind {kind}: {remedy}"
    if detail["type"] == "missing":
        return f"{field} is missing: write it"
    if detail["type"] == "value_error":
        return f"{field}: {detail['ctx']['error']}"
    return f"{plain(field)}: {plain(str(detail['msg']))}"
