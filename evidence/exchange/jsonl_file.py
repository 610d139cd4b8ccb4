"""Bundles in JSONL: one record a line, with its type. A file may be of any size."""

from __future__ import annotations

from typing import BinaryIO

from evidence.core.checking import did_you_mean
from evidence.core.records import SINGULAR
from evidence.exchange.files import lines
from evidence.exchange.found import Fault, Found, Reading, Refused, shown
from evidence.exchange.json_file import decoded, refuse_depth

_KIND = {type_: kind for kind, type_ in SINGULAR.items()}


def read_jsonl(stream: BinaryIO) -> Reading:
    """The records of a JSONL bundle; a bad line does not hide the ones after it."""
    empty = True
    try:
        for number, text in lines(stream):
            if text.strip():
                empty = False
                yield found_on(number, text)
    except Refused as refused:
        yield refused.fault
    else:
        if empty:
            yield Fault(
                0, 'the file is empty: write a record a line, such as {"type": "claim", ...}'
            )


def found_on(line: int, text: str) -> Found | Fault:
    """The record of one line, or what is wrong with it."""
    data = text.rstrip("\r\n").encode()
    try:
        refuse_depth(data, line)
        fields = decoded(data, line)
    except Refused as refused:
        return refused.fault
    if not isinstance(fields, dict):
        return Fault(line, f'{shown(fields)} is no record: write {{"type": "claim", ...}}')
    if "type" not in fields:
        return Fault(line, 'the record has no "type": write the singular of its kind, as "claim"')
    type_ = fields.pop("type")
    if not isinstance(type_, str) or type_ not in _KIND:
        return Fault(line, f"{shown(type_)} is no type: {_remedy(type_)}")
    return Found(line, _KIND[type_], fields)


def _remedy(type_: object) -> str:
    known = SINGULAR.get(type_) if isinstance(type_, str) else None
    hint = f"did you mean '{known}'?" if known else did_you_mean(str(type_), _KIND)
    return hint or f"choose one of {', '.join(_KIND)}"
