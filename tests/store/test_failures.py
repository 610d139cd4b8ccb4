from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from evidence.core.errors import (
    Damaged,
    EvidenceError,
    Invalid,
    MigrationNeeded,
    Unavailable,
)
from evidence.store.engine import Location, Reader, Writer
from evidence.store.reading import everything
from evidence.store.schema import create, upgrade
from tests.conftest import NewDatabase
from tests.store.examples import added, organization, records, source, statement, write
from tests.store.processes import in_a_process

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20


def reading(location: Location) -> None:
    with Reader(location) as reader:
        everything(reader)


def writing(location: Location) -> None:
    write(location, added([organization("another")]))


WAYS_IN = [reading, writing]


@pytest.mark.parametrize("way_in", [*WAYS_IN, upgrade])
def test_a_file_that_is_not_there_is_not_made(tmp_path: Path, way_in: object) -> None:
    with pytest.raises(Unavailable, match="there is no database") as caught:
        way_in(Location(str(tmp_path / "evidence.db")))  # type: ignore[operator]
    assert caught.value.hint == "run `evidence init`"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("way_in", [*WAYS_IN, upgrade, create])
def test_a_folder_is_no_database(tmp_path: Path, way_in: object) -> None:
    with pytest.raises(Unavailable, match="is a folder"):
        way_in(Location(str(tmp_path)))  # type: ignore[operator]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("way_in", [*WAYS_IN, upgrade, create])
def test_a_picture_is_no_database(tmp_path: Path, way_in: object) -> None:
    picture = tmp_path / "evidence.db"
    picture.write_bytes(PNG)
    with pytest.raises(Damaged, match="is not a database"):
        way_in(Location(str(picture)))  # type: ignore[operator]
    assert picture.read_bytes() == PNG


@pytest.mark.parametrize("way_in", [*WAYS_IN, upgrade, create])
def test_the_database_of_another_program_is_left_alone(tmp_path: Path, way_in: object) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()
    before = other.read_bytes()
    with pytest.raises(Invalid, match="another program"):
        way_in(Location(str(other)))  # type: ignore[operator]
    assert other.read_bytes() == before


@pytest.mark.parametrize("way_in", WAYS_IN)
def test_an_empty_file_has_to_be_made_a_database_first(tmp_path: Path, way_in: object) -> None:
    location = Location(str(tmp_path / "evidence.db"))
    (tmp_path / "evidence.db").touch()
    with pytest.raises(MigrationNeeded) as caught:
        way_in(location)  # type: ignore[operator]
    assert caught.value.hint == "run `evidence init`"
    assert create(location).before is None
    reading(location)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@pytest.mark.parametrize("way_in", WAYS_IN)
def test_a_place_without_tables_says_what_to_run(
    blank: NewDatabase, engine: str, way_in: object
) -> None:
    location = blank(engine)
    if engine == "sqlite":
        with closing(sqlite3.connect(location.path)) as connection:
            connection.execute("VACUUM")
    with pytest.raises(MigrationNeeded) as caught:
        way_in(location)  # type: ignore[operator]
    assert caught.value.hint == "run `evidence init`"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot be made: No such file or directory"):
        create(Location(str(tmp_path / "nowhere" / "evidence.db")))


@pytest.mark.parametrize("size", [100, 4096, 8192, 40960])
def test_a_database_cut_short_is_damaged(new_database: NewDatabase, size: int) -> None:
    location = new_database("sqlite")
    write(location, added(records()))
    whole = Path(location.path).read_bytes()
    Path(location.path).write_bytes(whole[:size])
    with pytest.raises((Damaged, MigrationNeeded)):
        reading(location)
    assert Path(location.path).read_bytes() == whole[:size]


def test_any_flipped_byte_ends_in_records_or_in_one_line(new_database: NewDatabase) -> None:
    location = new_database("sqlite")
    write(location, added(records()))
    whole = Path(location.path).read_bytes()
    for place in range(0, len(whole), 997):
        changed = bytearray(whole)
        changed[place] ^= 0x55
        Path(location.path).write_bytes(changed)
        assert "\n" not in outcome(reading, location), place


def test_a_database_made_by_a_newer_version_is_refused_untouched(database: Location) -> None:
    from evidence.store.engine import engine

    with engine(database).connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    files = {} if database.dialect != "sqlite" else {"db": Path(database.path).read_bytes()}
    for way_in in (*WAYS_IN, upgrade, create):
        with pytest.raises(MigrationNeeded, match="newer version"):
            way_in(database)
    assert all(Path(database.path).read_bytes() == held for held in files.values())


def test_a_busy_database_is_waited_for_and_then_named(database: Location) -> None:
    with Writer(database), pytest.raises(Unavailable, match="busy"), Writer(database, patience=0.3):
        pass


def test_a_busy_database_can_be_read(database: Location) -> None:
    write(database, added([organization("lab")]))
    with Writer(database), Reader(database) as reader:
        assert len(everything(reader)) == 1


