"""A file or folder that is being replaced is the old one or the new one at every moment."""

from __future__ import annotations

import random
import shutil
import time
from functools import partial
from itertools import cycle
from pathlib import Path

import pytest

from evidence.store.engine import Location
from tests.conftest import NewDatabase
from tests.reliability.calling import called, require_sound
from tests.reliability.conftest import Figure
from tests.scale import scaled
from tests.store.examples import added, organization, records, write
from tests.store.processes import killed_after

FILE_AND_FOLDER = ("export.jsonl", "export")


def content(path: Path) -> dict[str, bytes]:
    """What a file holds, or a folder by the names of its files."""
    if path.is_file():
        return {"": path.read_bytes()}
    return {str(p.relative_to(path)): p.read_bytes() for p in path.rglob("*") if p.is_file()}


def two_states(new_database: NewDatabase) -> tuple[Location, Location]:
    """Two databases that give different exports."""
    first, second = new_database("sqlite"), new_database("sqlite")
    write(first, added(records()))
    write(second, added([*records(), organization("newcomer")]))
    return first, second


def replacing(states: tuple[Location, Location], *command: str) -> None:
    """Write one state after the other to the same place, until somebody ends it."""
    for state in cycle(states):
        called(state, *command, "--force")


@pytest.mark.parametrize("name", FILE_AND_FOLDER)
def test_a_killed_export_leaves_the_old_or_the_new(
    new_database: NewDatabase, tmp_path: Path, figure: Figure, name: str
) -> None:
    """12 kills of each in CI, 120 in the large profile."""
    folder, kills, chance = tmp_path / "out", scaled(12), random.Random(7)
    folder.mkdir()
    target, states, contents = folder / name, two_states(new_database), []
    command = ("export", "bundle", "-o", str(target))
    for state in states:
        started = time.monotonic()
        assert called(state, *command, "--force").code == 0
        contents.append(content(target))
    whole = time.monotonic() - started
    found, interrupted = [], 0
    for _ in range(kills):
        killed_after(chance.uniform(0.5, 3) * whole, partial(replacing, states, *command))
        found.append(contents.index(content(target)))
        interrupted += len(list(folder.iterdir())) > 1
    assert called(states[0], *command, "--force").code == 0
    assert [path.name for path in folder.iterdir()] == [name]
    figure(
        f"{kills} kills, {interrupted} of them while it was written: {found.count(0)} left one "
        f"state, {found.count(1)} the other, 0 a part; 0 leftovers after the next"
    )


def test_a_killed_backup_leaves_the_old_or_the_new(
    new_database: NewDatabase, tmp_path: Path, figure: Figure
) -> None:
    """8 kills in CI, 80 in the large profile."""
    folder, kills, chance = tmp_path / "out", scaled(8), random.Random(8)
    folder.mkdir()
    target, left, states = folder / "copy.db", tmp_path / "left.db", two_states(new_database)
    write(states[1], added(organization(f"o-{n}") for n in range(2000)))
    rows = [require_sound(state) for state in states]
    started = time.monotonic()
    assert called(states[1], "backup", str(target)).code == 0
    whole = time.monotonic() - started
    found, interrupted = [], 0
    for _ in range(kills):
        taking = partial(replacing, states, "backup", str(target))
        killed_after(chance.uniform(0.5, 3) * whole, taking)
        shutil.copy(target, left)
        found.append(rows.index(require_sound(Location(str(left)))))
        interrupted += len(list(folder.iterdir())) > 1
    assert called(states[0], "backup", str(target), "--force").code == 0
    assert [path.name for path in folder.iterdir()] == ["copy.db"]
    figure(
        f"{kills} kills, {interrupted} of them while it was written: {found.count(0)} left one "
        f"copy, {found.count(1)} the other, 0 a part; 0 leftovers after the next"
    )
