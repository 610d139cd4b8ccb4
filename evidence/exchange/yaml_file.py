"""Bundles in YAML: read event by event, so that what is hostile is refused where it stands.

Only the plain core of YAML is read: mappings, lists, text, numbers, true, false and null.
Anchors, aliases, tags and merge keys are refused. A date stays the text it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from evidence.core.limits import LINE, NESTING, VALUES
from evidence.core.records import KINDS
from evidence.exchange.files import chunks
from evidence.exchange.found import (
    Fault,
    Found,
    Reading,
    Refused,
    plain,
    shown,
    too_deep,
    too_many,
    unknown_kind,
)
from evidence.exchange.scalars import written

_NULL = ("", "~", "null", "Null", "NULL")
_TRUE = ("true", "True", "TRUE")
_FALSE = ("false", "False", "FALSE")
_TEXT_TAG = "tag:yaml.org,2002:str"
MOST_IN_RECORD = 20_000
"""Values of one record."""
SHAPE = "a bundle maps kinds to lists of records, such as 'claims:' and below it '- slug: ...'"


def read_yaml(stream: BinaryIO) -> Reading:
    """The records of a YAML bundle with their lines."""
    try:
        yield from _Walk(_events(stream)).bundle()
    except Refused as refused:
        yield refused.fault


class _Pieces:
    """The text of a file as something to read from, the way the YAML reader wants it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._chunks = chunks(stream)
        # More between two values cannot be a text that is kept.
        self._longest = 2 * LINE.value
        self._since = 0
        self.line = 1
        """The line of the latest value."""

    def read(self, size: int = -1) -> str:
        """The next piece of text; empty at the end."""
        text = next((text for text in self._chunks if text), "")
        self._since += len(text)
        if self._since > self._longest:
            told = f"after this line more than {self._longest} bytes hold no value: shorten it"
            raise Refused(self.line, told)
        return text

    def reached(self, line: int) -> None:
        """Say that a value has been found."""
        self._since = 0
        self.line = line


def _events(stream: BinaryIO) -> Iterator[Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    pieces = _Pieces(stream)
    events = iter(YAML(typ="safe", pure=True).parse(pieces))
    while True:
        try:
            event = next(events)
        except StopIteration:
            return
        except MarkedYAMLError as error:
            marks = (error.problem_mark, error.context_mark)
            mark = next((m for m in (marks[::-1] if _at_end(error) else marks) if m), None)
            line = mark.line + 1 if mark else pieces.line
            raise Refused(
                line, f"this is not YAML: {plain(error.problem or 'bad syntax')}"
            ) from None
        except (YAMLError, ValueError, OverflowError, LookupError, TypeError, AttributeError):
            problem = "this is not YAML: a character or escape is not allowed"
            raise Refused(pieces.line, problem) from None
        pieces.reached(event.start_mark.line + 1)
        yield event


def _at_end(error: Any) -> bool:
    """Whether something is not closed, so that its beginning tells more than the file's end."""
    return "end" in str(error.problem) and "stream" in str(error.problem)


class _Walk:
    """The values that a row of events stands for."""

    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._nodes = 0
        self._deepest, self._most = NESTING.value, VALUES.value
        self._before_record = 0

    def bundle(self) -> Reading:
        """The records of the document, which must be a mapping of kinds."""
        top = self._next()
        if self._name(top) == "StreamEnd":
            yield Fault(0, f"the file is empty: {SHAPE}")
            return
        self._check(top)
        if self._name(top) != "MappingStart":
            raise Refused(top.start_mark.line + 1, f"this is no bundle: {SHAPE}")
        yield from self._kinds()
        after = self._next()
        if self._name(after) != "StreamEnd":
            line = after.start_mark.line + 1
            raise Refused(line, "a second document begins here: a bundle is one document")

    def _kinds(self) -> Reading:
        seen: set[str] = set()
        while (event := self._node()) is not None:
            kind = self._key(event, seen)
            if kind not in KINDS:
                yield Fault(event.start_mark.line + 1, unknown_kind(kind))
            records = self._node()
            if records is not None and self._name(records) == "SequenceStart":
                yield from self._records(kind)
            elif self._value(records, 2) is not None and kind in KINDS:
                line = event.start_mark.line + 1
                raise Refused(
                    line, f"{shown(kind)} is no list: begin each of its records with '- '"
                )

    def _records(self, kind: str) -> Reading:
        while (event := self._node()) is not None:
            line = event.start_mark.line + 1
            if self._name(event) != "MappingStart":
                given = self._value(event, 3)
                raise Refused(line, f"{kind}: {shown(given)} is no record: write 'field: value'")
            self._before_record = self._nodes
            fields = self._mapping(3)
            if kind in KINDS:
                yield Found(line, kind, fields)

    def _value(self, event: Any, depth: int) -> object:
        name = self._name(event)
        if name == "Scalar":
            return self._scalar(event)
        if depth > self._deepest:
            raise Refused(event.start_mark.line + 1, too_deep())
        return self._mapping(depth + 1) if name == "MappingStart" else self._list(depth + 1)

    def _mapping(self, depth: int) -> dict[str, object]:
        values: dict[str, object] = {}
        while (event := self._node()) is not None:
            key = self._key(event, values)
            values[key] = self._value(self._node(), depth)
        return values

    def _list(self, depth: int) -> list[object]:
        values = []
        while (event := self._node()) is not None:
            values.append(self._value(event, depth))
        return values

    def _key(self, event: Any, seen: set[str] | dict[str, object]) -> str:
        line = event.start_mark.line + 1
        if self._name(event) != "Scalar":
            raise Refused(line, "a list or a mapping stands where a name is expected")
        key = str(event.value)
        if key == "<<" and not event.style:
            raise Refused(line, "merge keys ('<<') are not read: write the fields out")
        if key in seen:
            raise Refused(line, f"{shown(key)} is given twice: keep one")
        if isinstance(seen, set):
            seen.add(key)
        return key

    def _scalar(self, event: Any) -> object:
        text = str(event.value)
        if event.style or event.tag:
            return text
        if text in _NULL:
            return None
        if text in _TRUE or text in _FALSE:
            return text in _TRUE
        return written(text)

    def _node(self) -> Any:
        """The next event that begins a value; None at the end of a mapping or list."""
        event = self._next()
        if self._name(event) in ("MappingEnd", "SequenceEnd"):
            return None
        self._nodes += 1
        self._check(event)
        return event

    def _next(self) -> Any:
        event = next(self._events)
        while self._name(event) in ("StreamStart", "DocumentStart", "DocumentEnd"):
            event = next(self._events)
        return event

    def _check(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if self._nodes > self._most:
            raise Refused(line, too_many())
        if self._nodes - self._before_record > MOST_IN_RECORD:
            raise Refused(line, f"a record has more than {MOST_IN_RECORD} values: split it")
        if self._name(event) == "Alias" or getattr(event, "anchor", None):
            name = plain(str(event.anchor), 40)
            raise Refused(line, f"anchors and aliases ('{name}') are not read: write it out")
        tag = getattr(event, "tag", None)
        if tag and str(tag) != _TEXT_TAG:
            raise Refused(line, f"tags ({shown(str(tag))}) are not read: remove it")

    @staticmethod
    def _name(event: Any) -> str:
        return type(event).__name__.removesuffix("Event")
