"""What new records move is told from their neighbourhood as it would be from everything."""

from __future__ import annotations

import random

import pytest

from evidence.bundled import bundled
from evidence.core.errors import NotFound
from evidence.core.impact import impact
from evidence.core.ledger import Change, Ledger, identity
from evidence.core.merging import plan
from evidence.core.records import Observation, Record
from evidence.exchange.bundle import read
from evidence.proposal import surroundings
from evidence.store.engine import Location, Reader
from evidence.store.reading import everything, nearby
from evidence.workspace import Workspace
from tests.conftest import NewDatabase
from tests.scale import scaled

DAY = "2026-11-23"


def seeds() -> list[Record]:
    paths = sorted(str(path) for path in bundled("seeds").iterdir())
    found = {identity(p.record): p.record for p in read(paths).records}
    return list(found.values())


@pytest.fixture(scope="module")
def everyone() -> list[Record]:
    return seeds()


def database_with(location: Location, records: list[Record]) -> Ledger:
    from tests.store.examples import added, write

    write(location, added(records))
    with Reader(location) as reader:
        return everything(reader)


@pytest.mark.parametrize("seed", range(scaled(6)))
def test_any_part_of_the_seeds_moves_what_it_moves_on_the_whole(
    new_database: NewDatabase, everyone: list[Record], seed: int
) -> None:
    chance = random.Random(seed)
    items = [r for r in everyone if identity(r)[0] in ("evidence", "observations", "searches")]
    new = chance.sample(items, chance.choice((1, 3, 12)))
    left = [r for r in everyone if r not in new]
    location = new_database("sqlite")
    whole = database_with(location, left)
    with Reader(location) as reader:
        near = nearby(reader, new)

    chips = any(isinstance(r, Observation) and r.subject.startswith("hardware:") for r in new)
    assert (near is None) == chips
    near = near or whole
    assert plan(near, new)[:3] == plan(whole, new)[:3]
    changes = [Change(None, record) for record in new]
    assert impact(near, changes, DAY) == impact(whole, changes, DAY)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_new_claim_on_a_model_stands_on_the_models_numbers(
    new_database: NewDatabase, everyone: list[Record], engine: str
) -> None:
    claims = [r for r in everyone if identity(r) == ("claims", "deepseek-v3-compute-4e24-6e24")]
    items = [r for r in everyone if getattr(r, "claim", None) == "deepseek-v3-compute-4e24-6e24"]
    assert claims
    location = new_database(engine)
    whole = database_with(location, [r for r in everyone if r not in (*claims, *items)])
    near = surroundings(location, claims)

    assert len(near) < len(whole)
    changes = [Change(None, record) for record in claims]
    assert impact(near, changes, DAY) == impact(whole, changes, DAY)


def test_a_name_that_is_nowhere_is_compared_with_every_name(new_database: NewDatabase) -> None:
    location = new_database("sqlite")
    database_with(location, seeds())
    workspace = Workspace(location.target)

    with pytest.raises(NotFound) as caught:
        workspace.log("most-labs-fp", source="deepseek-v3-report", stance="supports", quote="x")
    assert caught.value.hint == "did you mean 'most-labs-fp8'?"
