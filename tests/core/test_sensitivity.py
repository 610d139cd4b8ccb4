from __future__ import annotations

import pytest

from evidence.core.scoring import Estimate, Item, probability, score
from evidence.core.sensitivity import sensitivity
from tests.core.golden import EXTRA, TOLERANCE, items_of, vector

B_FOR, C_FOR = Item("b", 1, 0.9, "B", "b"), Item("c", 1, 0.9, "C", "c")


def test_the_mixed_vector_moves_as_published() -> None:
    found, expected = sensitivity(items_of(vector("14"))), EXTRA["sensitivity of 14"]
    assert found.without_group == pytest.approx(expected["loo"], abs=TOLERANCE)
    assert found.band == pytest.approx(tuple(expected["band"]), abs=TOLERANCE)
    assert found.prior == pytest.approx(expected["prior"], abs=TOLERANCE)
    assert found.one_voice_per_side == pytest.approx(expected["one_voice"], abs=TOLERANCE)
    assert found.robust is expected["robust"]


def test_splitting_one_party_into_five_shows_when_one_voice_is_taken() -> None:
    five = [C_FOR._replace(key=f"c{n}", group=f"c{n}") for n in range(5)]
    against = B_FOR._replace(side=-1)
    assert score([*five, against]).probability == pytest.approx(0.952, abs=5e-4)
    found = sensitivity([*five, against])
    assert found.one_voice_per_side == pytest.approx(0.342, abs=5e-4)


def test_repeats_would_count_in_full_if_all_items_were_independent() -> None:
    found = sensitivity([B_FOR, B_FOR._replace(key="repeat")])
    assert found.all_independent == pytest.approx(probability(2 * B_FOR.db), abs=1e-12)
    assert found.one_voice_per_side == pytest.approx(probability(B_FOR.db), abs=1e-12)


@pytest.mark.parametrize(
    ("grade", "up", "down"),
    [("A", "A", "B"), ("B", "A", "C"), ("C", "B", "D"), ("D", "C", "E"), ("F", "C", "E")],
)
def test_the_band_shifts_each_grade_by_one_and_f_counts_as_d(
    grade: str, up: str, down: str
) -> None:
    item = B_FOR._replace(grade=grade)
    ends = [score([item._replace(grade=other)]).probability for other in (down, up)]
    assert sensitivity([item]).band == pytest.approx(tuple(ends), abs=1e-12)


def test_one_grade_up_a_retracted_item_counts_as_d() -> None:
    item = B_FOR._replace(grade="E")
    assert sensitivity([item]).band == pytest.approx(
        (0.5, score([item._replace(grade="D")]).probability), abs=1e-12
    )


def test_a_reliability_given_as_a_number_and_estimates_are_not_shifted() -> None:
    numeric, guess = B_FOR._replace(grade=0.4), Estimate("guess", 0.8, "B", "g")
    found = sensitivity([numeric], [guess])
    stands = score([numeric], [guess]).probability
    assert found.band == (stands, stands)


def test_the_band_holds_the_probability_itself() -> None:
    found = sensitivity([], [Estimate("guess", 0.8, "B", "g")])
    assert found.band[0] == found.band[1] == score([], [Estimate("g", 0.8, "B", "g")]).probability


def test_a_group_is_left_out_with_its_items_and_estimates_but_the_roll_call_stays() -> None:
    guess, extra = Estimate("guess", 0.8, "B", "b"), {"roll call": 3.0}
    found = sensitivity([B_FOR, C_FOR], [guess], extra=extra)
    assert set(found.without_group) == {"b", "c"}
    assert found.without_group["b"] == pytest.approx(probability(C_FOR.db + 3.0), abs=1e-12)


def test_priors_move_the_log_odds_by_six_decibans() -> None:
    found = sensitivity([B_FOR]).prior
    assert list(found) == ["0.2", "0.5", "0.8"]
    assert found["0.8"] == pytest.approx(probability(B_FOR.db + 6.0206, 0.8), abs=TOLERANCE)


def test_a_status_on_one_voice_is_not_robust() -> None:
    assert not sensitivity([B_FOR]).robust


def test_three_good_voices_are_robust() -> None:
    three = [B_FOR._replace(key=group, group=group) for group in "xyz"]
    assert sensitivity(three).robust


def test_no_evidence_stays_insufficient_whatever_is_left_out() -> None:
    found = sensitivity([])
    assert found.robust
    assert found.without_group == {}
    assert found.band == (0.5, 0.5)
