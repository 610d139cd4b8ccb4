from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.core.changing import Changes, changes
from evidence.core.hearing import hearing
from evidence.core.ledger import Change
from evidence.core.records import Record
from tests.core.building import (
    item,
    ledger,
    model,
    number,
    organization,
    prevalence,
    quantity,
    source,
    statement,
)

THEN, NOW = "2024-06-30", "2025-06-30"
EARLY, LATE = source("early", published="2024-01-01"), source("late", published="2025-01-01")


def between(*records: Record, claim: str = "claim") -> Changes:
    known = ledger(*records)
    return changes((known, THEN), (known, NOW), claim)


def told(found: Changes) -> list[tuple[str, str, str | None]]:
    return [(effect.source or effect.type, effect.event, effect.day) for effect in found.effects]


def test_nothing_changed_where_nothing_came_or_went() -> None:
    assert between(EARLY, statement(), item("claim", "early")).effects == ()


def test_what_came_in_is_told_with_its_day_and_weight() -> None:
    found = between(EARLY, LATE, statement(), item("claim", "early"), item("claim", "late"))

    assert told(found) == [("late", "came in", "2025-01-01")]
    assert found.effects[0].before_db is None
    assert found.effects[0].difference_db > 0


def test_what_ended_takes_its_weight_with_it() -> None:
    found = between(EARLY, statement(), item("claim", "early", ended="2024-12"))

    assert told(found) == [("early", "ended", "2024-12-31")]
    assert found.effects[0].difference_db < 0


def test_a_stronger_word_of_the_same_party_silences_the_weaker_one() -> None:
    again = source("again", party="early", published="2025-01-01")
    weak, strong = (
        item("claim", s, strength=x) for s, x in (("early", "weak"), ("again", "strong"))
    )
    found = between(EARLY, again, statement(), weak, strong)

    assert told(found) == [
        ("again", "came in", "2025-01-01"),
        ("early", "counts otherwise", None),
    ]
    assert found.effects[1].after_db == 0


def test_what_was_retracted_in_between_is_told_though_it_is_seen_on_neither_day() -> None:
    found = between(
        EARLY, statement(), item("claim", "early", retracted="2025-01-02", retracted_reason="false")
    )
    effect = found.effects[0]

    assert told(found) == [("early", "retracted", "2025-01-02")]
    assert (effect.before_db, effect.after_db, effect.note) == (None, None, "false")


def test_two_ledgers_tell_what_was_retracted_and_what_was_removed() -> None:
    sound, gone = item("claim", "early"), item("claim", "late", "refutes")
    then = ledger(EARLY, LATE, statement(), sound, gone)
    now = then.with_changes(
        [Change(sound, sound._replace(retracted="2025-02-02")), Change(gone, None)]
    )
    found = changes((then, NOW), (now, NOW), "claim")

    assert sorted(told(found)) == [("early", "retracted", "2025-02-02"), ("late", "removed", None)]
    assert all(effect.before_db is not None for effect in found.effects)


def test_a_claim_that_was_unknown_has_no_hearing_before() -> None:
    now = ledger(EARLY, statement(), item("claim", "early"))
    found = changes((ledger(), THEN), (now, THEN), "claim")

    assert found.before is None
    assert told(found) == [("early", "came in", "2024-01-01")]


ROLL = (
    *map(organization, ("early", "late")),
    EARLY,
    LATE,
    prevalence("claim", ["early", "late"]),
    item("claim/early", "early", strength="conclusive"),
    item("claim/late", "late", strength="conclusive"),
)


def test_a_unit_reaches_its_claim_through_the_roll_call() -> None:
    found = between(*ROLL)

    assert [(e.type, e.unit, e.event) for e in found.effects] == [
        ("roll_call", None, "counts otherwise"),
        ("evidence", "late", "came in"),
    ]


def test_a_unit_alone_tells_of_its_own_records() -> None:
    assert between(*ROLL, claim="claim/early").effects == ()
    assert told(between(*ROLL, claim="claim/late")) == [("late", "came in", "2025-01-01")]


def test_a_number_that_came_in_is_an_estimate_and_moves_the_others() -> None:
    found = between(
        model("m", "early"),
        EARLY,
        LATE,
        quantity("claim", "model:m", "training_compute", low=4e24, high=6e24),
        number("model:m", "training_compute", "4e24 to 6e24", "early"),
        number("model:m", "training_compute", "1e24 to 2e24", "late"),
    )

    assert sorted(told(found)) == [
        ("early", "counts otherwise", None),
        ("late", "came in", "2025-01-01"),
    ]
    assert {effect.type for effect in found.effects} == {"estimate"}


STANCES, STRENGTHS = ("supports", "refutes", "neutral"), ("strong", "weak")
ITEMS = st.lists(
    st.tuples(
        st.sampled_from(["claim", "claim/x", "claim/y"]),
        st.sampled_from(["2024-01", "2024-11", "2025-02"]),
        st.sampled_from([None, "2024-12", "2025-03"]),
        st.sampled_from(STANCES),
        st.sampled_from(STRENGTHS),
        st.sampled_from(["p", "q", "r"]),
    ),
    max_size=8,
)


@given(ITEMS)
def test_the_effects_on_the_claim_add_up_to_what_moved_it(items: list) -> None:
    records = [*map(organization, "xy"), prevalence("claim", ["x", "y"])]
    for place, (claim, published, ended, stance, strength, party) in enumerate(items):
        records.append(source(f"s{place}", "dataset", party, published=published))
        records.append(item(claim, f"s{place}", stance, strength=strength, ended=ended))
    found = between(*records)
    moved = hearing(ledger(*records), "claim", NOW).score.log_odds_db
    moved -= hearing(ledger(*records), "claim", THEN).score.log_odds_db

    total = sum(effect.difference_db for effect in found.effects if effect.unit is None)
    assert total == pytest.approx(moved, abs=1e-9)


def test_effects_are_told_as_plain_mappings() -> None:
    (one,) = between(LATE, statement(), item("claim", "late")).to_dicts()

    assert one["difference_db"] == one["after_db"]