def test_an_error_leaves_nothing_behind(database: Location) -> None:
    from evidence.store.writing import apply

    writer = Writer(database).__enter__()
    apply(writer, added([organization("lab")]), "add", "", "2025-01-10T00:00:00Z", "me")
    writer.__exit__(ZeroDivisionError, ZeroDivisionError(), None)
    with Reader(database) as reader:
        assert len(everything(reader)) == 0


def test_an_interruption_leaves_nothing_behind(database: Location) -> None:
    from evidence.store.writing import apply

    writer = Writer(database).__enter__()
    apply(writer, added([organization("lab")]), "add", "", "2025-01-10T00:00:00Z", "me")
    writer.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    with Reader(database) as reader:
        assert len(everything(reader)) == 0
    writing(database)


@pytest.mark.parametrize(
    "record",
    [
        statement("c", prior=2.0),
        source("s", kind="oracle"),
        source("s", notes="a\0b"),
        source("s", published="yesterday"),
        organization(""),
        source("s", notes="\ud800"),
    ],
)
def test_what_the_database_refuses_is_one_line_without_the_data(
    database: Location, record: object
) -> None:
    with pytest.raises(Invalid) as caught:
        write(database, added([record]))  # type: ignore[list-item]
    assert "\n" not in caught.value.message
    assert "yesterday" not in caught.value.message
    with Reader(database) as reader:
        assert len(everything(reader)) == 0


def as_nobody(location: Location) -> list[str]:
    """What reading and writing come to for a user without rights."""
    for try_ in WAYS_IN:
        outcome(try_, location)  # so that nothing is left to import for that user
    near, far = os.pipe()
    child = os.fork()
    if child == 0:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        os.write(far, "\n".join(outcome(try_, location) for try_ in WAYS_IN).encode())
        os._exit(0)
    os.close(far)
    os.waitpid(child, 0)
    with os.fdopen(near, encoding="utf-8") as told:
        return told.read().split("\n")


def outcome(try_: Callable[[Location], None], location: Location) -> str:
    try:
        try_(location)
    except EvidenceError as error:
        return f"{error.code}: {error.message.rpartition(' evidence.db ')[2]}"
    return "done"


@pytest.fixture
def shared(new_database: NewDatabase) -> Iterator[Path]:
    """A database in a folder that everybody can enter."""
    folder = Path(tempfile.mkdtemp(prefix="shared-"))
    folder.chmod(0o755)
    yield Path(shutil.copy(new_database("sqlite").path, folder / "evidence.db"))
    shutil.rmtree(folder)


def test_a_database_on_a_medium_that_cannot_be_written_can_be_read(shared: Path) -> None:
    shared.chmod(0o444)
    shared.parent.chmod(0o555)

    read, written = as_nobody(Location(str(shared)))

    assert read == "done"
    assert written.startswith("6: ")
    assert written.endswith("cannot be written")
    shared.parent.chmod(0o755)


def test_a_database_of_somebody_else_is_named(shared: Path) -> None:
    shared.chmod(0o000)

    assert [told[:3] for told in as_nobody(Location(str(shared)))] == ["6: ", "6: "]


def _killed_half_way(path: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA cache_size = 1")  # so that unfinished pages reach the file
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("CREATE TABLE half_written (text)")
    for _ in range(2000):
        connection.execute("INSERT INTO half_written VALUES (?)", ("y" * 500,))
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_reader_finds_the_state_before_a_write_that_was_killed(
    new_database: NewDatabase,
) -> None:
    location = new_database("sqlite")
    write(location, added(records()))
    os.waitpid(in_a_process(partial(_killed_half_way, location.path)), 0)
    assert Path(f"{location.path}-journal").exists()

    with Reader(location) as reader:
        assert len(everything(reader)) == len(records())
    assert not Path(f"{location.path}-journal").exists()


CLOSING_BROKEN_OFF = """
import sys
from evidence.store.engine import Location, engine

def broken_off(connection):
    raise KeyboardInterrupt

made = engine(Location(sys.argv[1]))
made.dialect.do_close = broken_off
try:
    with made.connect():
        pass
except KeyboardInterrupt:
    print("broken off")
"""


def test_ctrl_c_while_a_connection_closes_is_raised_without_a_traceback_on_the_terminal(
    new_database: NewDatabase,
) -> None:
    location = new_database("sqlite")
    program = [sys.executable, "-c", CLOSING_BROKEN_OFF, location.path]
    told = subprocess.run(program, capture_output=True, text=True, check=False)
    assert (told.stdout, told.stderr) == ("broken off\n", "")


BROKEN_OFF = """
import logging, sys
from evidence.store.engine import Writer

with Writer(sys.argv[1]):
    for log in ("psycopg", "sqlalchemy.pool"):
        logging.getLogger(log).warning("error ignored in rollback")
"""


def test_what_a_driver_logs_of_a_transaction_that_is_broken_off_stays_off_the_terminal(
    new_database: NewDatabase,
) -> None:
    command = [sys.executable, "-c", BROKEN_OFF, new_database("postgresql").target]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert told.stderr == ""
