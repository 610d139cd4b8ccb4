"""SQLite and PostgreSQL as equals: the same records, the same history, the same answers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evidence.cli.root import run
from evidence.core.forms import from_mapping
from evidence.core.ledger import Change, Ledger
from evidence.core.records import Record
from evidence.exchange.dump import FORMATS, render
from evidence.store.engine import Location, Reader
from evidence.store.history import ledger_after, verify
from evidence.store.reading import everything
from evidence.store.schema import create
from evidence.store.soundness import unsound
from evidence.workspace import Workspace
from tests.conftest import ENGINES, NewDatabase
from tests.injection.hostile import FEW, built
from tests.injection.outputs import OUTPUTS
from tests.postgres import Server
from tests.reliability.conftest import Figure
from tests.reliability.replaying import history_of, replayed
from tests.scale import scaled
from tests.store.examples import added, write
from tests.store.histories import a_history

TEXTS = (
    "plain",
    "Größe ☃ 字",
    "a'b\"c",
    "%s :name {x}",
    "line\nline",
    "é",
    "\u202e",
    "0",
)


BASE: dict[str, list[dict[str, Any]]] = {
    "organizations": [{"slug": "lab", "name": "The Lab", "aliases": ["Größe", "L"]}],
    "sources": [{"slug": "report", "kind": "technical_report", "party": "lab", "title": "R"}],
    "models": [{"slug": "model-1", "name": "Model 1", "organization": "lab"}],
    "claims": [{"slug": "open", "kind": "statement", "statement": "Weights are open"}],
}
"""What the many records refer to."""


def many(rows: int) -> Iterator[Record]:
    """So many records: quotes and numbers as people enter them."""
    base = [from_mapping(kind, fields) for kind, listed in BASE.items() for fields in listed]
    yield from base
    for n in range(rows - len(base)):
        said = {"source": "report", "locator": f"p. {n}", "quote": f"{TEXTS[n % len(TEXTS)]} {n}"}
        if n % 2:
            yield from_mapping(
                "evidence",
                {"claim": "open", "stance": ("supports", "refutes", "neutral")[n % 3], **said},
            )
        else:
            value = (n + 1, f"{n + 1}.50T", 1.5e20 + n, f"{n + 1}K to {n + 2}K")[n // 2 % 4]
            number = {"subject": "model:model-1", "attribute": "training_tokens", "value": value}
            yield from_mapping("observations", number | said)


def dumped(location: Location, form: str = "json") -> str:
    with Reader(location) as reader:
        found = render(everything(reader), form)
    return found if isinstance(found, str) else "".join(found.values())


@pytest.mark.parametrize(
    ("first", "second", "rows"), [(*ENGINES, 10_000), (*ENGINES[::-1], scaled(1_000))]
)
def test_a_bundle_is_the_same_bytes_after_a_round_trip_between_the_engines(
    new_database: NewDatabase, tmp_path: Path, first: str, second: str, rows: int, figure: Figure
) -> None:
    """10,000 rows from SQLite; from PostgreSQL 1,000 in CI and 10,000 in the large profile."""
    here, there = new_database(first), new_database(second)
    write(here, added(list(many(rows))))
    start = time.monotonic()
    text = dumped(here, "jsonl")
    file = tmp_path / "bundle.jsonl"
    file.write_text(text)
    Workspace(there.target).import_files([file], impact=False)
    back = dumped(there, "jsonl")
    taken = time.monotonic() - start

    assert text.count("\n") == rows
    assert back == text
    figure(f"{rows} rows {first} -> {second} -> bundle: byte-equal, {taken:.1f} s")


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_of_a_bundle_is_the_same_from_both_engines(
    new_database: NewDatabase, form: str
) -> None:
    texts = []
    for engine in ENGINES:
        location = new_database(engine)
        write(location, added(list(many(400))))
        texts.append(dumped(location, form))

    assert texts[0] == texts[1]


@pytest.mark.parametrize("source", ENGINES)
@pytest.mark.parametrize("target", ENGINES)
def test_the_log_replayed_into_an_empty_database_gives_the_same_log_and_the_same_state(
    new_database: NewDatabase, source: str, target: str, figure: Figure
) -> None:
    here, there = new_database(source), new_database(target)
    a_history(here)
    for n in range(20):
        text = f"{TEXTS[n % len(TEXTS)]} {n}"
        change = Change(None, from_mapping("sources", {"slug": f"s-{n}", "title": text}))
        write(here, [change], operation="add")
    entries = history_of(here)
    replayed(entries, there)

    assert history_of(there) == entries
    assert dumped(there) == dumped(here)
    assert dumped(here) == render(ledger_after(e.changes for e in entries), "json")
    with Reader(there) as reader:
        assert not verify(entries)
        assert not unsound(reader, entries)
    figure(f"{len(entries)} entries {source} -> {target}: same head, same bytes")


ASKED = (
    *(
        ("status", "--json"),
        ("status",),
        ("explain", "most-labs-fp8", "--json"),
        ("next", "--json"),
    ),
    *(("explain", "deepseek-v3-compute-4e24-6e24", "--json"), ("timeline", "most-labs-fp8")),
    *(("list", "claims"), ("list", "evidence", "--json"), ("search", "größe"), ("search", "FP8")),
    *(("derive", "deepseek-v3", "--json"), ("since", "2025-01-01", "--json"), ("export", "csl")),
    *(("export", "jsonld"), ("export", "bundle"), ("report", "--format", "markdown")),
    *(("score",), ("score", "most-labs-fp8")),
    *(("report", "--format", "html"), ("report", "--format", "csv"), ("search", "%"), ("head",)),
)


@pytest.fixture(scope="module")
def equals(thread_database: Path, postgresql_server: Server) -> tuple[str, str]:
    """The seed discussion on both engines, with the same log."""
    return str(thread_database), moved(Location(str(thread_database)), postgresql_server)


@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_both_engines_answer_with_the_same_bytes(
    equals: tuple[str, str], asked: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    day = ("--as-of", "2025-06-01")
    dated = asked[0] in (
        "status",
        "score",
        "explain",
        "timeline",
        "derive",
        "since",
        "report",
        "next",
    )
    output = ("-o", "-") if asked[0] in ("export", "report") else ()
    said = []
    for database in equals:
        capfd.readouterr()
        assert run(["--db", database, *asked, *(day if dated else ()), *output]) == 0
        said.append(capfd.readouterr().out)

    assert said[0] == said[1]
    assert said[0]


def test_the_same_ledger_is_what_both_engines_hold(equals: tuple[str, str]) -> None:
    ledgers: list[Ledger] = []
    for database in equals:
        with Reader(Location(database)) as reader:
            ledgers.append(everything(reader))

    assert sorted(map(repr, ledgers[0])) == sorted(map(repr, ledgers[1]))


def test_only_sqlite_is_copied_to_a_file_and_the_other_says_what_to_do(
    new_database: NewDatabase, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What differs: a server is copied by its own program, so `backup` names it."""
    said = {}
    for engine in ENGINES:
        database = new_database(engine).target
        code = run(["--db", database, "backup", str(tmp_path / f"{engine}.copy"), "--quiet"])
        said[engine] = code, capfd.readouterr().err

    assert said["sqlite"] == (0, "")
    assert said["postgresql"][0] == 1
    assert "pg_dump" in said["postgresql"][1]


@pytest.mark.parametrize("name", ["bundle.jsonl", "sources.bib", "report.md", "report.html"])
def test_hostile_texts_come_out_of_both_engines_as_the_same_bytes(
    few: Path, few_elsewhere: str, tmp_path: Path, name: str
) -> None:
    """Whatever the texts of the injection corpus are checked for on one engine holds on both."""
    output = next(one for one in OUTPUTS if one.target == name)
    day = ("--as-of", "2025-06-01") if output.command[0] == "report" else ()
    written = []
    for number, database in enumerate((str(few), few_elsewhere)):
        target = tmp_path / f"{number}-{name}"
        assert run(["--db", database, "-q", *output.command, *day, "-o", str(target)]) == 0
        written.append(target.read_bytes())

    assert written[0] == written[1]


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which every field of free text holds a payload."""
    return built(tmp_path_factory.mktemp("few"), FEW).hostile


@pytest.fixture(scope="module")
def few_elsewhere(few: Path, postgresql_server: Server) -> str:
    """The same on PostgreSQL, written entry by entry."""
    return moved(Location(str(few)), postgresql_server)


def moved(location: Location, server: Server) -> str:
    there = Location(server.url(server.database()))
    create(there)
    replayed(history_of(location), there)
    return there.target
