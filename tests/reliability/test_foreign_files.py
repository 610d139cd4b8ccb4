"""A SQLite file that somebody else has made, or changed."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from evidence.cli.root import run
from evidence.core.errors import Damaged, Invalid
from evidence.store.connections import opened
from evidence.store.copying import backup
from evidence.store.engine import Location, Reader, Writer
from evidence.store.intruders import TRIGGERS
from evidence.store.schema import create, upgrade
from tests.conftest import NewDatabase
from tests.reliability.calling import called
from tests.reliability.conftest import Figure
from tests.store.examples import added, organization, records, write

CANARY = "cAnArY7"
AS = f"AS SELECT '{CANARY}' AS slug"
HOSTILE = {
    "a trigger that changes what is written": (
        f"CREATE TRIGGER t AFTER INSERT ON subject BEGIN UPDATE subject SET name = '{CANARY}'; END"
    ),
    "a trigger that removes what is written": (
        "CREATE TRIGGER t AFTER INSERT ON subject BEGIN DELETE FROM subject; END"
    ),
    "a trigger that writes besides": (
        "CREATE TRIGGER t AFTER INSERT ON log BEGIN DELETE FROM resolution; END"
    ),
    "a trigger on a table that nobody reads": (
        "CREATE TABLE x (a); CREATE TRIGGER t AFTER INSERT ON x BEGIN DELETE FROM subject; END"
    ),
    "a trigger with the name of one that belongs there": (
        "DROP TRIGGER log_counts; CREATE TRIGGER log_counts AFTER INSERT ON log "
        "BEGIN DELETE FROM resolution; END"
    ),
    "a trigger that spells one of ours another way": (
        "DROP TRIGGER log_keeps_rows; CREATE TRIGGER log_keeps_rows BEFORE DELETE ON log "
        "WHEN 0 BEGIN SELECT RAISE(ABORT, 'the log only grows'); END"
    ),
    "a view": f"CREATE VIEW v {AS}",
    "a view in the place of a table": (
        f"ALTER TABLE subject RENAME TO old; CREATE VIEW subject {AS}"
    ),
    "a view that never ends": (
        "ALTER TABLE subject RENAME TO old; CREATE VIEW subject AS WITH RECURSIVE r(id) AS "
        "(SELECT 1 UNION ALL SELECT id + 1 FROM r) SELECT * FROM r"
    ),
    "a view that loads code": (
        "CREATE VIEW v AS SELECT load_extension('/tmp/x'), readfile('/etc/passwd')"
    ),
    "a virtual table": "CREATE VIRTUAL TABLE words USING fts5(word)",
    "a virtual table in the place of a table": (
        "DROP TABLE resolution; CREATE VIRTUAL TABLE resolution USING fts5(claim_id)"
    ),
    "an instead-of trigger": (
        f"CREATE VIEW v {AS}; CREATE TRIGGER t INSTEAD OF INSERT ON v "
        "BEGIN DELETE FROM subject; END"
    ),
}


def changed(location: Location, statements: str) -> bytes:
    """Change a file as anybody can who has it, and give its content."""
    with closing(sqlite3.connect(location.path)) as connection:
        connection.executescript(statements)
        connection.execute("PRAGMA journal_mode = DELETE")
    return Path(location.path).read_bytes()


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_in_which_something_foreign_would_run_is_refused_by_every_way_in(
    new_database: NewDatabase, tmp_path: Path, what: str
) -> None:
    location = new_database("sqlite")
    write(location, added(records()))
    content = changed(location, HOSTILE[what])
    ways = (
        lambda: Reader(location).__enter__(),
        lambda: Writer(location).__enter__(),
        lambda: upgrade(location),
        lambda: create(location),
        lambda: backup(location, tmp_path / "copy.db"),
    )
    for way_in in ways:
        with pytest.raises(Damaged, match="that this program did not make"):
            way_in()
    assert Path(location.path).read_bytes() == content
    assert not (tmp_path / "copy.db").exists()


def test_the_refusal_is_one_line_with_its_code(
    new_database: NewDatabase, capfd: pytest.CaptureFixture[str], figure: Figure
) -> None:
    location = new_database("sqlite")
    changed(location, 'CREATE VIEW "v\x1b[2J" AS SELECT 1')
    for command in (
        ("status",),
        ("log", "c", "--source", "s", "--supports"),
        ("check",),
        ("init",),
    ):
        assert run(["--db", location.path, *command]) == 5
        out, err = capfd.readouterr()
        assert out == ""
        assert len(err.splitlines()) == 1
        assert "\x1b" not in err
    figure(f"{len(HOSTILE)} hostile files: none run, all refused with exit code 5")


def test_the_triggers_that_are_known_are_those_that_the_migrations_make(
    sqlite_template: Path,
) -> None:
    with closing(sqlite3.connect(sqlite_template)) as connection:
        made = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'").fetchall()

    assert {text for (text,) in made} == TRIGGERS


def test_an_index_or_a_table_of_somebody_else_does_no_harm(new_database: NewDatabase) -> None:
    location = new_database("sqlite")
    changed(location, "CREATE TABLE mine (a); CREATE INDEX faster ON subject (name)")
    write(location, added([organization("lab")]))

    assert called(location, "show", "lab", "--json").json["record"]["slug"] == "lab"
    assert called(location, "check").code == 0


@pytest.mark.parametrize("mode", ["ro", "rw", "rwc"])
def test_a_connection_trusts_nothing_in_the_file(new_database: NewDatabase, mode: str) -> None:
    location = new_database("sqlite")
    with closing(opened(location, mode=mode, patience=1)) as connection:
        held = {
            name: connection.execute("SELECT * FROM pragma_" + name).fetchone()[0]
            for name in ("trusted_schema", "cell_size_check", "query_only")
        }
        with pytest.raises(sqlite3.OperationalError, match="not authorized"):
            connection.execute("SELECT load_extension('/nowhere')")

    assert held == {"trusted_schema": 0, "cell_size_check": 1, "query_only": int(mode == "ro")}


@pytest.mark.parametrize("application", [0, 1, 0x45564430])
def test_a_file_that_does_not_say_it_is_ours_is_left_alone(
    new_database: NewDatabase, tmp_path: Path, application: int
) -> None:
    location = new_database("sqlite")
    copy = Location(str(shutil.copy(location.path, tmp_path / "copy.db")))
    content = changed(copy, f"PRAGMA application_id = {application}")
    for way_in in (Reader(copy).__enter__, Writer(copy).__enter__, lambda: create(copy)):
        with pytest.raises(Invalid, match="another program"):
            way_in()
    assert Path(copy.path).read_bytes() == content
