"""Several writers at one time: all that they write arrives, and no change is lost unseen."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from evidence.core.errors import Conflict
from evidence.core.ledger import Change
from evidence.core.records import Record
from evidence.store import connections, engine
from evidence.store.engine import Location, Writer
from evidence.workspace import Workspace
from tests.reliability.calling import called, entries, quotes, refused, require_sound
from tests.reliability.conftest import Figure
from tests.scale import scaled
from tests.store.examples import added, organization, source, statement, write
from tests.store.processes import in_a_process

WRITERS, CLAIMS = 8, 10


def logging(location: Location, writer: int, times: int, waits: Path) -> None:
    """Log so many items, and note the longest time that one took."""
    workspace, longest = Workspace(location.target), 0.0
    for number in range(times):
        started, said = time.monotonic(), {"quote": f"{writer} {number}", "locator": "1"}
        workspace.log(f"c{number % CLAIMS}", source="s", stance="supports", **said)
        longest = max(longest, time.monotonic() - started)
    (waits / str(writer)).write_text(str(longest))


def test_all_that_eight_writers_log_at_once_arrives(
    database: Location, tmp_path: Path, figure: Figure
) -> None:
    """8 x 50 items in CI, 8 x 500 in the large profile, on ten claims."""
    claims = [f"c{number}" for number in range(CLAIMS)]
    write(database, added([source("s"), *map(statement, claims)]))
    waits, times, started = tmp_path / "waits", scaled(50), time.monotonic()
    waits.mkdir()
    children = [in_a_process(partial(logging, database, n, times, waits)) for n in range(WRITERS)]
    failed = [os.waitpid(child, 0)[1] for child in children].count(256)
    took = time.monotonic() - started
    longest = max(float(path.read_text()) for path in waits.iterdir())
    assert failed == 0
    assert sum(len(quotes(database, claim)) for claim in claims) == WRITERS * times
    assert entries(database) == WRITERS * times + 1
    require_sound(database)
    figure(f"{WRITERS * times} items, 0 errors, {took:.1f} s, longest wait {longest:.1f} s")


def test_of_two_who_edit_the_same_version_exactly_one_wins(
    database: Location, figure: Figure
) -> None:
    """10 rounds in CI, 100 in the large profile."""
    write(database, added([organization("lab")]))
    rounds, workspace = scaled(10), Workspace(database.target)

    def edits(base: Record, note: str) -> None:
        workspace.edit("lab", {"notes": note}, base=base)

    for round_ in range(rounds):
        base = workspace.show("lab").record
        notes = [f"{n} in {round_}" for n in range(2)]
        children = [in_a_process(partial(edits, base, note)) for note in notes]
        ended = [os.waitpid(child, 0)[1] for child in children]
        assert sorted(ended) == [0, 256]
        won = workspace.show("lab").record
        assert won.notes == notes[ended.index(0)]  # type: ignore[union-attr]
        with pytest.raises(Conflict, match=f"here '{won.notes}', given 'mine'"):  # type: ignore[union-attr]
            edits(base, "mine")
    assert entries(database) == rounds + 1
    require_sound(database)
    figure(f"{rounds} rounds, {rounds} winners, {rounds} conflicts told, 0 lost")


@pytest.mark.parametrize("arguments", [("--set", "notes=mine"), ()], ids=["--set", "editor"])
def test_an_edit_of_what_has_changed_meanwhile_shows_both_versions(
    database: Location,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    write(database, added([organization("lab")]))
    shown: Callable[..., Any] = Workspace.show

    def theirs_first(workspace: Workspace, name: str, known_at: str | None = None) -> Any:
        found = shown(workspace, name, known_at)
        monkeypatch.setattr(Workspace, "show", shown)
        assert called(database, "edit", "lab", "--set", "notes=theirs").code == 0
        return found

    monkeypatch.setattr(Workspace, "show", theirs_first)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.edit", lambda text, **_: text + "    notes: mine\n")

    told = refused(called(database, "edit", "lab", *arguments), 4)

    assert "organization lab has changed since it was read: notes here 'theirs', given" in told
    assert "given 'mine'" in told
    kept = [path.read_text() for path in tmp_path.glob("evidence-*.yaml")]
    assert len(kept) == (0 if arguments else 1)
    assert all("notes: mine" in text for text in kept)
    assert Workspace(database.target).show("lab").record.notes == "theirs"  # type: ignore[union-attr]


@contextmanager
def writing_elsewhere(location: Location) -> Iterator[None]:
    """Another process that holds the write lock until the block ends."""
    told, tell = os.pipe()

    def holds() -> None:
        with Writer(location):
            os.write(tell, b".")
            time.sleep(60)

    child = in_a_process(holds)
    os.read(told, 1)
    try:
        yield
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(told)
        os.close(tell)


@pytest.mark.parametrize(
    "command",
    [
        ("log", "c", "--source", "s", "--supports"),
        ("add", "organization", "lab"),
        ("edit", "c", "--set", "notes=n"),
        ("undo",),
    ],
    ids=lambda command: command[0],
)
def test_a_database_held_by_another_process_is_named_in_time_and_can_be_read(
    database: Location,
    monkeypatch: pytest.MonkeyPatch,
    figure: Figure,
    command: tuple[str, ...],
) -> None:
    """The time-out is 1 s instead of the program's 30 s."""
    write(database, added([source("s"), statement("c")]))
    write(database, added([source("t")]))
    monkeypatch.setitem(Writer.__init__.__kwdefaults__, "patience", 1.0)
    with writing_elsewhere(database):
        started = time.monotonic()
        told = refused(called(database, *command), 6)
        took = time.monotonic() - started
        assert str(database) in told
        assert "busy" in told
        assert called(database, "status").code == 0
    assert took < 3
    assert called(database, *command).code == 0
    figure(f"told after {took:.1f} s")


