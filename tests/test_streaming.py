"""A long file gives what a short one gives: the same records, messages and log."""

from __future__ import annotations

import hashlib
import json
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from evidence import streaming
from evidence.core.errors import Conflict, Problems
from evidence.proposal import Outcome
from evidence.store.bodies import LONGEST
from evidence.store.engine import Location, Reader
from evidence.store.history import ledger_after
from evidence.store.reading import everything, log
from evidence.workspace import Workspace
from tests.conftest import ENGINES, NewDatabase
from tests.scale import scaled

PLAIN = {"stance": "supports", "quote": "We did.", "locator": "p. 1"}
SOURCE = {"type": "source", "slug": "s", "kind": "analyst", "party": "p", "published": "2024"}
CLAIM = {"type": "claim", "slug": "c", "kind": "statement", "statement": "C"}
ITEM = {"type": "evidence", "claim": "c", "source": "s", **PLAIN}


def records(chance: random.Random, items: int) -> list[dict[str, Any]]:
    """Sources, claims of three kinds, and items of which some are no plain ones."""
    named: list[dict[str, Any]] = [
        {"type": "organization", "slug": "lab", "name": "Lab"},
        {"type": "organization", "slug": "other"},
    ]
    named += [
        {"type": "source", "slug": f"s{n}", "kind": "analyst", "party": f"p{n}"}
        | ({} if n == 3 else {"published": f"2024-0{n + 1}"})
        for n in range(6)
    ]
    named += [
        {"type": "source", "slug": "echo", "kind": "talk", "repeats": "s1", "published": "2025"}
    ]
    named += [
        {"type": "claim", "slug": f"c{n}", "kind": "statement", "statement": f"C{n}"}
        for n in range(4)
    ]
    units = {
        "units": ["organization:lab", "organization:other"],
        "threshold": 0.5,
        "period": "2024",
    }
    named += [{"type": "claim", "slug": "most", "kind": "prevalence", "statement": "Most", **units}]
    found = []
    for number in range(items):
        item = {"type": "evidence", "claim": f"c{number % 4}", "source": f"s{chance.randrange(6)}"}
        item |= PLAIN | {"quote": f"Passage {number}"} | chance.choice(VARIED)
        item["quote"] += str(number)  # no item twice
        found.append(item)
    mixed = named + found
    chance.shuffle(mixed)
    return mixed


VARIED: tuple[dict[str, Any], ...] = (
    *({}, {}, {}, {"strength": "strong"}, {"published": "2024-05-06"}, {"probability": 0.7}),
    *(
        {"quote": "\\N, a \\t"},
        {"quote": 'said "so"\nand so'},
        {"quote": "cafe\u0301"},
        {"claim": "most/lab"},
    ),
    *({"locator": None}, {"source": "echo"}, {"origin": "elsewhere"}, {"note": " spaced "}),
    *({"ended": "2025-01-01"}, {"group": "g", "group_reason": "one leak"}, {"value": "37B"}),
)


def written(path: Path, given: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in given), "utf-8")
    return path


def taken(location: Location, path: Path, **options: bool) -> Outcome | str:
    try:
        return Workspace(location.target).import_files([path], as_of="2025-06-30", **options)
    except Problems as problems:
        return "\n".join(sorted(problems.lines))
    except Conflict as conflict:
        return "\n".join(sorted(conflict.message.split("; ")))


def said(outcome: Outcome | str) -> object:
    """What is new and what changed, or in what two records differ.

    A stream counts what stands in a file twice as unchanged, and may tell the later one first.
    """
    if isinstance(outcome, str):
        return {frozenset(re.split("[ ,:]+", line)) for line in outcome.splitlines()}
    return outcome.new, outcome.changed


def moves(outcome: Outcome | str) -> object:
    """The claims that move, with where they stand before and after."""
    if isinstance(outcome, str):
        return said(outcome)
    return [
        (m.claim, m.before and round(m.before[0], 9), m.after and round(m.after[0], 9))
        for m in outcome.moved
    ]


def remarks(told: str) -> set[str]:
    """The lines, without what a larger ledger would suggest."""
    return {re.sub("(: add it to|: did you mean).*", "", line) for line in told.splitlines()}


def held(location: Location) -> list[str]:
    with Reader(location) as reader:
        entries = log(reader)
        stored = sorted(map(repr, everything(reader)))
        assert sorted(map(repr, ledger_after(entry.changes for entry in entries))) == stored
    assert Workspace(location.target).check().problems == ()
    return stored


@pytest.fixture
def long_from_the_first_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "LONG", 0)
    monkeypatch.setattr(streaming, "BATCH", 16)
    monkeypatch.setattr(streaming, "FEW", 3)


