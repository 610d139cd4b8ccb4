"""Where a claim stands is told from the fields that weigh as from all of its records."""

from __future__ import annotations

from collections import Counter
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.core.forms import from_mapping
from evidence.core.headline import Headline, headline
from evidence.core.ledger import Change, Ledger
from evidence.core.records import Claim, Evidence, Record, Resolution, Source, Subject
from evidence.core.support import support
from evidence.store.abridging import Abridged, abridged
from evidence.store.engine import Location, Reader
from evidence.store.reading import everything
from evidence.workspace import Workspace
from tests.conftest import ENGINES, NewDatabase
from tests.store.examples import added, write
from tests.store.ledgers import CLAIMS, DAYS, changed, item, made

DAY = "2025-06-01"
EXAMPLES = {"sqlite": 40, "postgresql": 10}


def differing(database: Location) -> tuple[int, list[tuple[Headline, Headline]]]:
    """How much was told in brief, and where a headline is another than that of all records."""
    said, found = 0, []
    with Reader(database) as reader:
        ledger = everything(reader)
        for claim, day in product(CLAIMS, DAYS):
            read = abridged(reader, claim, day)
            told = headline(read.ledger, claim, day, read.said)
            expected = support(ledger, claim, day).headline
            said += len(read.said)
            found += [(told, expected)] if told != expected else []
    return said, found


def crowded(chance: Random) -> list[Record]:
    """A ledger with more items, of which none takes another's place."""
    records = [one for one in made(chance) if not isinstance(one, Evidence)]
    items = (item(chance)._replace(supersedes=None) for _ in range(60))
    return [*records, *{(one.claim, one.key): one for one in items}.values()]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("drawn", [made, crowded])
