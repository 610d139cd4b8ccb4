"""A workspace in which every field of free text holds a payload, and its harmless twin.

Which fields are of free text is read from the input models at the door, so that a new field is
filled without being named here. The twin has the same records, each payload replaced by letters
of the same kind: lines stay lines, an address of the web stays one. Whatever is made of both must
have the same structure.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import PlainValidator

from evidence.core.derivations import METHODS
from evidence.core.derivations.running import run_method
from evidence.core.records import KINDS
from evidence.exchange import fields as f
from evidence.exchange.shapes import INPUTS
from evidence.workspace import Workspace
from tests.injection.corpus import LINES, REFUSED, TEXTS

Fields = dict[str, Any]
Write = Callable[[str], str]
"""What becomes of a payload: itself, or harmless letters."""


class Payload(NamedTuple):
    """The texts of one set of records."""

    number: int
    text: str
    line: str


def every(step: int) -> tuple[Payload, ...]:
    """Every so many of the payloads, numbered anew."""
    chosen = enumerate(TEXTS[::step])
    return tuple(Payload(i, text, LINES[i * step % len(LINES)]) for i, text in chosen)


PAYLOADS = every(1)
FEW = every(6)
"""A sixth of them, of every sink, for what takes longer the more there is."""

METHOD = "operation-count"
INPUTS_OF_METHOD = {"parameters": "1e11", "tokens": "5e12"}
FREE: Mapping[Callable[..., object], Callable[[Payload, Write], object]] = {
    f.text: lambda p, write: write(p.text),
    f.word: lambda p, write: write(p.line),
    f.words: lambda p, write: [write(p.line)],
    f.variants: lambda p, write: {_name(p, write): [f"organization:o-{p.number}"]},
    f.tree: lambda p, write: {
        "method": METHOD,
        "inputs": INPUTS_OF_METHOD,
        _name(p, write): [write(p.text)],
    },
}
"""The readers of fields that take free text, with the value that carries a payload."""
CLOSED = (
    *(f.slug, f.subject, f.subjects, f.claim, f.key, f.digest, f.date, f.flag, f.year),
    *(f.entered, f.chance, f.probability, f.threshold),
)
"""The readers of fields that take nothing but what they are for."""
CLOSED_BY = (f.choice, f.supersedes)
"""Those that are made for a field: words of a list, fields that tell a record."""


def reader(kind: str, field: str) -> Callable[..., object]:
    """The function by which the door reads a field."""
    found = [m for m in INPUTS[kind].model_fields[field].metadata if isinstance(m, PlainValidator)]
    return found[0].func


def free_fields(kind: str) -> list[str]:
    """The fields of a kind that take free text."""
    return [name for name in INPUTS[kind].model_fields if reader(kind, name) in FREE]


def is_closed(kind: str, field: str) -> bool:
    """Whether a field takes nothing but what it is for."""
    read = reader(kind, field)
    made_by = getattr(read, "__qualname__", "").partition(".")[0]
    return read in CLOSED or made_by in [maker.__name__ for maker in CLOSED_BY]


def harmless(text: str) -> str:
    """Letters in the place of a payload, different for each."""
    return _LETTERS[text]


def _letters(number: int, text: str) -> str:
    """A word of the payload's length on each of its lines, or an address."""
    name = "".join(chr(97 + number // 26**place % 26) for place in range(4))
    if re.match("https?://", text, re.I) and len(text.split()) == 1:
        return f"https://example.org/{name}"
    return re.sub(
        "[^\n\u2028\u2029]+", lambda line: (name + "o" * len(line[0]))[: max(6, len(line[0]))], text
    )


LONGEST_NAME = 900
"""Characters of a name in a mapping that YAML reads back."""
_LETTERS = {text: _letters(number, text) for number, text in enumerate((*TEXTS, *REFUSED))}


_KEPT = {unicodedata.normalize("NFC", text).strip() for text in TEXTS}
_KNOWN = {text[:LONGEST_NAME].strip() for text in _KEPT | set(_LETTERS.values())}


def is_payload(text: str) -> bool:
    """Whether a text is a payload as it is kept, or what stands in its place in the twin."""
    return text[:LONGEST_NAME].strip() in _KNOWN


def records(write: Write, payloads: Sequence[Payload] = PAYLOADS) -> Iterator[tuple[str, Fields]]:
    """Every record of a workspace with its kind, each field of free text filled."""
    for payload in payloads:
        for kind, closed, left_out in _set(payload.number, write, payloads):
            free = {
                name: FREE[reader(kind, name)](payload, write)
                for name in free_fields(kind)
                if name not in left_out
            }
            yield kind, free | closed


Plan = tuple[str, Fields, tuple[str, ...]]
"""A kind, the fields that are not of free text, and the free ones that mean nothing there."""


def _set(i: int, write: Write, payloads: Sequence[Payload]) -> Iterator[Plan]:
    """The records of one payload: every kind, one claim, and what bears on it."""
    yield "organizations", {"slug": f"o-{i}"}, ()
    yield "sources", {"slug": f"s-{i}", "kind": "technical_report", "published": "2024"}, ()
    yield "hardware", {"slug": f"h-{i}", "organization": f"o-{i}"}, ()
    yield "models", {"slug": f"m-{i}", "organization": f"o-{i}", "hardware": f"h-{i}"}, ()
    yield "clusters", {"slug": f"c-{i}", "organization": f"o-{i}"}, ()
    yield "laws", {"slug": f"l-{i}", "source": f"s-{i}", "fitted_low": 1e18}, ()
    following = (i + 1) % len(payloads)
    yield _claim(i, following, write, payloads[max(0, i - 1) : i + 3])
    yield from _items(i, following)
    named = {"subject": f"model:m-{i}", "attribute": "training_compute", "source": f"s-{i}"}
    yield "observations", {**named, "value": "3e24"}, ()
    yield "observations", {**named, "value": "4e24", "retracted": "2024-06-01"}, ()
    named.pop("source")
    yield "selections", {**named, "rule": "latest"}, ()
    search = {"claim": f"claim-{i}", "date": "2024", "detection": 0.5}
    yield "searches", search, ()


def _claim(i: int, following: int, write: Write, near: Sequence[Payload]) -> Plan:
    """A claim; the four kinds take turns, and what only one kind has holds the texts of all."""
    kind = ("statement", "prevalence", "quantity", "forecast")[i % 4]
    named = {"slug": f"claim-{i}", "kind": kind}
    if kind == "prevalence":
        roll = {"threshold": 0.5, "units": [f"organization:o-{n}" for n in (i, following)]}
        rule = "\n".join(write(payload.text) for payload in near)
        variants = {_name(payload, write): [f"organization:o-{i}"] for payload in near}
        own = {"units_rule": rule, "units_variants": variants}
        return "claims", named | roll | own, ("computed_by",)
    apart = ("units_rule", "units_variants")
    if kind == "quantity":
        region = {"subject": f"model:m-{i}", "attribute": "training_compute"}
        return "claims", named | region | {"low": 1e24, "high": "5e24"}, apart
    about = {"about": [f"model:m-{i}", f"hardware:h-{i}"]}
    return "claims", named | about, (*apart, "computed_by")


def _items(i: int, following: int) -> Iterator[Plan]:
    """What speaks for a claim, an older item that it replaces, and what speaks against it."""
    claim = f"claim-{i}/o-{i}" if i % 4 == 1 else f"claim-{i}"
    source, other = f"s-{i}", f"s-{following}"
    older = {"claim": claim, "source": other, "stance": "supports"}
    yield "evidence", {**older, "locator": f"p. {i}"}, ("group", "group_reason")
    replaced = {"claim": claim, "source": other, "locator": f"p. {i}"}
    yield (
        "evidence",
        {"claim": claim, "source": source, "stance": "supports"} | {"supersedes": replaced},
        (),
    )
    against = {"claim": claim, "source": other, "stance": "refutes", "strength": "weak"}
    yield "evidence", against, ("group", "group_reason")
    if i % 4 == 3:
        outcome = {"claim": claim, "outcome": "true", "date": "2024-12-31", "source": source}
        yield "resolutions", outcome, ()


def _name(payload: Payload, write: Write) -> str:
    """A payload as the name of something in a mapping."""
    return write(payload.line)[:LONGEST_NAME].strip()


class Twins(NamedTuple):
    """The two workspaces."""

    hostile: Path
    harmless: Path


def built(folder: Path, payloads: Sequence[Payload] = PAYLOADS) -> Twins:
    """Both workspaces in a folder of their own."""
    hostile = _workspace(folder / "hostile.db", lambda text: text, payloads)
    return Twins(hostile, _workspace(folder / "harmless.db", harmless, payloads))


FILE_NAMES = tuple(
    name
    for name in (*REFUSED[:9], *TEXTS[7::40], *TEXTS)
    if len(name) < 100 and not re.search("[/\0]", name) and name.strip(". ")
)
"""Payloads that can be the name of a file; those with control characters first."""


def _workspace(path: Path, write: Write, payloads: Sequence[Payload]) -> Path:
    """A database with a set of records for each payload, and a few calculations."""
    made = Workspace(str(path))
    made.create()
    files = _files(path.with_suffix(".records"), list(records(write, payloads)), write)
    made.import_files(files, impact=False)
    compute = next(method for method in METHODS if method.name == METHOD)
    result = run_method(compute, INPUTS_OF_METHOD)
    for payload in payloads[::12]:
        made.save_scenario(f"scenario-{payload.number}", write(payload.text), result)
    return path


def _files(folder: Path, all_records: list[tuple[str, Fields]], write: Write) -> list[Path]:
    """All records in a file a kind; the names of files are payloads too, by way of the log."""
    folder.mkdir()
    bundle: dict[str, list[Fields]] = {kind: [] for kind in KINDS}
    for kind, fields in all_records:
        bundle[kind].append(fields)
    paths = [folder / f"{write(name)}.json" for name in FILE_NAMES[: len(KINDS)]]
    for path, (kind, listed) in zip(paths, bundle.items(), strict=True):
        path.write_text(json.dumps({kind: listed}), "utf-8")
    return paths
