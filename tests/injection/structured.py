"""Checks of JSON in all its forms, of YAML and of BibTeX."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.injection.comparing import differences
from tests.injection.hostile import is_payload

_KEY = re.compile("[0-9a-f]{12}").fullmatch


LINKS = ("URL", "archive_location", "url", "sameAs", "archivedAt", "DOI", "howpublished")
"""Fields that an odd address may be missing from."""


def json_document(hostile: bytes, harmless: bytes) -> list[str]:
    """What is wrong with a JSON document that holds payloads."""
    return _compared([hostile], [harmless])


def json_lines(hostile: bytes, harmless: bytes) -> list[str]:
    """What is wrong with a file of one JSON record a line."""
    return _compared(hostile.rstrip(b"\n").split(b"\n"), harmless.rstrip(b"\n").split(b"\n"))


def ascii_json(hostile: bytes, harmless: bytes) -> list[str]:
    """The same, where not a byte may act on a terminal either."""
    return [*([] if hostile.isascii() else ["not ASCII"]), *json_document(hostile, harmless)]


def yaml(hostile: bytes, harmless: bytes) -> list[str]:
    """What is wrong with a YAML document that holds payloads."""
    from ruamel.yaml import YAML

    reader = YAML(typ="safe", pure=True)
    return differences(_paths(reader.load(hostile)), _paths(reader.load(harmless)))


def _compared(hostile: list[bytes], harmless: list[bytes]) -> list[str]:
    control = sorted(set(re.findall(rb"[\x00-\x09\x0b-\x1f\x7f]", b"".join(hostile))))
    try:
        ours = [path for text in hostile for path in _paths(json.loads(text, parse_constant=_no))]
    except ValueError as error:
        return [f"cannot be read: {error}"]
    theirs = [path for text in harmless for path in _paths(json.loads(text))]
    return [*(f"a control character {c!r}" for c in control), *differences(ours, theirs, LINKS)]


def _no(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def _paths(value: Any, *above: str) -> Iterator[tuple[str, ...]]:
    """The way to every value with its type; a name that is a key or a payload is a star."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _paths(part, *above, "*" if is_payload(name) or _KEY(name) else name)
    elif isinstance(value, list):
        for part in value:
            yield from _paths(part, *above, "[]")
    else:
        yield (*above, type(value).__name__)


def bibtex(hostile: bytes, harmless: bytes) -> list[str]:
    """What is wrong with a bibliography that holds payloads, by two readers."""
    return [
        *differences(_by_pybtex(hostile), _by_pybtex(harmless), LINKS),
        *differences(_by_bibtexparser(hostile), _by_bibtexparser(harmless), LINKS),
    ]


def _by_pybtex(text: bytes) -> Iterator[tuple[str, ...]]:
    from pybtex.database import parse_string
    from pybtex.errors import capture

    with capture() as errors:
        found = parse_string(text.decode(), "bibtex")
    yield from (("an error", str(error)) for error in errors)
    for entry in found.entries.values():
        yield (f"@{entry.type}",)
        yield from ((name.lower(), "field") for name in entry.fields)
        yield from ((role, f"{len(persons)} persons") for role, persons in entry.persons.items())
    yield ("preamble", found.preamble)


def _by_bibtexparser(text: bytes) -> Iterator[tuple[str, ...]]:
    import bibtexparser

    if not hasattr(bibtexparser, "parse_string"):  # before version 2
        for entry in bibtexparser.loads(text.decode()).entries:  # type: ignore[attr-defined]
            yield from ((name.lower(),) for name in entry if name != "ID")
        return
    library = bibtexparser.parse_string(text.decode())
    for block in library.blocks:
        yield (type(block).__name__,)
    for entry in library.entries:
        yield (f"@{entry.entry_type}",)
        yield from ((field.key.lower(), "field") for field in entry.fields)
