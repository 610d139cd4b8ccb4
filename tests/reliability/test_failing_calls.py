"""Whichever call to a database or a file fails: the old state or the new, and one line."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path

import psycopg
import pytest

from evidence.core.canonical import canonical
from evidence.core.forms import as_mapping
from evidence.store.engine import Location, Reader
from evidence.store.reading import everything, log
from evidence.store.schema import create, upgrade
from tests import postgres
from tests.conftest import NewDatabase
from tests.reliability.calling import called, refused, require_sound
from tests.reliability.conftest import Figure
from tests.reliability.failing import Calls, committed_unheard, failing_call
from tests.reliability.released import RELEASES, released
from tests.reliability.test_killed_outputs import content
from tests.scale import SCALE
from tests.store.examples import added, source, statement, write
from tests.store.test_upgrading import in_order

CHIPS = "tests/exchange/data/epoch_hardware_2026-01-02.csv"
ENERGY = ("compute", "energy", "--chips", "1", "--time", "1 s", "--power-per-chip", "1 W")
WRITES: dict[str, tuple[str, ...]] = {
    "add": ("add", "organization", "new", "name=New"),
    "log": ("log", "said", "--source", "report", "--supports", "--quote", "FP8", "--at", "p. 3"),
    "observe": ("observe", "model:model-2", "chips", "100", "--source", "report"),
    "edit": ("edit", "lab", "--set", "notes=n"),
    "retract": ("retract", "datasheet", "--reason", "withdrawn"),
    "undo": ("undo",),
    "compute": (*ENERGY, "--save", "another", "--why", "a test"),
    "import": ("import", "--format", "epoch-hardware", CHIPS),
}
ON_A_SERVER = ("log", "edit", "undo")
OUTPUTS = {
    "out.jsonl": ("export", "bundle", "-o"),
    "out": ("export", "bundle", "-o"),
    "out.db": ("backup",),
}
NEWEST = max(RELEASES)


class Outcomes:
    """What is found where the n-th call of a command failed, for every n."""

    def __init__(
        self,
        prepare: Callable[[], Location],
        found: Callable[[], object],
        sound: Callable[[Location], object] = require_sound,
    ) -> None:
        self.prepare = prepare
        self.found = found
        self.sound = sound

    def of(self, *command: str, step: int = 1) -> str:
        """The figure; fails where anything but the old state and the new is found.

        Of a long series of calls only every `step`-th fails, in the large profile every one.
        """
        location = self.prepare()
        old = self.found()
        assert called(location, *command).code == 0
        new, kept = self.found(), 0
        failures = 0
        for number in count(1, step if SCALE == 1 else 1):
            location = self.prepare()
            with failing_call(number) as calls:
                ran = called(location, *command)
            if not calls.failed:
                break
            found, failures = self.found(), failures + 1
            assert found in (old, new), (number, calls.failed)
            kept += found == old
            if ran.code:
                refused(ran, 1, 5, 6)
            else:
                assert found == new, (number, calls.failed)
            self.sound(location)
        assert (ran.code, self.found()) == (0, new)
        return f"{failures} calls failed, one at a time: {kept} left the old state, 0 a part"


def state(location: Location) -> tuple[list[str], int]:
    """The records, and how many entries the log has."""
    with Reader(location) as reader:
        return sorted(canonical(as_mapping(one)) for one in everything(reader)), len(log(reader))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one of everything."""
    path = tmp_path_factory.mktemp("file") / "evidence.db"
    shutil.copy(RELEASES[NEWEST], path)
    upgrade(str(path))
    return path


@pytest.fixture(scope="module")
def on_server(postgresql_server: postgres.Server) -> str:
    """The same on a server, by the name of its database."""
    names: list[str] = []

    def blank(engine: str) -> Location:
        names.append(postgresql_server.database())
        return Location(postgresql_server.url(names[0]))

    upgrade(released(blank, "postgresql", NEWEST))
    return names[0]


def fresh(file: Path, folder: Path) -> Location:
    """A copy, in place of whatever was there."""
    for left in folder.glob("evidence.db*"):
        left.unlink()
    return Location(str(shutil.copy(file, folder / "evidence.db")))


@pytest.mark.parametrize("name", WRITES)
def test_a_write_of_which_any_call_fails_is_made_or_not(
    file: Path, tmp_path: Path, figure: Figure, name: str
) -> None:
    prepare = partial(fresh, file, tmp_path)
    location = prepare()
    figure(Outcomes(prepare, partial(state, location)).of(*WRITES[name]))


@pytest.mark.parametrize("name", ON_A_SERVER)
def test_a_write_of_which_any_call_to_a_server_fails_is_made_or_not(
    on_server: str, postgresql_server: postgres.Server, figure: Figure, name: str
) -> None:
    made: list[Location] = []

    def prepare() -> Location:
        made.append(Location(postgresql_server.url(postgresql_server.database(on_server))))
        return made[-1]

    figure(Outcomes(prepare, lambda: state(made[-1])).of(*WRITES[name]))


def tables(path: Path) -> list[str]:
    """All that a database holds, as statements."""
    with closing(sqlite3.connect(path)) as connection:
        return [in_order(statement) for statement in connection.iterdump()]


@pytest.mark.parametrize("former", [one for one in RELEASES if one != NEWEST])
def test_an_upgrade_of_which_any_call_fails_is_made_or_not(
    tmp_path: Path, figure: Figure, former: str
) -> None:
    def upgraded_later(location: Location) -> None:
        upgrade(location)
        require_sound(location)

    prepare = partial(fresh, RELEASES[former], tmp_path)
    found = partial(tables, tmp_path / "evidence.db")
    figure(Outcomes(prepare, found, upgraded_later).of("init", "--empty", step=31))


def test_a_database_of_which_any_call_fails_when_it_is_made_is_made_or_not(
    tmp_path: Path, figure: Figure
) -> None:
    location = Location(str(tmp_path / "evidence.db"))

    def nothing() -> Location:
        for left in tmp_path.glob("evidence.db*"):
            left.unlink()
        return location

    def found() -> list[str]:
        return tables(tmp_path / "evidence.db") if Path(location.path).exists() else tables_of_none

    def made_later(location: Location) -> None:
        create(location)
        require_sound(location)

    tables_of_none = ["BEGIN TRANSACTION;", "COMMIT;"]
    figure(Outcomes(nothing, found, made_later).of("init", "--empty", step=31))


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_of_which_any_call_fails_is_the_old_or_the_new(
    file: Path, tmp_path: Path, figure: Figure, name: str
) -> None:
    target = tmp_path / "outputs" / name
    command = (*OUTPUTS[name], str(target), "--force")
    target.parent.mkdir()
    small, large = Location(str(tmp_path / "small.db")), fresh(file, tmp_path)
    create(small)

    def prepare() -> Location:
        assert called(small, *command).code == 0
        assert [path.name for path in target.parent.iterdir()] == [name]
        return large

    figure(Outcomes(prepare, partial(content, target)).of(*command))


def test_where_the_answer_to_a_commit_is_lost_the_command_may_be_run_again(
    new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    location = new_database("postgresql")
    write(location, added([source("s"), statement("c")]))
    logging = ("log", "c", "--source", "s", "--supports", "--quote", "q", "--at", "p. 1", "--json")
    with monkeypatch.context() as patch:
        patch.setattr(psycopg.Connection, "commit", committed_unheard(Calls(1)))
        line = refused(called(location, *logging[:-1]), 6)
    assert "it is not known whether the change was written (running it again is safe" in line
    assert called(location, *logging).json["new"] == {}
    assert require_sound(location) == 3
