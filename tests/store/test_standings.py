"""Every claim is scored from the voices kept beside the records as a hearing of it scores it."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.core.balance import Balance
from evidence.core.forms import from_mapping
from evidence.core.ledger import Change
from evidence.core.records import Claim, Source
from evidence.core.standing import Standing, standing
from evidence.store.engine import Location, Reader, Writer, engine
from evidence.store.reading import everything
from evidence.store.standings import standings
from evidence.store.voice_checks import stale_voices
from evidence.store.weighing import reweigh_all
from tests.conftest import ENGINES, NewDatabase
from tests.store.examples import added, records, write
from tests.store.histories import codes
from tests.store.ledgers import DAYS, changed, made

EXAMPLES = {"sqlite": 40, "postgresql": 10}


def differing(database: Location) -> list[tuple[Standing, Standing]]:
    """Where the database scores otherwise than a hearing of the claim does: both scores."""
    with Reader(database) as reader:
        ledger = everything(reader)
        assert list(stale_voices(reader, ledger)) == []
        found = [(day, one) for day in DAYS for one in standings(reader, day)]
    assert [one.claim for _, one in found] == [c.slug for c in ledger.claims()] * len(DAYS)
    heard = [(one, standing(ledger, one.claim, day)) for day, one in found]
    return [pair for pair in heard if not same(*pair)]


def execute(database: Location, statement: str) -> None:
    with engine(database).connect() as connection:
        connection.exec_driver_sql(statement)
        connection.commit()


def same(one: Standing, other: Standing) -> bool:
    *figures, status = one.balance
    *expected, word = other.balance
    words = (one.balance.likelihood, one.balance.confidence, one.balance.disputed)
    expected_words = (other.balance.likelihood, other.balance.confidence, other.balance.disputed)
    return (
        figures == pytest.approx(expected, rel=0, abs=1e-9)
        and status == word
        and words == expected_words
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_every_claim_scores_from_its_voices_as_from_its_records(
    new_database: NewDatabase, engine: str
) -> None:
    @settings(
        max_examples=EXAMPLES[engine],
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(st.integers(0, 2**32))
    def scored(seed: int) -> None:
        chance, database = Random(seed), new_database(engine)
        write(database, added(made(chance)))
        assert differing(database) == []
        for _ in range(4):
            with Reader(database) as reader:
                changes = changed(chance, everything(reader))
            if not any(before != after for before, after in changes):
                continue
            write(database, changes, operation="edit")
            assert differing(database) == []
            if chance.random() < 0.5:
                write(database, [Change(after, before) for before, after in changes])
                assert differing(database) == []

    scored()


BEARING: dict[str, list[dict[str, Any]]] = {
    "organizations": [
        {"slug": "holding", "name": "Holding"},
        {"slug": "lab", "name": "Lab", "organization": "holding"},
        {"slug": "rival", "name": "Rival"},
    ],
    "sources": [
        {"slug": "report", "kind": "technical_report", "party": "holding", "published": "2024"},
        {"slug": "retold", "kind": "preprint", "repeats": "report", "published": "2024"},
        {"slug": "paper", "kind": "preprint", "party": "holding", "published": "2024"},
    ],
    "models": [{"slug": "model-1", "name": "Model 1", "organization": "lab"}],
    "claims": [
        {"slug": "said", "kind": "statement", "statement": "It is so", "subject": "model:model-1"},
        {
            "slug": "other",
            "kind": "statement",
            "statement": "It is too",
            "about": ["model:model-1"],
        },
        {
            **{"slug": "roll", "kind": "prevalence", "statement": "Most do it", "threshold": 0.5},
            **{"units": ["organization:lab", "organization:rival"], "period": "2024"},
        },
    ],
    "evidence": [
        {"claim": claim, "source": source, "stance": "supports", "quote": "so", "locator": "p. 1"}
        for claim, source in (
            *(("said", "retold"), ("said", "paper"), ("other", "report"), ("roll/lab", "report")),
        )
    ],
}
"""A report by the owner of a lab, a paper that retells it, and what they bear on."""


@pytest.mark.parametrize(
    ("slug", "fields", "moved"),
    [
        ("report", {"party": "rival"}, {"said", "other", "roll"}),
        ("report", {"standing": "retracted"}, {"other", "roll"}),
        ("report", {"kind": "forum"}, {"other", "roll"}),
        ("report", {"grade": "C"}, {"other", "roll"}),
        ("report", {"self_interested": True}, {"other", "roll"}),
        ("report", {"published": "2030"}, {"other", "roll"}),
        ("report", {"party": None, "publisher": "paper"}, {"said", "other", "roll"}),
        ("retold", {"repeats": None, "party": "rival"}, {"said"}),
        ("retold", {"title": "Another title"}, set()),
        ("lab", {"organization": None}, {"other", "roll"}),
        ("model-1", {"organization": "rival"}, {"other"}),
    ],
)
def test_a_source_or_an_owner_that_changes_moves_what_rests_on_it(
    database: Location, slug: str, fields: dict[str, Any], moved: set[str]
) -> None:
    everyone = [from_mapping(kind, one) for kind, listed in BEARING.items() for one in listed]
    write(database, added(everyone))
    before = scores(database)

    [old] = [one for one in everyone if getattr(one, "slug", "") == slug]
    write(database, [Change(old, old._replace(**fields))], operation="edit")

    after = scores(database)
    assert {claim for claim in after if after[claim] != before[claim]} == moved
    assert differing(database) == []


SAYING: dict[str, dict[str, Any]] = {
    "by its party": {"source": "report", "strength": "strong"},
    "as its publisher": {"source": "page", "strength": "moderate"},
    "as its author": {"source": "essay", "strength": "strong", "published": "2023"},
    "through another": {"source": "retold", "strength": "strong", "published": "2022"},
    "in its own words": {"source": "rival-paper", "origin": "lab", "strength": "strong"},
    "set by hand": {"source": "rival-paper", "group": "lab", "group_reason": "the same people"},
    "by a rival": {"source": "rival-paper", "strength": "strong"},
    "by a low one": {"source": "forum", "strength": "conclusive"},
    "by nobody named": {"source": "rumour", "strength": "strong"},
    "with a probability": {"source": "report", "probability": 0.9, "stance": None},
}
"""Every way in which an item is of the group of a lab, and some in which it is not."""
SPEAKING = [
    Source("report", "preprint", party="lab", published="2024"),
    Source("page", "preprint", publisher="lab", published="2024"),
    Source("essay", "preprint", authors=("lab", "rival"), published="2024"),
    Source("retold", "preprint", party="rival", repeats="report", published="2024"),
    Source("rumour", "preprint", published="2024"),
    Source("rival-paper", "preprint", party="rival", published="2024"),
    Source("forum", "forum", party="lab", published="2024"),
]


NEWER: dict[str, list[dict[str, Any]]] = {
    "none": [],
    "an essay": [{"supersedes": {"source": "essay"}}],
    "a report": [{"supersedes": {"source": "report"}}],
}
"""What an item of a rival takes the place of, from June 2024 on."""


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("newer", NEWER)
@pytest.mark.parametrize("way", SAYING)
def test_an_item_that_changes_leaves_its_group_to_the_others(
    new_database: NewDatabase, engine: str, newer: str, way: str
) -> None:
    database = new_database(engine)
    common = {"claim": "said", "stance": "supports", "locator": "p. 1"}
    said = {
        one: from_mapping("evidence", common | {"quote": one} | fields)
        for one, fields in SAYING.items()
    }
    later = {"source": "rival-paper", "published": "2024-06", "quote": "No longer."}
    ending = [from_mapping("evidence", common | later | fields) for fields in NEWER[newer]]
    claim = Claim("said", "statement", "It is so")
    write(database, added([claim, *SPEAKING, *said.values(), *ending]))

    for fields in (
        {"strength": "weak"},
        {"stance": "refutes", "probability": None},
        {"origin": "rival"},
        {"published": "2025"},
        {"retracted": "2025", "retracted_reason": "never said"},
    ):
        old, said[way] = said[way], said[way]._replace(**fields)
        write(database, [Change(old, said[way])], operation="edit")
        assert differing(database) == []
    write(database, [Change(said[way], None)], operation="undo")
    assert differing(database) == []
    write(database, [Change(None, said[way]._replace(retracted=None, retracted_reason=None))])
    assert differing(database) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_what_a_source_has_said_falls_silent_when_both_go(
    new_database: NewDatabase, engine: str
) -> None:
    database = new_database(engine)
    common = {"claim": "said", "stance": "supports", "locator": "p. 1", "quote": "It is so."}
    loud = from_mapping("evidence", common | {"source": "report", "strength": "strong"})
    soft = from_mapping("evidence", common | {"source": "retold", "strength": "weak"})
    claim = Claim("said", "statement", "It is so")
    write(database, added([claim, *SPEAKING, loud, soft]))

    gone = [one for one in SPEAKING if one.slug in ("report", "retold")]
    write(database, [Change(soft, None), Change(gone[1], None)], operation="undo")
    assert differing(database) == []
    write(database, [Change(loud, None), Change(gone[0], None)], operation="undo")
    assert differing(database) == []


def scores(database: Location) -> dict[str, Balance]:
    with Reader(database) as reader:
        return dict(standings(reader, "2025-01-01"))


def test_a_voice_that_is_not_that_of_the_records_is_told_and_made_anew(database: Location) -> None:
    write(database, added(records()))
    execute(database, "UPDATE voice SET db = db + 1")

    assert codes(database) == {"voices_stale"}

    with Writer(database) as writer:
        reweigh_all(writer)
    assert codes(database) == set()


def test_a_claim_that_goes_takes_its_voices_along(database: Location) -> None:
    everyone = records()
    write(database, added(everyone))
    write(database, [Change(record, None) for record in everyone])

    with Reader(database) as reader:
        assert reader.rows("voices") == reader.rows("opinion_steps") == []
