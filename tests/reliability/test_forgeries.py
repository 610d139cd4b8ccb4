"""Whatever somebody changes in a file behind the program's back, `check` finds it.

Somebody who cuts the log or writes it anew, and makes the tables agree with it, leaves a sound
database of another history: only a head that was noted down elsewhere shows that, by --anchor.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from evidence.integrity import check
from evidence.store.engine import Location
from evidence.store.fields import ENTERED
from evidence.store.queries import loaded
from evidence.store.tables import METADATA
from tests.conftest import NewDatabase
from tests.reliability.calling import called
from tests.reliability.conftest import Figure
from tests.reliability.forging import OF_THE_LOG, WHOLE
from tests.reliability.furnished import furnish
from tests.reliability.replaying import history_of, replayed
from tests.reliability.tampering import OF_ROWS, TABLES, opened
from tests.scale import scaled

TAMPERINGS, REWRITINGS = scaled(450), scaled(50)


@pytest.fixture(scope="module")
def sound(thread_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Location:
    return furnish(thread_database, tmp_path_factory.mktemp("furnished"))


@pytest.fixture(scope="module")
def anchor(sound: Location) -> str:
    """The head that somebody noted down."""
    return check(sound).head


def changed(sound: Location, path: Path, change: Callable[[sqlite3.Connection], str]) -> str:
    """A copy of the database in which something was changed, and what."""
    shutil.copy(sound.path, path)
    with closing(opened(Location(str(path)))) as connection, connection:
        return change(connection)


def tampered(sound: Location, path: Path, chance: random.Random) -> tuple[str, str]:
    """A copy with one change at random, its table and what it was."""
    while True:
        table = chance.choice((*TABLES, "log", "log", "log"))
        way = chance.choice((*OF_ROWS, *OF_THE_LOG) if table == "log" else OF_ROWS)
        try:
            return table, changed(sound, path, partial(way, chance=chance, table=table))
        except sqlite3.IntegrityError:
            continue  # two rows of one name: the file does not take it


def test_every_tampering_is_found(sound: Location, tmp_path: Path, figure: Figure) -> None:
    """450 in CI, 4,500 in the large profile, of every table and of the log."""
    chance, tables = random.Random(2), Counter[str]()
    copy = tmp_path / "copy.db"
    for _ in range(TAMPERINGS):
        table, told = tampered(sound, copy, chance)
        tables[table] += 1
        ran = called(str(copy), "check")
        assert ran.code == 5, told
        assert "a defect of this program" not in ran.err, told
    assert set(tables) == {*TABLES, "log"}
    figure(f"{TAMPERINGS} tamperings of {len(tables)} tables, {TAMPERINGS} found without an anchor")


def test_a_history_that_was_written_anew_is_found_by_its_anchor(
    sound: Location, anchor: str, tmp_path: Path, figure: Figure
) -> None:
    """50 in CI, 500 in the large profile."""
    chance, copy = random.Random(3), tmp_path / "copy.db"
    for _ in range(REWRITINGS):
        told = changed(sound, copy, partial(chance.choice(WHOLE), chance=chance))
        assert called(str(copy), "check").code == 0, told
        assert called(str(copy), "check", "--anchor", anchor).code == 5, told
    figure(f"{REWRITINGS} rewritten histories, {REWRITINGS} found by the anchor")


def test_a_history_of_which_the_end_is_gone_is_found_by_its_anchor(
    sound: Location, anchor: str, new_database: NewDatabase, figure: Figure
) -> None:
    """The log is cut after each of its entries, and the tables hold what is left of it."""
    entries, cut = history_of(sound), new_database("sqlite")
    for entry in entries[:-1]:
        replayed([entry], cut)
        assert check(cut).problems == ()
        assert [problem.code for problem in check(cut, anchor).problems] == ["anchor"]
    replayed(entries[-1:], cut)
    assert check(cut, anchor).problems == ()
    figure(f"{len(entries) - 1} truncated histories, {len(entries) - 1} found by the anchor")


@pytest.mark.parametrize("table", METADATA.tables)
def test_every_value_that_is_kept_as_it_was_entered_is_watched(table: str) -> None:
    watched = " ".join(loaded("entered").split()).split(" UNION ALL ")

    for column in METADATA.tables[table].columns:
        if column.name in ENTERED | {"entered", "result", "cells"}:
            assert any(column.name in one and table in one for one in watched), column
