"""One hostile input after another for each way into the program, and what it should have kept."""

from __future__ import annotations

import csv
import io
import itertools
import json
import random
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from evidence.core.derivations import METHODS
from evidence.core.ledger import Ledger
from evidence.core.records import Record
from evidence.core.vocabulary import ATTRIBUTES
from evidence.exchange.bibtex import render as bibtex
from evidence.exchange.bundle import read
from evidence.exchange.dump import render
from evidence.exchange.epoch.columns import TABLES
from evidence.exchange.inputs import accept
from tests.reliability.hostile_values import (
    BASE,
    DATES,
    GOOD,
    NAMES,
    NUMBERS,
    TEXTS,
    damaged,
    fields,
    fitting,
    value,
)

File = tuple[str, bytes]


class Input(NamedTuple):
    """A call of the program, with the file that it reads."""

    arguments: list[str]
    file: File | None = None
    records: Callable[[str], list[Record]] = lambda path: []
    """What is to be read back where the call is accepted, from the path of the file."""


def _word(chance: random.Random, texts: tuple[str, ...]) -> str:
    """A text as an argument of a process can be: without NUL."""
    return chance.choice(texts).replace("\0", "")


def add(chance: random.Random) -> Input:
    """A record added by FIELD=VALUE pairs."""
    singular = chance.choice(("organization", "source", "model", "hardware", "claim", "law"))
    kind = "hardware" if singular == "hardware" else f"{singular}s"
    given = {name: _argument(v) for name, v in fields(chance, kind).items()}
    slug = given.pop("slug", None) or _word(chance, NAMES)
    pairs = [f"{name}={text}" for name, text in given.items()]

    def kept(path: str) -> list[Record]:
        from evidence.cli.fields import typed

        named = {"slug": slug} | typed(kind, given)
        return [accept(kind, named)]

    return Input(["add", singular, slug, *pairs], None, kept)


def _argument(given: Any) -> str:
    if isinstance(given, list | tuple):
        return ";".join(map(_argument, given))
    text = json.dumps(given) if isinstance(given, dict | bool) else str(given)
    return text.replace("\0", "")


LOGGED = ("quote", "locator", "value", "probability", "published", "origin", "supersedes", "note")
OBSERVED = (
    *("quote", "locator", "number_format", "sparsity", "scope", "convention", "year", "published"),
    *("origin", "supersedes", "note"),
)
_OPTIONS = {"locator": "at"}


def log(chance: random.Random) -> Input:
    """An item of evidence."""
    claim, source = _word(chance, NAMES), _word(chance, NAMES)
    if chance.random() < 0.8:
        claim, source = chance.choice((("said", "report"), ("most/lab", "retold")))
    stance = chance.choice(("supports", "refutes", "neutral"))
    given = {name: _some(chance, name) for name in chance.sample(LOGGED, chance.randrange(5))}
    given["quote"] = f"{given.get('quote', '')} {chance.randrange(10**6)}"

    def kept(path: str) -> list[Record]:
        from evidence.exchange.scalars import scalar

        named: dict[str, Any] = {"claim": claim, "source": source, "stance": stance} | given
        numbers = {name: scalar(given[name]) for name in ("probability", "value") if name in given}
        return [accept("evidence", named | numbers)]

    arguments = ["log", claim, "--source", source, f"--{stance}", *_options(given)]
    return Input(arguments, None, kept)


CHOICES = {
    "number_format": ("bf16", "fp8"),
    "sparsity": ("dense", "sparse"),
    "scope": ("pretraining", "full"),
    "convention": ("6nd", "mixed"),
    "year": ("2024", "0", "99999"),
}
"""Options that take one of a few words, which are refused too early to be worth trying often."""


def _some(chance: random.Random, name: str) -> str:
    if name in CHOICES and chance.random() < 0.9:
        return chance.choice(CHOICES[name])
    return _argument(fitting(chance, name))


def _options(given: Mapping[str, str]) -> list[str]:
    return [f"--{_OPTIONS.get(n, n).replace('_', '-')}={text}" for n, text in given.items()]


def observe(chance: random.Random) -> Input:
    """A number about a subject."""
    subject = "model:m" if chance.random() < 0.8 else _word(chance, NAMES)
    attribute = chance.choice(tuple(ATTRIBUTES))
    number = _word(chance, NUMBERS) if chance.random() < 0.7 else f"{chance.random():.9f}e9"
    given = {name: _some(chance, name) for name in chance.sample(OBSERVED, chance.randrange(4))}

    def kept(path: str) -> list[Record]:
        from evidence.exchange.scalars import scalar

        named: dict[str, Any] = {"subject": BARE.get(subject, subject)}
        named |= {"attribute": attribute, "value": scalar(number), "source": "report", **given}
        if "year" in given:
            named["year"] = scalar(given["year"])
        return [accept("observations", named)]

    arguments = ["observe", "--source", "report", *_options(given), "--", subject, attribute]
    return Input([*arguments, number], None, kept)


BARE = {
    "m": "model:m",
    "chip": "hardware:chip",
    "lab": "organization:lab",
    "rival": "organization:rival",
}
"""The references of the base's subjects by their bare slugs."""


def _bundle(chance: random.Random) -> list[tuple[str, dict[str, Any]]]:
    kinds = [chance.choice(tuple(GOOD)) for _ in range(chance.choice((1, 1, 2, 6)))]
    return [(kind, fields(chance, kind)) for kind in kinds]


