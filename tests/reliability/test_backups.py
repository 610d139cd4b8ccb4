"""A backup is a whole database of one moment, and gives everything back."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path

from evidence.store.engine import Location
from evidence.workspace import Workspace
from tests.conftest import NewDatabase
from tests.reliability.calling import called, entries, quotes, refused, require_sound
from tests.reliability.conftest import Figure
from tests.reliability.released import RELEASES
from tests.scale import scaled
from tests.store.examples import added, organization, quotation, source, statement, write
from tests.store.processes import in_a_process

WRITERS = 8


def writing(location: Location, writer: int, told: Path) -> None:
    """Write one quotation after the other, and note on the disk each that was taken."""
    with told.open("a", buffering=1) as file:
        for number in count():
            write(location, added([quotation("c", "s", f"{writer} {number}")]))
            file.write(f"{writer} {number}\n")


@contextmanager
def writers(location: Location, told: Path) -> Iterator[None]:
    """Eight processes that write until the block ends."""
    children = [in_a_process(partial(writing, location, n, told)) for n in range(WRITERS)]
    try:
        yield
    finally:
        for child in children:
            os.kill(child, 9)
            os.waitpid(child, 0)


def test_a_backup_beside_eight_writers_is_complete_up_to_a_commit(
    new_database: NewDatabase, tmp_path: Path, figure: Figure
) -> None:
    """3 backups in CI, 30 in the large profile."""
    location, told = new_database("sqlite"), tmp_path / "told"
    write(location, added([source("s"), statement("c")]))
    told.touch()
    backups, rows = scaled(3), 0
    with writers(location, told):
        for number in range(backups):
            copy = Location(str(tmp_path / f"copy-{number}.db"))
            while len(told.read_text().splitlines()) <= number * WRITERS * 2:
                time.sleep(0.01)
            acknowledged = set(told.read_text().splitlines(keepends=True))
            assert called(location, "backup", copy.path).code == 0
            held = quotes(copy)
            assert {line.strip() for line in acknowledged if line.endswith("\n")} <= held
            # One entry a quotation: a copy from between two commits would not have as many.
            assert len(held) == entries(copy) - 1
            rows = require_sound(copy)
    assert rows > WRITERS
    figure(f"{backups} backups beside {WRITERS} writers, all sound; {rows} rows in the last")


def test_what_a_backup_held_comes_back(tmp_path: Path) -> None:
    lost = Location(str(shutil.copy(RELEASES[max(RELEASES)], tmp_path / "evidence.db")))
    assert called(lost, "init", "--empty").code == 0
    copy = str(tmp_path / "kept.db")
    assert called(lost, "backup", copy).code == 0
    head, status = Workspace(lost.target).head(), called(lost, "status").out
    for file in tmp_path.glob("evidence.db*"):
        file.unlink()
    shutil.copy(copy, lost.path)
    assert Workspace(lost.target).head() == head
    assert called(lost, "check", "--anchor", head[1]).code == 0
    assert called(lost, "status").out == status
    assert called(lost, "undo").code == 0
    require_sound(lost)


def test_a_backup_is_not_written_over_a_file_unless_that_is_asked_for(
    new_database: NewDatabase, tmp_path: Path
) -> None:
    older, newer = new_database("sqlite"), new_database("sqlite")
    write(newer, added([organization("lab")]))
    before = Path(newer.path).read_bytes()
    assert newer.path in refused(called(older, "backup", newer.path), 1)
    assert Path(newer.path).read_bytes() == before
    assert require_sound(newer) == 1
