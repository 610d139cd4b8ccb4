"""Who may read the files that are written, and where they may lie."""

from __future__ import annotations

import os
import random
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from evidence.cli.root import run
from evidence.core.errors import Invalid
from evidence.exchange.atomic import write_folder
from evidence.store.engine import Location, Writer
from evidence.store.schema import _copied
from tests.reliability.conftest import Figure
from tests.scale import scaled


@pytest.fixture
def nothing_masked() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("nothing_masked")
def test_a_database_and_its_copies_are_their_owners_alone(tmp_path: Path) -> None:
    database = tmp_path / "evidence.db"
    assert run(["--db", str(database), "init", "--empty", "--quiet"]) == 0
    assert run(["--db", str(database), "backup", str(tmp_path / "backup.db"), "--quiet"]) == 0
    copy = Path(_copied(Location(str(database)), "9999"))
    with Writer(str(database)):
        beside = sorted(path for path in tmp_path.iterdir() if path.name.startswith("evidence.db-"))
        assert [path.name for path in beside] == ["evidence.db-shm", "evidence.db-wal"]
        found = {path.name: rights(path) for path in tmp_path.iterdir()}

    assert copy.name in found
    assert set(found.values()) == {0o600}


PARTS = (
    *("..", ".", "~", "/", "\\", "\0", "C:", "CON", "nul.txt", "a", "é", " ", "\n", "%2e%2e"),
    *(
        "x" * 300,
        "-rf",
        "\u202e",
        "..;",
        "$HOME",
        "`id`",
        "|",
        "*",
        "?",
        "//host/share",
        ".\u200b.",
    ),
)


def test_of_a_thousand_names_none_leads_out_of_the_folder(tmp_path: Path, figure: Figure) -> None:
    """1,000 names in CI, 10,000 in the large profile."""
    chance, names, refused = random.Random(5), scaled(1000), []
    target = tmp_path / "in" / "site"
    target.parent.mkdir()
    for _ in range(names):
        name = "".join(chance.choices(PARTS, k=chance.randint(1, 6)))
        try:
            write_folder(target, {name: "x"}, force=True)
        except Invalid as error:
            refused.append(error.message)
        files = {path for path in tmp_path.rglob("*") if path.is_file()}
        assert all(target in path.parents for path in files), ascii(name)
        for path in files:
            path.unlink()
        with suppress(FileNotFoundError):
            _emptied(target)
    assert 0 < len(refused) < names
    assert all(message.isprintable() for message in refused)
    figure(f"{names} names: {len(refused)} refused, 0 files outside the folder")


def _emptied(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir()
    folder.rmdir()
