from __future__ import annotations

import math
from typing import Any

import pytest

from evidence.core.errors import Invalid
from evidence.core.prevalence import prevalence
from evidence.core.scoring import (
    BARE_MENTION_DB,
    Estimate,
    Item,
    db_to_reach,
    fair_credit,
    score,
    strength_of,
)
from tests.core.golden import (
    EXTRA,
    TOLERANCE,
    VECTORS,
    WORKED,
    WORKED_ITEMS,
    estimates_of,
    items_of,
    worked_units,
)

B_STRONG = Item("b", 1, 0.9, "B", "b")


def close(value: Any) -> Any:
    return pytest.approx(value, abs=TOLERANCE)


def scored(vector: dict[str, Any]) -> Any:
    extra = vector["extra"]
    return score(items_of(vector), estimates_of(vector), vector["prior"], extra)


@pytest.mark.parametrize("vector", VECTORS, ids=[v["name"] for v in VECTORS])
def test_a_claim_scores_as_the_published_vector_says(vector: dict[str, Any]) -> None:
    expected, found = vector["expect"], scored(vector)
    assert found.probability == close(expected["p"])
    assert found.log_odds_db == close(expected["L"])
    assert found.weight_for_db == close(expected["w_for"])
    assert found.weight_against_db == close(expected["w_against"])
    assert found.total_db == close(expected["total"])
    assert found.conflict == close(expected["conflict"])
    assert (found.voices_for, found.voices_against) == (expected["n_for"], expected["n_against"])
    assert found.status == expected["status"]
    assert found.likelihood == expected["likelihood"]
    assert found.confidence == expected["confidence"]
    counted = {row.key: row.counted_db for row in found.contributions}
    assert counted == close(expected["contributions"])


@pytest.mark.parametrize("row", WORKED, ids=[w["name"] for w in WORKED])
def test_the_worked_example_stands_on_each_day_as_published(row: dict[str, Any]) -> None:
    day = row["name"].split()[1]
    units = worked_units(day)
    assert sorted(units) == close(sorted(row["units"]))
    roll_call = prevalence(units, 10)
    assert roll_call.majority == close(row["p_majority"])
    assert roll_call.weight_db == close(row["w_prev"])
    visible = [item for item in WORKED_ITEMS if item.published <= day]
    found = score(visible, extra={"roll call": roll_call.weight_db})
    assert found.probability == close(row["p"])
    assert found.log_odds_db == close(row["L"])
    assert found.weight_for_db == close(row["w_for"])
    assert found.weight_against_db == close(row["w_against"])
    assert found.conflict == close(row["conflict"])
    assert found.status == row["status"]
    assert found.likelihood == row["likelihood"]
    assert found.confidence == row["confidence"]


def test_a_redundant_item_counts_nothing_and_says_through_whom_its_group_speaks() -> None:
    found = score([B_STRONG, Item("repeat", 1, 0.6, "B", "b"), Item("context", 0, 0.9, "A", "b")])
    notes = {row.key: (row.counted_db, row.note) for row in found.contributions}
    assert notes["b"] == (B_STRONG.db, "voice of group b")
    assert notes["repeat"] == (0.0, "group b already speaks through b")
    assert notes["context"] == (0.0, "neutral")


def test_the_earliest_of_equally_strong_items_speaks_for_the_group() -> None:
    late = B_STRONG._replace(key="a late one", published="2025-01-01")
    early = B_STRONG._replace(key="the first", published="2024-01-01")
    undated = B_STRONG._replace(key="a note", published="")
    assert score([late, undated, early]).contributions[0].key == "the first"


def test_a_source_of_grade_e_weighs_nothing() -> None:
    found = score([B_STRONG._replace(grade="E")], [Estimate("guess", 0.9, "E", "g")])
    assert found.total_db == 0
    assert {row.note for row in found.contributions} == {"weight 0"}
    assert found.pooled is None


def test_rows_come_by_what_they_count_then_by_what_they_weigh_alone() -> None:
    repeat = Item("repeat", 1, 0.6, "B", "b")
    weak = Item("weak", -1, 0.3, "B", "c")
    found = score([weak, repeat, B_STRONG], extra={"roll call": 12.0})
    assert [row.key for row in found.contributions] == ["roll call", "b", "weak", "repeat"]


def test_a_voice_worked_out_elsewhere_is_listed_under_its_name() -> None:
    row = score([], extra={"roll call": -4.639262}).contributions[0]
    assert (row.key, row.group, row.counted_db) == ("roll call", "roll call", -4.639262)
    assert row.q == close(strength_of(4.639262))