def test_the_program_waits_half_a_minute_for_another_writer() -> None:
    assert Writer.__init__.__kwdefaults__ == {"patience": 30.0}


SAVED = ("--save", "kept", "--why", "a test")
COMMANDS = (
    ("add", "organization", "lab"),
    ("log", "c", "--source", "s", "--supports", "--quote", "q", "--at", "1"),
    ("observe", "organization:lab", "power", "5 MW", "--source", "s"),
    ("edit", "lab", "--set", "notes=n"),
    ("retract", "s", "--reason", "withdrawn"),
    ("undo",),
    ("resolve", "c", "true", "--date", "2025-01-01"),
    ("compute", "energy", "--chips", "1", "--time", "1 s", "--power-per-chip", "1 W", *SAVED),
    ("init",),
)


WRITES = ("INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER")


class Recorder:
    """The statements of each transaction on the connections that may write."""

    def __init__(self) -> None:
        self.transactions: list[list[str]] = [[]]

    def opened(self, location: Location, *, mode: str, patience: float) -> Any:
        connection = connections.opened(location, mode=mode, patience=patience)
        if location.dialect == "sqlite":
            connection.set_trace_callback(self._of_sqlite)
        else:
            connection.cursor_factory = self._cursor()
        return connection

    def _of_sqlite(self, statement: str) -> None:
        if statement.startswith("BEGIN"):
            self.transactions.append([])
        self.transactions[-1].append(statement)

    def _cursor(self) -> type:
        import psycopg
        from psycopg.pq import TransactionStatus

        class Cursor(psycopg.Cursor[Any]):
            def execute(inner, query: Any, *given: Any, **options: Any) -> Any:
                if inner.connection.info.transaction_status == TransactionStatus.IDLE:
                    self.transactions.append([])
                self.transactions[-1].append(str(query))
                return super().execute(query, *given, **options)

        return Cursor


def test_no_write_begins_without_the_lock(
    database: Location, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    write(database, added([source("s"), statement("c")]))
    recorder = Recorder()
    monkeypatch.setattr(engine, "opened", recorder.opened)
    for command in COMMANDS:
        assert called(database, *command).code == 0, command
    writing = [
        transaction
        for transaction in recorder.transactions
        if any(statement.lstrip().startswith(WRITES) for statement in transaction)
    ]
    locks = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(%s)"}
    assert {transaction[0] for transaction in writing} == {locks[database.dialect]}
    assert len(writing) >= len(COMMANDS) - 1
    figure(f"{len(COMMANDS)} commands, {len(writing)} transactions that write, 0 without the lock")


def test_a_clock_that_was_set_back_reorders_nothing_and_is_told(
    database: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day, name in (("2025-03-02", "first"), ("2025-03-01", "second"), ("2025-03-03", "third")):
        change = [Change(None, organization("lab"))] if name == "first" else None
        lab = None if change else Workspace(database.target).show("lab").record
        renamed = change or [Change(lab, lab._replace(name=name))]  # type: ignore[union-attr]
        write(database, renamed, recorded=f"{day}T00:00:00Z")

    found = called(database, "check", "--json")
    assert found.code == 0
    assert found.json["problems"] == []
    [warning] = found.json["warnings"]
    assert (warning["code"], warning["where"]) == ("clock_set_back", "log 2")
    assert warning["message"].startswith("recorded at 2025-03-01T00:00:00Z, before the entry")
    assert "warning: log 2: recorded at" in called(database, "check").out
    workspace = Workspace(database.target)
    assert [entry.seq for entry in workspace.history()] == [1, 2, 3]
    assert workspace.show("lab").record.name == "third"  # type: ignore[union-attr]
    assert workspace.show("lab", known_at="2025-03-01").record.name == "second"  # type: ignore[union-attr]
    assert workspace.show("lab", known_at="2025-03-02").record.name == "second"  # type: ignore[union-attr]
