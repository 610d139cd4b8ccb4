"""Places where a database cannot be, or not be written: one line, and nothing is made there."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence.store import mounts
from evidence.store.engine import Location
from tests.cli.running import Ran
from tests.reliability.calling import called, refused, require_sound
from tests.reliability.released import RELEASES

NEWEST = RELEASES[max(RELEASES)]
NOBODY = 65534
COMMANDS: dict[str, tuple[str, ...]] = {
    "init": ("init", "--empty"),
    "status": ("status",),
    "check": ("check",),
    "add": ("add", "organization", "new"),
    "backup": ("backup", "copy.db"),
}


def nowhere(folder: Path) -> Path:
    return folder / "missing" / "evidence.db"


def a_folder(folder: Path) -> Path:
    (folder / "evidence.db").mkdir()
    return folder / "evidence.db"


def a_picture(folder: Path) -> Path:
    (folder / "evidence.db").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(5000))
    return folder / "evidence.db"


def a_text(folder: Path) -> Path:
    (folder / "evidence.db").write_text("claims:\n" * 1000)
    return folder / "evidence.db"


def under_a_file(folder: Path) -> Path:
    (folder / "file").touch()
    return folder / "file" / "evidence.db"


def a_loop(folder: Path) -> Path:
    (folder / "evidence.db").symlink_to("evidence.db")
    return folder / "evidence.db"


def a_long_name(folder: Path) -> Path:
    return folder / ("x" * 300)


PLACES = (nowhere, a_folder, a_picture, a_text, under_a_file, a_loop, a_long_name)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_where_no_database_can_be_nothing_is_made(
    tmp_path: Path, place: object, command: str
) -> None:
    path = place(tmp_path)  # type: ignore[operator]
    before = sorted(tmp_path.rglob("*"))
    line = refused(called(str(path), *COMMANDS[command]), 1, 5, 6)
    assert str(path)[:100] in line
    assert sorted(tmp_path.rglob("*")) == before


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that everybody can enter, with a database that somebody else owns."""
    folder = Path(tempfile.mkdtemp(prefix="shared-"))
    folder.chmod(0o755)
    shutil.copy(NEWEST, folder / "evidence.db")
    called(str(folder / "evidence.db"), "init", "--empty")
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def as_nobody(folder: Path, *arguments: str) -> Ran:
    """What a command gives to a user who has no rights, not even to the program's own files."""
    called(str(folder / "missing.db"), *arguments)
    with tempfile.TemporaryDirectory() as private:
        copy = shutil.copy(NEWEST, Path(private) / "evidence.db")
        warm = [part.replace(str(folder), private) for part in arguments]
        called(str(copy), *warm)  # so that nothing is left to import for that user
    near, far = os.pipe()
    child = os.fork()
    if child == 0:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        os.write(far, json.dumps(called(str(folder / "evidence.db"), *arguments)).encode())
        os._exit(0)
    os.close(far)
    os.waitpid(child, 0)
    with os.fdopen(near, encoding="utf-8") as told:
        return Ran(*json.load(told))


@pytest.mark.parametrize(
    ("rights", "of_the_folder"), [(0o444, 0o555), (0o444, 0o755), (0o644, 0o555)], ids=oct
)
def test_what_cannot_be_written_is_read_and_every_write_is_refused_in_one_line(
    shared: Path, rights: int, of_the_folder: int
) -> None:
    (shared / "evidence.db").chmod(rights)
    shared.chmod(of_the_folder)
    before = (shared / "evidence.db").read_bytes()
    assert as_nobody(shared, "status").code == 0
    line = refused(as_nobody(shared, "add", "organization", "new"), 6)
    assert f"{shared / 'evidence.db'} cannot be written" in line
    assert (shared / "evidence.db").read_bytes() == before
    assert [path.name for path in shared.iterdir()] == ["evidence.db"]


def test_a_database_that_may_not_be_read_is_named(shared: Path) -> None:
    (shared / "evidence.db").chmod(0o600)
    assert str(shared / "evidence.db") in refused(as_nobody(shared, "status"), 6)