def test_estimates_of_one_group_and_grade_share_their_mean() -> None:
    pair = [Estimate("x", 0.9, "B", "g"), Estimate("y", 0.7, "B", "g")]
    found, mean = score([], pair), score([], [Estimate("z", 0.8, "B", "g")])
    assert found.log_odds_db == pytest.approx(mean.log_odds_db, abs=1e-9)
    assert [row.counted_db for row in found.contributions] == close([mean.log_odds_db / 2] * 2)


@pytest.mark.parametrize("times", [2, 3, 5, 10])
def test_a_repeated_estimate_changes_no_digit(times: int) -> None:
    guesses = [Estimate(f"q{n}", 0.1, "B", "g") for n in range(times)]
    assert score([], guesses)[:5] == score([], guesses[:1])[:5]


def test_estimates_that_cancel_still_show_what_each_says() -> None:
    found = score([], [Estimate("x", 0.9, "B", "g"), Estimate("y", 0.1, "B", "h")])
    limit = 20 / math.log(10) * (1 - 0.25**2) * 0.75 * 0.8 / 1.5
    assert found.log_odds_db == pytest.approx(0, abs=1e-9)
    assert sorted(row.counted_db for row in found.contributions) == close([-limit, limit])


def test_a_group_that_gives_items_and_estimates_is_one_voice() -> None:
    guess = Estimate("guess", 0.7, "B", "b")
    found = score([B_STRONG], [guess])
    assert found.voices_for == 1
    assert found.weight_for_db == close(B_STRONG.db + guess.db)


def test_two_faint_mentions_of_one_group_can_make_a_voice_together() -> None:
    faint, guess = Item("x", 1, 0.2, "C", "g"), Estimate("y", 0.55, "B", "g")
    assert faint.db < 1
    assert guess.db < 1
    assert score([faint], [guess]).voices_for == 1
    assert score([faint], [guess._replace(group="h")]).voices_for == 0


def test_an_estimate_sure_of_itself_on_grade_c_is_just_a_bare_mention() -> None:
    found = score([], [Estimate("x", 1.0, "C", "g")])
    assert found.total_db == pytest.approx(BARE_MENTION_DB, abs=1e-12)
    assert found.status == "leaning supported"


@pytest.mark.parametrize(
    ("outcome", "word"), [("true", "resolved true"), ("false", "resolved false"), ("void", "void")]
)
def test_a_resolution_is_the_status_whatever_the_evidence(outcome: str, word: str) -> None:
    assert score([B_STRONG], outcome=outcome).status == word


@pytest.mark.parametrize("prior", [0.0, 1.0, -0.1, 1.5])
def test_a_prior_that_no_evidence_could_move_is_refused(prior: float) -> None:
    with pytest.raises(Invalid, match="has no odds"):
        score([], prior=prior)


def test_values_outside_the_tables_are_refused() -> None:
    with pytest.raises(Invalid, match="'G' is no grade"):
        score([B_STRONG._replace(grade="G")])
    with pytest.raises(Invalid, match=r"item 'b' has q = 1\.5"):
        score([B_STRONG._replace(strength=2.0)])
    with pytest.raises(Invalid, match=r"gives a probability of 1\.2"):
        score([], [Estimate("x", 1.2, "B", "g")])
    with pytest.raises(Invalid, match=r"estimate 'x' has u = 1\.5"):
        score([], [Estimate("x", 0.9, "B", "g", relay=2.0)])


def test_decibans_to_reach_a_probability() -> None:
    found = score([B_STRONG])
    expected = EXTRA["db_to_reach .80/.95 from one B strong"]
    assert [db_to_reach(found, target) for target in (0.80, 0.95)] == close(expected)


def test_decibans_from_an_even_prior_to_each_threshold() -> None:
    found = [db_to_reach(score([]), target) for target in (0.65, 0.80, 0.95)]
    assert found == close(EXTRA["thresholds from prior .5: dB for .65,.80,.95"])


def test_the_allowance_keeps_certainty_out_of_reach() -> None:
    with pytest.raises(Invalid, match="no evidence brings"):
        db_to_reach(score([]), 0.995)


def test_redundant_items_share_the_credit_fairly() -> None:
    expected = EXTRA["fair_credit [7.121,4.210,4.210]"]
    assert fair_credit([7.121, 4.210, 4.210]) == close(tuple(expected))
    assert fair_credit([]) == ()