def test_a_status_is_the_headline_of_what_all_records_say(
    new_database: NewDatabase, engine: str, drawn: Any
) -> None:
    told_in_brief = []

    @settings(
        max_examples=EXAMPLES[engine],
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(st.integers(0, 2**32))
    def told(seed: int) -> None:
        chance, database = Random(seed), new_database(engine)
        write(database, added(drawn(chance)))
        for _ in range(2):
            said, different = differing(database)
            told_in_brief.append(said)
            assert different == []
            with Reader(database) as reader:
                changes = changed(chance, everything(reader))
            if any(before != after for before, after in changes):
                write(database, changes, operation="edit")

    told()
    assert sum(map(bool, told_in_brief)) > len(told_in_brief) / 5


LAB = [
    Subject("organization", "lab", "Lab", organization="holding"),
    Subject("organization", "holding", "Holding"),
    Subject("model", "model-1", "Model 1", organization="lab"),
    Source("report", "technical_report", party="holding", published="2024-03"),
    Source("rival", "technical_report", party="rival", published="2024"),
    Source("essay", "preprint", authors=("A. Author", "B. Author"), published="2024"),
    Source("page", "preprint", publisher="Press", published="2024", self_interested=True),
    Source("retold", "press_named", party="press", repeats="essay", published="2024"),
    Source("withdrawn", "dataset", party="rival", standing="retracted", published="2024"),
    Source("graded", "forum", party="lab", grade="A", grade_reason="known", published="2024"),
    Source("rumour", "rumour", party="lab", published="2024"),
    Source("nameless", "dataset", published="2024"),
    Source("undated", "dataset", party="archive"),
    Claim("said", "statement", "It is so", subject="model:model-1", prior=0.3),
]
SAYING: list[dict[str, Any]] = [
    {"source": "report", "strength": "strong"},
    {"source": "report", "stance": "refutes", "quote": "not so", "strength": "weak"},
    {"source": "rival", "strength": "strong"},
    {"source": "essay", "published": "2023-11-05"},
    {"source": "page", "stance": "refutes"},
    {"source": "retold", "strength": "strong"},
    {"source": "withdrawn", "stance": "refutes", "strength": "conclusive"},
    {"source": "graded", "relayed_from_grade": "B"},
    {"source": "rumour", "stance": "neutral"},
    {"source": "nameless", "origin": "lab", "strength": "weak"},
    {"source": "nameless", "quote": "Indeed.", "strength": "conclusive", "published": "2025-02"},
    {"source": "undated", "published": "2022"},
]
"""Plain items, which say something each for a reason of its own."""


def said_on(fields: dict[str, Any]) -> Record:
    common = {"claim": "said", "stance": "supports", "quote": "It is so.", "locator": "p. 1"}
    given = {name: value for name, value in (common | fields).items() if value is not None}
    return from_mapping("evidence", given)


def read_of(database: Location, claim: str = "said") -> Abridged:
    """What is read of a claim, from which its status is told as from all records."""
    with Reader(database) as reader:
        found, ledger = abridged(reader, claim, DAY), everything(reader)
    told = Workspace(database.target).status(claim, DAY)
    assert told == headline(found.ledger, claim, DAY, found.said)
    assert told == support(ledger, claim, DAY).headline
    return found


def items_in(ledger: Ledger) -> set[str]:
    return {one.key for one in ledger if isinstance(one, Evidence)}


@pytest.mark.parametrize("engine", ENGINES)
def test_plain_items_are_told_without_a_record_of_any(
    new_database: NewDatabase, engine: str
) -> None:
    database = new_database(engine)
    write(database, added([*LAB, *map(said_on, SAYING)]))

    found = read_of(database)

    assert len(found.said) == len(SAYING) == 12
    assert items_in(found.ledger) == set()
    assert Counter(group for group, _ in found.said) == {
        **{"holding": 2, "rival": 2, "A. Author": 2, "Press": 1, "lab": 2, "archive": 1},
        **{"~low": 1, "~unnamed": 1},
    }
    stands = Workspace(database.target).status("said", DAY)
    assert (stands.status, stands.flags) == ("well supported", ("self_contradicting",))


SILENT: dict[str, dict[str, Any]] = {
    "a draft without a place": {"locator": None},
    "a draft without words": {"quote": None},
    "a draft that is marked": {"status": "draft"},
    "one without a day": {"source": "undated"},
    "one of a later day": {"published": "2030"},
    "one that was retracted": {"retracted": "2024", "retracted_reason": "never said"},
}


@pytest.mark.parametrize("one", SILENT)
def test_an_item_that_weighs_nothing_says_nothing(database: Location, one: str) -> None:
    silent = said_on({"source": "report", "quote": "So.", "strength": "conclusive"} | SILENT[one])
    write(database, added([*LAB, *map(said_on, SAYING), silent]))
    found = read_of(database)

    assert len(found.said) == len(SAYING)
    assert items_in(found.ledger) == set()


APART: dict[str, dict[str, Any]] = {
    "a probability": {"probability": 0.9, "stance": None},
    "a probability of a party that has items": {"source": "report", "probability": 0.8},
    "a draft of a probability": {"probability": 0.9, "stance": None, "locator": None},
    "one of a group set by hand": {"group": "lab", "group_reason": "the same people"},
    "one that ends": {"ended": "2024-06", "ended_reason": "changed since"},
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("one", APART)
def test_an_item_that_takes_a_hearing_is_heard_beside_the_others(
    new_database: NewDatabase, engine: str, one: str
) -> None:
    database = new_database(engine)
    apart = said_on({"source": "rival", "quote": "Really."} | APART[one])
    assert isinstance(apart, Evidence)
    write(database, added([*LAB, *map(said_on, SAYING), apart]))
    found = read_of(database)

    assert len(found.said) == len(SAYING)
    assert items_in(found.ledger) == {apart.key}


def test_a_search_and_how_the_claim_turned_out_are_heard_as_well(database: Location) -> None:
    looked = {"claim": "said", "corpus": "filings", "query": "so", "date": "2024"}
    search = from_mapping("searches", looked | {"detection": 0.9, "stance": "refutes"})
    write(database, added([*LAB, *map(said_on, SAYING), search]))
    found = read_of(database)
    assert (len(found.said), search in found.ledger) == (len(SAYING), True)

    write(database, added([Resolution("said", "true", "2024-10")]))
    read_of(database)
    workspace = Workspace(database.target)
    assert workspace.status("said", "2024-12-01").status == "resolved true"
    assert workspace.status("said", "2024-09-30").status == "supported"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("supersedes", "ended"),
    [({"source": "report"}, 2), ({"locator": "p. 1"}, 12), ({"source": "undated"}, 1)],
)
def test_what_an_item_takes_the_place_of_is_heard_as_well(
    new_database: NewDatabase, engine: str, supersedes: dict[str, str], ended: int
) -> None:
    database = new_database(engine)
    newer = {"source": "rival", "quote": "No longer.", "locator": "p. 2", "published": "2025-03"}
    write(database, added([*LAB, *map(said_on, SAYING), said_on(newer)]))
    stood = Workspace(database.target).status("said", DAY).log_odds_db
    assert len(read_of(database).said) == 13

    old = said_on(newer)
    write(database, [Change(old, old._replace(supersedes=supersedes))], operation="edit")
    found = read_of(database)

    assert (len(found.said), len(items_in(found.ledger))) == (12 - ended, 1 + ended)
    assert Workspace(database.target).status("said", DAY).log_odds_db != stood


def test_what_units_or_numbers_decide_is_heard_in_full(database: Location) -> None:
    units, figures = ("organization:lab", "organization:holding"), ("4e24", "6e24")
    roll = Claim("roll", "prevalence", "Most do it", threshold=0.5, units=units)
    compute = ("It took 5e24", "model:model-1", "training_compute")
    number = Claim("number", "quantity", *compute, *figures)
    of_a_unit = said_on({"claim": "roll/lab", "source": "report"})
    on_a_number = said_on({"claim": "number", "source": "report"})
    write(database, added([*LAB, roll, number, of_a_unit, on_a_number]))

    for claim in ("roll", "number"):
        found = read_of(database, claim)
        assert (found.said, len(items_in(found.ledger))) == ((), 1)


def test_a_status_of_what_was_known_on_a_day_is_that_of_the_records_then(
    database: Location,
) -> None:
    write(database, added([*LAB, *map(said_on, SAYING)]))
    workspace = Workspace(database.target)
    ledger = workspace.ledger("2025-01-10")

    then = workspace.status("said", "2024-12-01", known_at="2025-01-10")
    assert then == support(ledger, "said", "2024-12-01").headline
    assert then == workspace.status("said", "2024-12-01")