def _imported(name: str, data: bytes, *options: str) -> Input:
    kind = options[1] if options[:1] == ("--kind",) else None

    def kept(path: str) -> list[Record]:
        return [placed.record for placed in read([path], kind).records]

    return Input(["import", *options], (name, data), kept)


def of_json(chance: random.Random) -> Input:
    """A JSON bundle."""
    listed: dict[str, list[dict[str, Any]]] = {}
    for kind, given in _bundle(chance):
        listed.setdefault(kind, []).append(given)
    text = json.dumps(listed, ensure_ascii=chance.random() < 0.5, allow_nan=True)
    return _imported("a.json", _maybe_damaged(chance, text))


def of_jsonl(chance: random.Random) -> Input:
    """A JSONL bundle."""
    kinds = {**{k: k.removesuffix("s") for k in GOOD}, "evidence": "evidence"}
    kinds["searches"] = "search"
    lines = [json.dumps({"type": kinds[kind], **given}) for kind, given in _bundle(chance)]
    return _imported("a.jsonl", _maybe_damaged(chance, "\n".join(lines)))


def of_csv(chance: random.Random) -> Input:
    """A CSV table of one kind."""
    kind = chance.choice(tuple(GOOD))
    rows = [fields(chance, kind) for _ in range(chance.choice((1, 2, 4)))]
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=chance.choice(("\n", "\r\n")))
    writer.writerow(names)
    for row in rows:
        writer.writerow([_argument(row.get(name, "")) for name in names])
    return _imported("a.csv", _maybe_damaged(chance, out.getvalue()), "--kind", kind)


def of_yaml(chance: random.Random) -> Input:
    """A YAML bundle: generated ones as JSON is YAML, or a good one with damage."""
    if chance.random() < 0.3:
        return of_json(chance)._replace(file=("a.yaml", of_json(chance).file[1]))  # type: ignore[index]
    return _imported("a.yaml", damaged(chance, WHOLE["yaml"]))


def of_bibtex(chance: random.Random) -> Input:
    """A BibTeX file with damage."""
    entry = chance.choice(WHOLE["bib"].split(b"\n\n"))
    renamed = re.sub(rb"\{[a-z-]+,", b"{r%d," % chance.randrange(10**6), entry, count=1)
    return _imported("a.bib", damaged(chance, renamed))


def _maybe_damaged(chance: random.Random, text: str) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    return damaged(chance, data) if chance.random() < 0.4 else data


def _base() -> Ledger:
    return Ledger(accept(kind, given) for kind, listed in BASE.items() for given in listed)


WHOLE = {
    "yaml": str(render(_base(), "yaml")).encode(),
    "bib": bibtex(_base()).encode(),
}
"""Good files of the base, which are damaged."""


def epoch(chance: random.Random) -> Input:
    """A published table, of which some cells are odd."""
    form = chance.choice(tuple(TABLES))
    headers, unread = TABLES[form]
    names = [options[0] for options in headers.values()] + list(unread[:2])
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(chance.sample(names, len(names)) if chance.random() < 0.1 else names)
    for _ in range(chance.choice((1, 3, 8))):
        writer.writerow([_cell(chance, name) for name in names])
    day = f"{next(_YEARS) % 9999 + 1:04d}-01-31"
    day = chance.choice(DATES) if chance.random() < 0.1 else day
    data = _maybe_damaged(chance, out.getvalue())
    return Input(["import", "--format", form, "--published", day], ("a.csv", data))


_YEARS = itertools.count()
"""A table is imported in the order of its days."""


def _cell(chance: random.Random, name: str) -> str:
    kind = chance.random()
    if kind < 0.3:
        return ""
    if kind < 0.4:
        return _argument(value(chance)).encode(errors="replace").decode()
    if name in ("Model", "Name", "Hardware name"):
        return chance.choice(("M", "Chip", "A model", "GPT-4", f"N{chance.randrange(9)}"))
    if "notes" in name.lower() or name in ("Abstract", "Quote"):
        return chance.choice(("671B total, 37B activated", "MoE, 16 experts", *NAMES))
    if "date" in name.lower():
        return chance.choice(DATES)
    return chance.choice((*NUMBERS, "3e24", "1000", "Lab", "NVIDIA H100"))


def compute(chance: random.Random) -> Input:
    """A calculation on numbers that are none, or far from any."""
    method = chance.choice(METHODS)
    arguments = ["compute", method.name]
    group = chance.choice(method.alternatives or ((),))
    other = {name for names in method.alternatives for name in names} - set(group)
    for parameter in method.parameters:
        if parameter.name in other and chance.random() < 0.95:
            continue
        texts = chance.choices((PLAIN, NUMBERS, TEXTS), (0.8, 0.15, 0.05))[0]
        if parameter.default is None and not parameter.choices and chance.random() < 0.9:
            arguments.append(f"--{parameter.name.replace('_', '-')}={_word(chance, texts)}")
    return Input(arguments)


PLAIN = ("3", "1e12", "0.4", "4e24", "2 to 3", "~5", "20% or 40%", "0.1 to 0.2 @80%")
"""Numbers that are read whatever their unit should be."""


def search(chance: random.Random) -> Input:
    """A text to look for."""
    return Input(["search", "--", _word(chance, (*TEXTS, *NUMBERS, *NAMES))])


SURFACES: Mapping[str, Callable[[random.Random], Input]] = {
    "add": add,
    "log": log,
    "observe": observe,
    "yaml": of_yaml,
    "json": of_json,
    "jsonl": of_jsonl,
    "csv": of_csv,
    "bibtex": of_bibtex,
    "epoch": epoch,
    "compute": compute,
    "search": search,
}
"""Every way in, with what makes its inputs."""
