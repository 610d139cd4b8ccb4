from __future__ import annotations

from typing import Any

import pytest

from evidence.core import words
from evidence.core.scoring import Item, db_to_reach, next_status, score
from evidence.core.vocabulary import STATUSES
from tests.core.golden import TOLERANCE, estimates_of, items_of, vector

B_STRONG = Item("b", 1, 0.9, "B", "b")


def close(value: Any) -> Any:
    return pytest.approx(value, abs=TOLERANCE)


def scored(vector: dict[str, Any]) -> Any:
    extra = vector["extra"]
    return score(items_of(vector), estimates_of(vector), vector["prior"], extra)


def test_every_status_word_is_in_the_vocabulary() -> None:
    weights = [(0, 0, 0, 0), (30, 0, 2, 0), (0, 30, 0, 2), (9, 9, 1, 1)]
    outcomes = ["true", "false", "void", None]
    found = {
        words.status(p / 100, *held, outcome)
        for p in range(1, 100)
        for held in weights
        for outcome in outcomes
    }
    assert found == set(STATUSES)


NEXT = [
    ("03", "supported", "leaning supported", 0.80),
    ("05", "well supported", "supported", 0.95),
    ("06", "contested", "supported", 0.80),
    ("07", "leaning supported", "undecided", 0.65),
    ("08", "leaning refuted", "undecided", 0.35),
    ("09", "undecided", "leaning refuted", 0.35),
    ("14", "supported", "contested", 0.80),
    ("16", "supported", "leaning supported", 0.80),
    ("17", "undecided", "leaning supported", 0.65),
    ("20", "leaning refuted", "undecided", 0.35),
]


@pytest.mark.parametrize(("number", "now", "then", "boundary"), NEXT, ids=[row[0] for row in NEXT])
def test_the_next_status_lies_at_the_nearer_boundary(
    number: str, now: str, then: str, boundary: float
) -> None:
    found = scored(vector(number))
    assert found.status == now
    step = next_status(found)
    assert step.name == then
    assert step.db == close(db_to_reach(found, boundary))


MIRRORED = [
    (score([B_STRONG._replace(side=-1)]), "refuted", "leaning refuted", 0.20),
    (
        score([B_STRONG._replace(side=-1), B_STRONG._replace(side=-1, group="c")]),
        "well refuted",
        "refuted",
        0.05,
    ),
    (
        score([], extra={"roll call": 13.0, "count": 0.5, "poll": 1.0}, prior=0.45),
        "supported",
        "well supported",
        0.95,
    ),
    (
        score([], extra={"roll call": -13.0, "count": -0.5, "poll": -1.0}, prior=0.55),
        "refuted",
        "well refuted",
        0.05,
    ),
    (
        score([], extra={"roll call": 9.0, "poll": -5.0}, prior=0.5),
        "contested",
        "supported",
        0.80,
    ),
    (score([], extra={"roll call": 5.5}), "leaning supported", "supported", 0.80),
]


@pytest.mark.parametrize(("found", "now", "then", "boundary"), MIRRORED, ids=lambda x: str(x)[:12])
def test_the_next_status_may_be_a_stronger_one(
    found: Any, now: str, then: str, boundary: float
) -> None:
    assert found.status == now
    assert next_status(found)[:2] == (then, close(db_to_reach(found, boundary)))


def test_one_voice_has_no_stronger_status_than_supported() -> None:
    single, double = {"roll call": 13.6}, {"roll call": 12.0, "poll": 1.6}
    assert next_status(score([], extra=single)).name == "leaning supported"
    assert next_status(score([], extra=double)).name == "well supported"


def test_equally_near_words_on_both_sides_give_the_supported_one() -> None:
    found = next_status(scored(vector("06")))
    assert found.name == "supported"
    assert found.reason == "6.19 dB up to supported"


@pytest.mark.parametrize("outcome", ["true", "false", "void"])
def test_nothing_moves_a_resolved_claim_on(outcome: str) -> None:
    step = next_status(score([B_STRONG], outcome=outcome))
    assert (step.name, step.db) == (None, None)
    assert step.reason.endswith("evidence no longer moves it")


def test_insufficient_evidence_needs_weight_and_no_change_of_log_odds() -> None:
    step = next_status(scored(vector("02")))
    assert (step.name, step.db) == (None, None)
    assert step.reason == "0.56 dB more weight must come in, on either side"


@pytest.mark.parametrize(
    ("p", "word"),
    [
        (0.04, "almost no chance"),
        (0.05, "almost no chance"),
        (0.20, "very unlikely"),
        (0.45, "unlikely"),
        (0.46, "roughly even chance"),
        (0.55, "likely"),
        (0.80, "very likely"),
        (0.95, "almost certain"),
    ],
)
def test_likelihood_words_follow_icd_203(p: float, word: str) -> None:
    assert words.likelihood(p) == word


def test_confidence_rises_with_weight_voices_and_agreement() -> None:
    assert words.confidence(4.0, 0.0, 3) == "very low"
    assert words.confidence(20.0, 0.0, 3) == "very high"
    assert words.confidence(20.0, 0.0, 2) == "high"
    assert words.confidence(20.0, 1.0, 3) == "medium"
    assert words.confidence(10.0, 0.5, 1) == "low"