def both(new_database: NewDatabase, engine: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Two databases, and how to take a file into each in its own way."""
    whole, stream = new_database("sqlite"), new_database(engine)

    def take(path: Path, **options: bool) -> tuple[Any, Any]:
        with monkeypatch.context() as patched:
            patched.setattr(streaming, "LONG", 10**9)
            first = taken(whole, path, **options)
        return first, taken(stream, path, **options)

    return whole, stream, take


@pytest.mark.usefixtures("long_from_the_first_byte")
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("seed", range(scaled(4)))
def test_a_stream_of_records_in_any_order_is_what_the_whole_file_is(
    new_database: NewDatabase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    engine: str,
    seed: int,
) -> None:
    chance = random.Random(seed)
    whole, stream, take = both(new_database, engine, monkeypatch)
    given = records(chance, 120)
    path = written(tmp_path / "first.jsonl", given)

    first, second = take(path)
    assert first[:3] == second[:3]
    assert sorted(first.warnings) == sorted(second.warnings)
    assert moves(first) == moves(second)
    assert held(whole) == held(stream)

    again = written(tmp_path / "again.jsonl", [*chance.sample(given, 60), *records(chance, 5)])
    first, second = take(again)
    assert said(first) == said(second)
    first, second = take(again, update=True)
    assert said(first) == said(second)
    assert moves(first) == moves(second)
    assert held(whole) == held(stream)


@pytest.mark.usefixtures("long_from_the_first_byte")
@pytest.mark.parametrize(
    "fault",
    [
        {"claim": "c9"},
        {"source": "s9"},
        {"stance": "perhaps"},
        {"claim": "most/nobody"},
        {"claim": "c1/lab"},
        {"supersedes": "0123456789ab"},
        {"type": "evidences"},
        {"published": "2024-02-30"},
    ],
)
def test_a_faulty_line_is_told_as_in_a_short_file_and_nothing_is_written(
    new_database: NewDatabase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: dict[str, str],
) -> None:
    whole, stream, take = both(new_database, "sqlite", monkeypatch)
    given = records(random.Random(1), 40)
    faulty = {"type": "evidence", "claim": "c0", "source": "s1", **PLAIN, **fault}
    first, second = take(written(tmp_path / "faulty.jsonl", [*given, faulty]))

    # Of a roll call's unit the whole file says from the claim's side as well what is wrong.
    assert {"units lacks" in line for line in remarks(first) - remarks(second)} <= {True}
    assert len(remarks(second)) == 1
    assert remarks(second) <= remarks(first)
    assert held(stream) == held(whole) == []


@pytest.mark.usefixtures("long_from_the_first_byte")
def test_a_dry_run_of_a_long_file_leaves_the_database_byte_for_byte(
    new_database: NewDatabase, tmp_path: Path
) -> None:
    location = new_database("sqlite")
    path = written(tmp_path / "new.jsonl", records(random.Random(2), 50))
    before = hashlib.sha256(Path(location.path).read_bytes()).digest()

    outcome = taken(location, path, dry_run=True)

    assert isinstance(outcome, Outcome)
    assert outcome.new["evidence"] == 50
    assert outcome.entry is None
    assert hashlib.sha256(Path(location.path).read_bytes()).digest() == before


@pytest.mark.usefixtures("long_from_the_first_byte")
@pytest.mark.parametrize("engine", ENGINES)
def test_more_kinds_of_items_than_are_remembered_weigh_as_they_do_in_a_short_file(
    new_database: NewDatabase, tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from evidence.store import bulk, weighing_many

    monkeypatch.setattr(weighing_many._Kinds, "MOST", 3)
    monkeypatch.setattr(bulk, "FETCHED", 4)
    whole, stream, take = both(new_database, engine, monkeypatch)
    given = [SOURCE | {"slug": f"s{n}", "party": f"p{n % 7}"} for n in range(40)]
    given += [CLAIM | {"slug": f"c{n}"} for n in range(2)]
    given += [
        ITEM | {"claim": f"c{n % 2}", "source": f"s{n}", "quote": f"Passage {n}"} for n in range(40)
    ]

    first, second = take(written(tmp_path / "many.jsonl", given))

    assert moves(first) == moves(second)
    assert held(whole) == held(stream)


@pytest.mark.usefixtures("long_from_the_first_byte")
@pytest.mark.parametrize("long", [True, False])
@pytest.mark.parametrize("turned", [True, False])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ITEM, ITEM | {"strength": "strong"}),
        (ITEM, ITEM | {"value": "37B"}),
        (CLAIM, CLAIM | {"statement": "C, once more"}),
    ],
)
def test_of_two_contents_in_one_file_an_update_takes_neither(
    new_database: NewDatabase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    one: dict[str, Any],
    other: dict[str, Any],
    turned: bool,
    long: bool,
) -> None:
    location = new_database("sqlite")
    taken(location, written(tmp_path / "first.jsonl", [SOURCE, CLAIM, ITEM]))
    before = held(location)
    if not long:
        monkeypatch.setattr(streaming, "LONG", 10**9)

    both = [other, one] if turned else [one, other]
    told = taken(location, written(tmp_path / "both.jsonl", both), update=True)
    assert isinstance(told, str)
    assert " given " in told
    assert held(location) == before

    outcome = taken(location, written(tmp_path / "other.jsonl", [other]), update=True)
    assert isinstance(outcome, Outcome)
    assert sum(outcome.changed.values()) == 1


@pytest.mark.usefixtures("long_from_the_first_byte")
@pytest.mark.parametrize("engine", ENGINES)
def test_an_entry_of_many_parts_is_one_entry_and_can_be_undone(
    new_database: NewDatabase, tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from evidence.store import bodies

    monkeypatch.setattr(bodies, "LONGEST", 2000)
    location = new_database(engine)
    path = written(tmp_path / "new.jsonl", records(random.Random(3), 80))
    assert isinstance(taken(location, path), Outcome)
    with Reader(location) as reader:
        [entry] = log(reader)
        parts = reader.rows("log_parts", entry=1)
        assert [found.seq for found in log(reader, "c1")] == [1]

    assert len(parts) > 5
    assert "".join(part for (part,) in parts) == entry.body
    assert held(location)
    Workspace(location.target).undo()
    assert held(location) == []


@pytest.mark.usefixtures("long_from_the_first_byte")
@pytest.mark.parametrize("engine", ENGINES)
def test_an_import_that_was_stopped_keeps_what_it_took_and_is_simply_run_again(
    new_database: NewDatabase, tmp_path: Path, engine: str
) -> None:
    location, whole = new_database(engine), new_database("sqlite")
    path = written(tmp_path / "new.jsonl", records(random.Random(5), 120))
    batches = iter(range(3))

    @contextmanager
    def after_three_batches() -> Iterator[Callable[[], bool]]:
        yield lambda: next(batches, None) is None

    space = Workspace(location.target)
    stopped = space.import_files([path], stopping=after_three_batches)
    assert (stopped.complete, stopped.new["evidence"]) == (False, 4 * 16)
    assert held(location)
    rest = space.import_files([path])
    assert (rest.complete, rest.new) == (True, {"evidence": 120 - 4 * 16})
    assert rest.unchanged["evidence"] == 4 * 16

    taken(whole, path)
    assert held(location) == held(whole)
    with Reader(location) as reader:
        assert [entry.summary for entry in log(reader)] == [
            "import new.jsonl (interrupted)",
            "import new.jsonl",
        ]
    space.undo()
    space.undo()
    assert held(location) == []


def test_a_short_body_lies_in_its_entry(new_database: NewDatabase, tmp_path: Path) -> None:
    location = new_database("sqlite")
    taken(location, written(tmp_path / "new.jsonl", records(random.Random(4), 10)))
    with Reader(location) as reader:
        [(*_, body, _, _, _)] = reader.rows("log", "in_order")
        assert 0 < len(body) < LONGEST
        assert reader.rows("log_parts", entry=1) == []


IMPORTING = """
import sys
from evidence import streaming
from evidence.workspace import Workspace

streaming.LONG = 0
for path in sys.argv[2:]:
    Workspace(sys.argv[1]).import_files([path])
"""


def test_new_items_among_known_ones_are_written_where_assertions_are_off(
    new_database: NewDatabase, tmp_path: Path
) -> None:
    location = new_database("sqlite")
    named = [
        {"type": "source", "slug": "s", "kind": "analyst", "party": "p", "published": "2024"},
        {"type": "claim", "slug": "c", "kind": "statement", "statement": "C"},
    ]
    said = [{"type": "evidence", "claim": "c", "source": "s", **PLAIN, "quote": q} for q in "abc"]
    first = written(tmp_path / "first.jsonl", [*named, *said[:2]])
    second = written(tmp_path / "second.jsonl", said)

    program = [sys.executable, "-O", "-c", IMPORTING, location.target, str(first), str(second)]
    subprocess.run(program, check=True)

    with Reader(location) as reader:
        assert {str(item.quote) for item in everything(reader).bearing_on("c")} == {*"abc"}  # type: ignore[union-attr]
    assert held(location)


@pytest.mark.usefixtures("long_from_the_first_byte")
@pytest.mark.parametrize("kind", ["item", "source"])
@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda line: line.replace(b"quote", b"qu\xffte").replace(b"party", b"p\xffrty"), "UTF-8"),
        (lambda line: line[:20] + b"\0" + line[20:], "NUL character"),
        (lambda line: line[:20] + b" " * 2_000_000 + line[20:], "longer than"),
    ],
    ids=["no UTF-8", "a NUL", "too long"],
)
def test_a_line_that_cannot_be_read_is_told_once_and_nothing_is_written(
    new_database: NewDatabase, tmp_path: Path, kind: str, harm: Any, told: str
) -> None:
    location = new_database("sqlite")
    given = [
        json.dumps(one).encode() + b"\n" for one in (SOURCE, CLAIM, ITEM, SOURCE | {"slug": "t"})
    ]
    place = {"item": 2, "source": 3}[kind]
    given[place] = harm(given[place])
    path = tmp_path / "harmed.jsonl"
    path.write_bytes(b"".join(given))

    with pytest.raises(Problems) as refused:
        Workspace(location.target).import_files([path])

    [line] = refused.value.lines
    assert f"harmed.jsonl:{place + 1}" in line
    assert told in line
    assert held(location) == []
