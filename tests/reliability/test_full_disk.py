"""A disk without room: one line names the file, nothing acknowledged is lost, and then it goes on.

Where the tests may mount a small file system, it is that which is full; elsewhere, and besides, no
file may grow beyond a limit.
"""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from evidence.store.engine import Location
from evidence.store.schema import create
from tests.cli.running import Ran
from tests.reliability.calling import called, refused, require_sound
from tests.reliability.conftest import Figure
from tests.reliability.released import RELEASES
from tests.store.examples import added, organization, write

LONG = "x" * 20_000
ROOM = 600_000


class FullDisk:
    """A folder on a disk of two megabytes, of which a file that can be removed takes most."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def full(self, room: int) -> Iterator[None]:
        """Leave so many bytes of the disk."""
        ballast = self.folder / "ballast"
        state = os.statvfs(self.folder)
        ballast.write_bytes(bytes(max(state.f_bavail * state.f_frsize - room, 0)))
        yield
        ballast.unlink()


class LimitedFiles:
    """A folder in which no file may grow beyond some size."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def full(self, room: int) -> Iterator[None]:
        """Let no file hold more than so many bytes."""
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


Disk = FullDisk | LimitedFiles


@pytest.fixture(params=["disk", "limit"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    """A place that can be full, once as a disk and once by a limit on files."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(folder)]
    if request.param == "limit" or subprocess.run(mounting, capture_output=True).returncode:
        yield LimitedFiles(folder)
        return
    yield FullDisk(folder)
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def database_there(disk: Disk, sqlite_template: Path) -> Location:
    """A database on it."""
    return Location(str(shutil.copy(sqlite_template, disk.folder / "evidence.db")))


def added_one(location: Location, number: int) -> Ran:
    return called(location, "add", "organization", f"o-{number}", f"notes={LONG}")


def dumped(path: str | Path) -> list[str]:
    """All that a file holds, as statements."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_every_item_that_was_taken_before_the_disk_was_full_is_there(
    disk: Disk, database_there: Location, figure: Figure
) -> None:
    taken = 0
    with disk.full(ROOM):
        while (ran := added_one(database_there, taken)).code == 0:
            taken += 1
        line = refused(ran, 6)
    assert str(database_there) in line
    assert "disk" in line
    assert taken > 3
    assert require_sound(database_there) == taken
    assert added_one(database_there, taken).code == 0
    assert require_sound(database_there) == taken + 1
    figure(f"{taken} acknowledged, {taken} there; the next is taken once there is room")


def test_an_import_that_does_not_fit_leaves_nothing(
    disk: Disk, database_there: Location, tmp_path: Path
) -> None:
    many = tmp_path / "many.jsonl"
    lines = [f'{{"type":"organization","slug":"o-{n}","name":"O"}}' for n in range(5000)]
    many.write_text("\n".join(lines))
    with disk.full(ROOM):
        line = refused(called(database_there, "import", str(many)), 6)
    assert str(database_there) in line
    assert require_sound(database_there) == 0
    assert called(database_there, "add", "organization", "lab").code == 0


def test_a_database_that_does_not_fit_is_made_once_there_is_room(disk: Disk) -> None:
    location = Location(str(disk.folder / "evidence.db"))
    with disk.full(100_000):
        line = refused(called(location, "init"), 6)
    assert str(location) in line
    assert called(location, "init", "--empty").code == 0
    assert require_sound(location) == 0


def test_an_upgrade_without_room_for_the_copy_changes_nothing(disk: Disk) -> None:
    former = RELEASES["0001"]
    location = Location(str(shutil.copy(former, disk.folder / "evidence.db")))
    with disk.full(100_000):
        line = refused(called(location, "init", "--empty"), 6)
    assert str(location) in line
    assert dumped(location.path) == dumped(former)
    assert called(location, "init", "--empty").code == 0
    require_sound(location)


@pytest.mark.parametrize("name", ["out.jsonl", "out"])
def test_an_export_that_does_not_fit_leaves_the_former(
    disk: Disk, tmp_path: Path, name: str
) -> None:
    large, small = Location(str(tmp_path / "large.db")), Location(str(tmp_path / "small.db"))
    for location, notes in ((large, LONG), (small, "short")):
        create(location)
        write(location, added(organization(f"o-{n}", notes=notes) for n in range(10)))
    target = disk.folder / name
    export = ("export", "bundle", "-o", str(target), "--force")
    assert called(small, *export).code == 0
    with disk.full(50_000):
        line = refused(called(large, *export), 1)
        assert str(target) in line
    assert [path.name for path in disk.folder.iterdir()] == [name]
    former = target if target.is_file() else target / "organizations.jsonl"
    assert LONG not in former.read_text()
    assert called(large, *export).code == 0


def test_a_backup_that_does_not_fit_leaves_the_former(
    disk: Disk, database_there: Location, tmp_path: Path
) -> None:
    large = Location(str(tmp_path / "large.db"))
    create(large)
    write(large, added(organization(f"o-{n}", notes=LONG) for n in range(10)))
    former = Path(database_there.path).read_bytes()
    with disk.full(50_000):
        line = refused(called(large, "backup", database_there.path, "--force"), 1, 6)
        assert str(database_there) in line
    assert [path.name for path in disk.folder.iterdir()] == ["evidence.db"]
    assert Path(database_there.path).read_bytes() == former
    assert called(large, "backup", database_there.path, "--force").code == 0
    assert require_sound(database_there) == 10
