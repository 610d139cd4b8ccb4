"""Files that are no whole database any more: told in one line, with the copy to restore from."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from evidence.store.engine import Location
from evidence.store.schema import create
from tests.reliability.calling import called
from tests.reliability.conftest import Figure
from tests.reliability.furnished import furnish
from tests.store.processes import in_a_process
from tests.store.test_failures import _killed_half_way

PAGE = 4096
ASKED = (("check",), ("status",), ("list", "claims"), ("history",))
NEWEST = "the newest beside it is evidence.db.before-0003"


@pytest.fixture(scope="module")
def whole(thread_database: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return Path(furnish(thread_database, tmp_path_factory.mktemp("whole")).path).read_bytes()


@pytest.fixture
def path(tmp_path: Path, whole: bytes) -> Path:
    """Where the damaged file lies, with an older and a newer copy beside it."""
    for age, name in ((2, "evidence.db.before-0002"), (1, "evidence.db.before-0003")):
        copy = tmp_path / name
        copy.write_bytes(whole)
        os.utime(copy, (10**9 - age, 10**9 - age))
    (tmp_path / "evidence.txt").write_text("no database")
    return tmp_path / "evidence.db"


def told(path: Path, *command: str) -> tuple[int, str]:
    """The code and what is said about a file, which stays as it was."""
    before, beside = path.read_bytes(), set(path.parent.iterdir())
    ran = called(str(path), *command)
    assert path.read_bytes() == before, command
    assert not {*path.parent.iterdir()} - beside - {Path(f"{path}-shm")}
    assert "a defect of this program" not in ran.err
    return ran.code, ran.out if ran.code == 5 and not ran.err else ran.err


def test_a_file_cut_at_any_page_is_told_with_the_copy_to_restore(
    path: Path, whole: bytes, figure: Figure
) -> None:
    sizes = [*range(PAGE, len(whole), PAGE), 1, 15, 16, 99, 100, 511, 512, PAGE + 1]
    for size in sizes:
        path.write_bytes(whole[:size])
        for command in ASKED:
            code, said = told(path, *command)
            assert (code, NEWEST in said) == (5, True), (size, command, said)
    figure(f"{len(sizes)} truncated files, {len(ASKED)} commands each: {len(sizes)} told")


@pytest.mark.parametrize("command", ASKED, ids=" ".join)
def test_a_file_with_another_beginning_is_told(
    path: Path, whole: bytes, command: tuple[str, ...]
) -> None:
    path.write_bytes(b"SQLite format 4\0" + whole[16:])

    code, said = told(path, *command)
    assert (code, said.count("\n")) == (5, 1)
    assert f"is not a database (name another file, or restore it from a backup: {NEWEST})" in said


@pytest.mark.parametrize("command", ASKED, ids=" ".join)
def test_a_file_without_a_byte_is_no_database_yet(path: Path, command: tuple[str, ...]) -> None:
    """It may be a new one that `init` has still to make; the code says what to run."""
    path.touch()

    assert told(path, *command) == (7, f"evidence: {path} is empty (run `evidence init`)\n")


def test_a_write_ahead_log_of_another_database_is_told(path: Path, whole: bytes) -> None:
    other = Location(str(path.with_name("other.db")))
    create(other)
    with closing(sqlite3.connect(other.path)) as connection:
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("CREATE TABLE more AS SELECT 'x'")
        connection.commit()
        shutil.copy(f"{other.path}-wal", f"{path}-wal")
    path.write_bytes(whole)

    code, said = told(path, "check")
    assert (code, NEWEST in said) == (5, True), said
    Path(f"{path}-wal").unlink()
    assert told(path, "check")[0] == 0


@pytest.mark.parametrize("journal", [b"", b"\0" * 512, b"no journal" * 100])
def test_a_journal_that_is_none_does_no_harm(path: Path, whole: bytes, journal: bytes) -> None:
    path.write_bytes(whole)
    Path(f"{path}-journal").write_bytes(journal)

    assert told(path, "check")[0] == 0


def test_a_write_that_was_killed_is_rolled_back_by_its_journal(path: Path, whole: bytes) -> None:
    path.write_bytes(whole)
    os.waitpid(in_a_process(partial(_killed_half_way, str(path))), 0)
    assert path.read_bytes() != whole
    assert Path(f"{path}-journal").exists()

    assert called(str(path), "check").code == 0
    assert not Path(f"{path}-journal").exists()
