"""Upgrades of databases as they were released: the old state or the new, and everything kept."""

from __future__ import annotations

import hashlib
import os
import random
import sqlite3
import stat
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from evidence.integrity import check
from evidence.store import history
from evidence.store.connections import opened
from evidence.store.copies import copy_of
from evidence.store.engine import REVISIONS, Location, Reader
from evidence.store.reading import log
from evidence.store.schema import upgrade
from evidence.workspace import Workspace
from tests.conftest import ENGINES, NewDatabase
from tests.reliability.calling import called, refused, require_sound
from tests.reliability.conftest import Figure
from tests.reliability.released import RELEASES, migrated, released
from tests.scale import scaled
from tests.store.processes import in_a_process, killed_after
from tests.store.releases.making import REPORT
from tests.store.test_upgrading import shape

NEWEST = REVISIONS[-1]
OLDER = [revision for revision in RELEASES if revision != NEWEST]
Bodies = list[tuple[int, str, str]]


def written(location: Location) -> Bodies:
    """What the log of a database of any revision holds, which a chain of hashes guards."""
    with Reader(location, any_schema=True) as reader:
        entries = log(reader)
    assert history.verify(entries) == []
    return [(entry.seq, entry.body, entry.hash) for entry in entries]


def revision(location: Location) -> str | None:
    with Reader(location, any_schema=True) as reader:
        return reader.revision()


def test_a_database_of_every_released_revision_is_kept() -> None:
    assert set(REVISIONS[:-1]) <= set(RELEASES) <= set(REVISIONS)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("former", RELEASES)
def test_a_released_database_is_upgraded_and_then_used(
    blank: NewDatabase, engine: str, former: str
) -> None:
    location = released(blank, engine, former)
    before = written(location)
    upgrade(location)
    assert written(location) == before
    rows = require_sound(location)
    workspace = Workspace(location.target)
    assert workspace.show("lab").record.name == "The Lab"  # type: ignore[union-attr]
    assert [scenario.slug for scenario in workspace.scenarios()] == ["kept"]
    workspace.log("said", source="report", stance="supports", quote="in FP8", locator="p. 3")
    assert require_sound(location) == rows + 1
    workspace.undo()
    assert require_sound(location) == rows


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("former", [one for one in RELEASES if one >= "0003"])
def test_an_upgrade_keeps_the_texts_of_sources_in_which_quotes_are_found(
    blank: NewDatabase, engine: str, former: str
) -> None:
    location = released(blank, engine, former)
    upgrade(location)
    with Reader(location) as reader:
        kept = copy_of(reader, "report")
    assert kept is not None
    assert kept.content == REPORT.read_text(encoding="utf-8")
    assert check(location).quotes.counts["found"] == 3


@pytest.mark.parametrize("former", OLDER)
def test_the_copy_that_an_upgrade_keeps_is_a_whole_database(
    blank: NewDatabase, former: str
) -> None:
    location = released(blank, "sqlite", former)
    before = written(location)
    Path(location.path).chmod(0o644)
    kept = upgrade(location).copy
    assert kept is not None
    assert stat.S_IMODE(Path(kept).stat().st_mode) == 0o600
    copy = Location(kept)
    assert (revision(copy), written(copy)) == (former, before)
    upgrade(copy)
    assert require_sound(copy) == require_sound(location)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("former", OLDER)
