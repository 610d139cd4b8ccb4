"""Bundles in JSON. The records are found first and decoded one by one, so each has its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO, NoReturn

from evidence.core.limits import NESTING, VALUES
from evidence.core.records import KINDS
from evidence.exchange.files import whole
from evidence.exchange.found import (
    Fault,
    Found,
    Reading,
    Refused,
    first_twice,
    plain,
    shown,
    too_deep,
    too_many,
    unknown_kind,
)
from evidence.exchange.scalars import written

SHAPE = 'a bundle maps kinds to lists of records, such as {"claims": [{"slug": ...}]}'
_STRUCTURE = rb'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"|["\[\]{},]'
"""A whole string, a quote that begins none, or a sign of structure."""


def read_json(stream: BinaryIO) -> Reading:
    """The records of a JSON bundle with their lines."""
    try:
        yield from _Text(whole(stream)).bundle()
    except Refused as refused:
        yield refused.fault


def decoded(data: bytes, line: int) -> object:
    """One JSON value; raises Refused with the line of what is wrong.

    A key that stands twice, NaN and Infinity are refused; a number keeps its text.
    """
    try:
        return json.loads(
            data.decode(),
            object_pairs_hook=lambda pairs: _once(pairs, line),
            parse_constant=lambda name: _no_number(name, line),
            parse_float=written,
            parse_int=written,
        )
    except json.JSONDecodeError as error:
        at = line + error.lineno - 1
        raise Refused(at, f"this is not JSON: {_reason(error)} in column {error.colno}") from None
    except UnicodeDecodeError as error:
        at = line + data.count(b"\n", 0, error.start)
        bad = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise Refused(at, f"{bad}: save the file as UTF-8") from None


def refuse_depth(data: bytes, line: int) -> None:
    """Raise Refused if a JSON text is nested too deeply to be decoded."""
    if data.count(b"[") + data.count(b"{") > NESTING.value:
        _Text(data, line).skip(0)


class _Text:
    """A JSON text that is read from left to right."""

    def __init__(self, data: bytes, line: int = 1) -> None:
        self._data = data
        self._at = 0
        self._counted = 0
        self._line = line
        self._nodes = 0
        self._deepest, self._most = NESTING.value, VALUES.value
        self._structure = re.compile(_STRUCTURE, re.DOTALL)

    def bundle(self) -> Reading:
        """The records of the text, which must be an object of kinds."""
        first = self._peek()
        if not first:
            yield Fault(0, f"the file is empty: {SHAPE}")
            return
        if first != b"{":
            raise self._refused(f"this is no bundle: {SHAPE}")
        self.skip(self._at)
        for kind in self._kinds():
            if kind not in KINDS:
                yield Fault(self._line_of(self._at), unknown_kind(kind))
            for start, end in self._items(kind):
                line = self._line_of(start)
                fields = decoded(self._data[start:end], line)
                if kind in KINDS and isinstance(fields, dict):
                    yield Found(line, kind, fields)
        if self._peek():
            raise self._refused("there is more text after the end of the bundle: remove it")

    def _kinds(self) -> Iterator[str]:
        seen: set[str] = set()
        for _ in self._parts(b"{", b"}"):
            kind = self._string()
            if kind in seen:
                raise self._refused(f"{shown(kind)} is given twice: keep one")
            seen.add(kind)
            self._take(b":", "':' after the kind")
            yield kind

    def _items(self, kind: str) -> Iterator[tuple[int, int]]:
        if self._peek() != b"[":
            raise self._refused(f"{shown(kind)} is no list: put its records in brackets")
        for _ in self._parts(b"[", b"]"):
            if self._peek() != b"{":
                raise self._refused(
                    f'{plain(kind)}: a record is written in braces, as {{"slug": ...}}'
                )
            start = self._at
            self._at = self._end_of(start)
            yield start, self._at

    def _parts(self, begin: bytes, end: bytes) -> Iterator[None]:
        """Stop at each part of an object or list; the caller reads it before going on."""
        self._take(begin, begin.decode())
        if self._peek() == end:
            self._at += 1
            return
        while True:
            yield
            if self._peek() == end:
                self._at += 1
                return
            self._take(b",", f"',' or '{end.decode()}'")

    def _string(self) -> str:
        self._peek()
        found = self._structure.match(self._data, self._at)
        if not found or len(found[0]) < 2:
            raise self._refused("this is not JSON: a name in double quotes is expected")
        self._at = found.end()
        return str(decoded(found[0], self._line_of(found.start())))

    def _end_of(self, start: int) -> int:
        """The place after a record, in a text whose structure has been checked."""
        self._nodes = 0
        return self.skip(start)

    def skip(self, start: int) -> int:
        """The place after the object or list that begins here; refuses one beyond the limits."""
        depth = 0
        for found in self._structure.finditer(self._data, start):
            sign = found[0]
            if sign in (b"{", b"["):
                depth += 1
            elif sign in (b"}", b"]"):
                depth -= 1
            elif sign == b'"':
                raise self._refused(
                    "this is not JSON: the string that begins here has no end", found.start()
                )
            if sign in (b"{", b"[", b","):
                self._count(depth, found.start())
            if depth <= 0:
                return found.end()
        raise self._refused("this is not JSON: a bracket that begins here is not closed", start)

    def _count(self, depth: int, at: int) -> None:
        self._nodes += 1
        if depth > self._deepest:
            raise self._refused(too_deep(), at)
        if self._nodes > self._most:
            raise self._refused(too_many(), at)

    def _peek(self) -> bytes:
        """The next byte that is not white space; empty at the end."""
        data, at = self._data, self._at
        while data[at : at + 1] in (b" ", b"\n", b"\t", b"\r"):
            at += 1
        self._at = at
        return data[at : at + 1]

    def _take(self, sign: bytes, wanted: str) -> None:
        if self._peek() != sign:
            raise self._refused(f"this is not JSON: {wanted} is expected")
        self._at += 1

    def _line_of(self, at: int) -> int:
        """The line of a place; places are asked for in order."""
        self._line += self._data.count(b"\n", self._counted, at)
        self._counted = at
        return self._line

    def _refused(self, message: str, at: int | None = None) -> Refused:
        return Refused(self._line_of(self._at if at is None else at), message)


def _once(pairs: list[tuple[str, object]], line: int) -> dict[str, object]:
    values = dict(pairs)
    if len(values) < len(pairs):
        twice = first_twice(name for name, _ in pairs)
        raise Refused(line, f"{shown(twice)} is given twice: keep one")
    return values


def _no_number(name: str, line: int) -> NoReturn:
    raise Refused(line, f"{name} is no number: leave the field out if it is unknown")


def _reason(error: json.JSONDecodeError) -> str:
    return error.msg[:1].lower() + error.msg[1:].removesuffix(" at")
