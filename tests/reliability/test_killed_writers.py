"""What was acknowledged is there, and what was not is there as a whole or not at all."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from evidence.core.errors import EvidenceError
from evidence.proposal import write
from evidence.store.engine import Location
from evidence.store.schema import create
from tests import postgres
from tests.conftest import NewDatabase
from tests.reliability.calling import called, quotes, require_sound
from tests.reliability.conftest import Figure
from tests.scale import scaled
from tests.store.examples import added, quotation, source, statement
from tests.store.processes import in_a_process, killed_after

GROUP = 5


@pytest.fixture
def durable_server(postgresql_server: postgres.Server) -> Iterator[postgres.Server]:
    """A server that keeps what it has acknowledged, as the suite's own need not."""
    programs = postgres.binaries()
    assert programs is not None
    server = postgres.Server(programs, postgres.DURABLE)
    yield server
    server.stop()


def acknowledging(location: Location, told: Path, round_: int) -> None:
    """Write one group of records after the other, and note on the disk each that was taken."""
    with told.open("a") as file:
        for number in count():
            group = [quotation("c", "s", f"{round_}-{number} {part}") for part in range(GROUP)]
            with suppress(EvidenceError):
                write(location, added(group), "import", "")
                file.write(f"{round_}-{number}\n")
                file.flush()
                os.fsync(file.fileno())


def nothing_is_lost(location: Location, told: Path) -> str:
    """The figure, once every acknowledged group is there and no group is torn."""
    acknowledged = told.read_text().splitlines()
    held = quotes(location)
    groups = {quote.partition(" ")[0] for quote in held}
    assert acknowledged
    assert set(acknowledged) <= groups
    assert len(held) == GROUP * len(groups)
    require_sound(location)
    return f"{len(acknowledged)} writes acknowledged, {len(held)} rows, 0 lost, 0 torn"


def test_no_acknowledged_write_is_lost_when_its_writer_is_killed_on_sqlite(
    new_database: NewDatabase, tmp_path: Path, figure: Figure
) -> None:
    """20 kills in CI, 200 in the large profile."""
    location, told, kills = new_database("sqlite"), tmp_path / "told", scaled(20)
    write(location, added([source("s"), statement("c")]), "import", "")
    chance = random.Random(1)
    for round_ in range(kills):
        killed_after(chance.uniform(0.05, 0.4), partial(acknowledging, location, told, round_))
    figure(f"{kills} kills, {nothing_is_lost(location, told)}")


def test_no_acknowledged_write_is_lost_when_its_writer_or_the_server_is_killed_on_postgresql(
    durable_server: postgres.Server, tmp_path: Path, figure: Figure
) -> None:
    """6 kills in CI, 2 of them of the server; 60 in the large profile, 20 of the server."""
    location, told = Location(durable_server.url(durable_server.database())), tmp_path / "told"
    create(location)
    write(location, added([source("s"), statement("c")]), "import", "")
    chance, kills = random.Random(2), scaled(6)
    for round_ in range(kills):
        if round_ % 3 != 2:
            killed_after(chance.uniform(0.05, 0.3), partial(acknowledging, location, told, round_))
            continue
        child = in_a_process(partial(acknowledging, location, told, round_))
        time.sleep(chance.uniform(0.05, 0.3))
        durable_server.kill()
        durable_server.start()
        os.kill(child, 9)
        os.waitpid(child, 0)
    figure(f"{kills} kills, {kills // 3} of the server, {nothing_is_lost(location, told)}")


MANY = 10_000


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of ten thousand records."""
    path = tmp_path_factory.mktemp("many") / "many.jsonl"
    lines = ['{"type":"source","slug":"s","kind":"forum"}']
    lines += [f'{{"type":"organization","slug":"o-{n}","name":"O {n}"}}' for n in range(MANY - 1)]
    path.write_text("\n".join(lines))
    return path


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_killed_import_leaves_all_or_nothing_and_is_simply_run_again(
    new_database: NewDatabase, many: Path, figure: Figure, engine: str
) -> None:
    """2 kills on each engine in CI, 20 in the large profile."""
    chance, kills, before = random.Random(4), scaled(2), 0
    started = time.monotonic()
    assert called(new_database(engine), "import", "--quiet", str(many)).code == 0
    whole = time.monotonic() - started
    for _ in range(kills):
        location = new_database(engine)
        importing = partial(called, location, "import", str(many))
        killed_after(chance.uniform(0.3, 1.0) * whole, importing)
        held = require_sound(location)
        assert held in (0, MANY)
        before += held == 0
        # A server may still finish the commit of a dead sender; then nothing is new.
        assert called(location, "import", "--quiet", str(many)).code in (0, 4)
        assert require_sound(location) == MANY
        again = called(location, "import", "--json", str(many))
        assert again.json["new"] == {}
    figure(f"{kills} kills of an import of {MANY} records: {before} left none, the others all")
