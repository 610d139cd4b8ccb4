"""A file or folder that is being replaced is the old one or the new one at every moment."""

from __future__ import annotations

import random
import shutil
import time
from functools import partial
from pathlib import Path

import pytest

from evidence.store.engine import Location
from tests.conftest import NewDatabase
from tests.reliability.calling import called, require_sound
from tests.reliability.conftest import Figure
from tests.scale import scaled
from tests.store.examples import added, organization, records, write
from tests.store.processes import killed_after

EXPORTS = {"export.jsonl": "bundle", "export": "bundle", "refs.bib": "bibtex", "site": "site"}


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


@pytest.mark.parametrize("name", EXPORTS)
def test_a_killed_export_leaves_the_old_or_the_new(
    new_database: NewDatabase, tmp_path: Path, figure: Figure, name: str
) -> None:
    """5 kills of each kind in CI, 50 in the large profile."""
    folder, kills, chance = tmp_path / "out", scaled(5), random.Random(7)
    folder.mkdir()
    target, states, contents = folder / name, two_states(new_database), []
    for state in states:
        started = time.monotonic()
        assert called(state, "export", EXPORTS[name], "-o", str(target), "--force").code == 0
        contents.append(content(target))
    whole, kept = time.monotonic() - started, 0
    now = 1
    for _ in range(kills):
        other = 1 - now
        exporting = ("export", EXPORTS[name], "-o", str(target), "--force")
        killed_after(chance.uniform(0.0, 1.1) * whole, partial(called, states[other], *exporting))
        found = content(target)
        assert found in contents
        kept += found == contents[now]
        now = contents.index(found)
    assert called(states[0], *exporting).code == 0
    assert [path.name for path in folder.iterdir()] == [name]
    figure(f"{kills} kills, {kept} left the old, {kills - kept} the new, 0 leftovers")


def test_a_killed_backup_leaves_the_old_or_the_new(
    new_database: NewDatabase, tmp_path: Path, figure: Figure
) -> None:
    """5 kills in CI, 50 in the large profile."""
    folder, kills, chance = tmp_path / "out", scaled(5), random.Random(8)
    folder.mkdir()
    target, (first, second) = folder / "copy.db", two_states(new_database)
    write(second, added(organization(f"o-{n}") for n in range(5000)))
    assert called(first, "backup", str(target)).code == 0
    old, new = require_sound(Location(str(target))), require_sound(second)
    started = time.monotonic()
    assert called(second, "backup", str(tmp_path / "timed.db")).code == 0
    whole, kept = time.monotonic() - started, 0
    for _ in range(kills):
        assert called(first, "backup", str(target), "--force").code == 0
        taking = partial(called, second, "backup", str(target), "--force")
        killed_after(chance.uniform(0.0, 1.1) * whole, taking)
        left = tmp_path / "left.db"
        shutil.copy(target, left)
        assert require_sound(Location(str(left))) in (old, new)
        kept += require_sound(Location(str(left))) == old
    assert called(second, "backup", str(target), "--force").code == 0
    assert [path.name for path in folder.iterdir()] == ["copy.db"]
    figure(f"{kills} kills, {kept} left the old, {kills - kept} the new, 0 leftovers")