@pytest.mark.parametrize("output", [("export", "bundle", "-o"), ("backup",)], ids=lambda o: o[0])
def test_an_output_where_one_may_not_write_is_named(shared: Path, output: tuple[str, ...]) -> None:
    (shared / "evidence.db").chmod(0o644)
    target = shared / "out.db"
    assert str(target) in refused(as_nobody(shared, *output, str(target)), 1, 6)
    assert [path.name for path in shared.iterdir()] == ["evidence.db"]


LINE = "36 25 0:32 / {point} rw,relatime - {kind} server:/export rw\n"
ROOT = LINE.format(point="/", kind="ext4")


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Says of what kind the file system of a test's folder is, as Linux would."""

    def says(kind: str, point: Path = tmp_path, then: str = "") -> None:
        listed = tmp_path / "mountinfo"
        shown = str(point).replace(" ", "\\040")
        listed.write_text(ROOT + LINE.format(point=shown, kind=kind) + then)
        monkeypatch.setattr(mounts, "MOUNTS", listed)

    return says


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "9p"])
def test_on_a_network_file_system_there_is_a_warning_and_no_write_ahead_log(
    tmp_path: Path, mounted: object, kind: str
) -> None:
    mounted(kind)  # type: ignore[operator]
    location = Location(str(tmp_path / "evidence.db"))
    made = called(location, "init", "--empty")
    assert made.code == 0
    assert f"warning: {location} lies on a network file system ({kind})" in made.err
    assert called(location, "add", "organization", "lab").code == 0
    assert Path(location.path).read_bytes()[18:20] == b"\x01\x01"  # no write-ahead log
    [warning] = called(location, "check", "--json").json["warnings"]
    assert f"network file system ({kind})" in warning["message"]
    require_sound(location)


def test_a_database_that_was_moved_to_a_network_file_system_loses_its_log(
    tmp_path: Path, mounted: object
) -> None:
    location = Location(str(shutil.copy(NEWEST, tmp_path / "evidence.db")))
    assert called(location, "init", "--empty").code == 0
    assert called(location, "add", "organization", "new").code == 0
    assert Path(location.path).read_bytes()[18:20] == b"\x02\x02"
    mounted("nfs4")  # type: ignore[operator]
    assert called(location, "add", "organization", "newer").code == 0
    assert Path(location.path).read_bytes()[18:20] == b"\x01\x01"
    require_sound(location)


@pytest.mark.parametrize(
    ("folder", "then", "found"),
    [
        ("there", "", "nfs"),
        ("there/within", "", "nfs"),
        ("therefore", "", None),
        ("a space", "", None),
        ("there", "hidden", None),
    ],
)
def test_the_file_system_is_that_of_the_nearest_and_latest_mount(
    tmp_path: Path, mounted: object, folder: str, then: str, found: str | None
) -> None:
    point = tmp_path / "there"
    over = LINE.format(point=point, kind="ext4") if then else ""
    mounted("nfs", point, over)  # type: ignore[operator]
    (tmp_path / folder).mkdir(parents=True)
    assert mounts.network_file_system(Location(str(tmp_path / folder / "e.db"))) == found


def test_a_mount_with_a_space_in_its_name_is_found(tmp_path: Path, mounted: object) -> None:
    (tmp_path / "a space").mkdir()
    mounted("cifs", tmp_path / "a space")  # type: ignore[operator]
    assert mounts.network_file_system(Location(str(tmp_path / "a space" / "e.db"))) == "cifs"


def test_a_server_is_on_no_file_system() -> None:
    assert mounts.network_file_system(Location("postgresql://localhost/x")) is None


def test_a_system_that_lists_no_mounts_is_taken_to_be_local(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mounts, "MOUNTS", tmp_path / "none")
    assert mounts.network_file_system(Location(str(tmp_path / "e.db"))) is None
    assert mounts.network_warning(Location(str(tmp_path / "e.db"))) is None