def test_a_killed_upgrade_leaves_the_old_or_the_new_and_is_simply_run_again(
    blank: NewDatabase, figure: Figure, engine: str, former: str
) -> None:
    """10 kills of each in CI, 100 in the large profile."""
    chance, kills, old = random.Random(6), scaled(10), 0
    for _ in range(kills):
        location = released(blank, engine, former)
        before, drawn = written(location), shape(location)
        killed_after(chance.uniform(0.0, 0.4), partial(upgrade, location))
        found = revision(location)
        assert found in (former, NEWEST)
        assert written(location) == before
        if found == former:
            old += 1
            assert shape(location) == drawn
        upgrade(location)
        assert written(location) == before
        require_sound(location)
    figure(f"{kills} kills, {old} left the old schema, {kills - old} the new, 0 a part")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("source SET published = '2024-02-30' WHERE id = 2", "source with id 2 breaks ck_source_"),
        ("claim SET opened = 'soon' WHERE id = 3", "claim with id 3 breaks ck_claim_opened_date"),
        ("subject SET slug = 'A lab' WHERE id = 1", "id 1 breaks ck_subject_slug_slug"),
        ("observation SET year = -44", "breaks ck_observation_year_range"),
        ("evidence SET \"group\" = 'g', group_reason = NULL", "breaks ck_evidence_group_told"),
    ],
)
def test_a_row_that_breaks_a_limit_stops_the_upgrade_and_is_named(
    blank: NewDatabase, engine: str, change: str, told: str
) -> None:
    location = released(blank, engine, "0003")
    with opened(location, mode="rw", patience=10) as connection:
        connection.execute(f"UPDATE {change}")
    before, drawn = written(location), shape(location)
    line = refused(called(location, "init"), 5)
    assert told in line
    assert "correct the row, or restore a backup, and run `evidence init` again" in line
    assert (revision(location), written(location), shape(location)) == ("0003", before, drawn)


def test_an_upgrade_that_is_refused_leaves_the_file_as_it_is(blank: NewDatabase) -> None:
    location = released(blank, "sqlite", "0003")
    with closing(sqlite3.connect(location.path)) as connection, connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE evidence SET quote = x'6e6f' WHERE source_id = 3")
    before = Path(location.path).read_bytes()
    line = refused(called(location, "init"), 5)
    assert "evidence with claim_id 2, key '70876142ba24' breaks ck_evidence_texts" in line
    assert Path(location.path).read_bytes() == before


@pytest.mark.parametrize("engine", ENGINES)
def test_four_upgrades_at_once_all_succeed(blank: NewDatabase, figure: Figure, engine: str) -> None:
    """3 rounds in CI, 30 in the large profile."""
    rounds, upgrades = scaled(3), 4
    for _ in range(rounds):
        location = released(blank, engine, OLDER[0])
        before = written(location)
        children = [in_a_process(partial(upgrade, location)) for _ in range(upgrades)]
        assert [os.waitpid(child, 0)[1] for child in children] == [0] * upgrades
        assert written(location) == before
        require_sound(location)
    figure(f"{rounds} rounds of {upgrades} upgrades at once, 0 failures")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_downgrade_gives_back_the_former_schema_with_every_row(
    blank: NewDatabase, engine: str
) -> None:
    location = released(blank, engine, OLDER[-1])
    before, drawn = written(location), shape(location)
    upgrade(location)
    migrated(location, OLDER[-1], down=True)
    assert (revision(location), written(location), shape(location)) == (OLDER[-1], before, drawn)
    upgrade(location)
    assert written(location) == before
    require_sound(location)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("lost", "told"),
    [("0001", "imported_row holds rows: go back with the copy"), ("base", "holds")],
)
def test_a_downgrade_that_would_lose_what_was_written_is_refused(
    blank: NewDatabase, engine: str, lost: str, told: str
) -> None:
    location = released(blank, engine, "0002")
    before, drawn = written(location), shape(location)
    with pytest.raises(RuntimeError, match=told):
        migrated(location, lost, down=True)
    assert (revision(location), written(location), shape(location)) == ("0002", before, drawn)


READING_AND_WRITING = (
    ("init",),
    ("status",),
    ("check",),
    ("history",),
    ("undo",),
    ("add", "organization", "new"),
    ("log", "said", "--source", "report", "--supports"),
    ("edit", "lab", "--set", "notes=n"),
    ("import", "seeds/llama-4.yaml"),
    ("backup", "copy.db"),
    ("export", "bundle", "-o", "-"),
)


@pytest.mark.parametrize("command", READING_AND_WRITING, ids=lambda command: command[0])
def test_a_database_of_a_newer_program_is_refused_by_every_command_and_not_touched(
    blank: NewDatabase, command: tuple[str, ...]
) -> None:
    location = released(blank, "sqlite", "0002")
    with closing(sqlite3.connect(location.path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    folder = Path(location.path).parent
    before = hashlib.sha256(Path(location.path).read_bytes()).hexdigest()
    line = refused(called(location, *command), 7)
    assert "made by a newer version" in line
    assert hashlib.sha256(Path(location.path).read_bytes()).hexdigest() == before
    assert [path.name for path in folder.iterdir()] == [Path(location.path).name]
