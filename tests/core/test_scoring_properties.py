"""What holds of every score, whatever the evidence."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evidence.core import words
from evidence.core.prevalence import prevalence
from evidence.core.scoring import (
    EPSILON,
    RELIABILITY,
    STRENGTH,
    Contribution,
    Estimate,
    Item,
    Score,
    absence_strength,
    decibans,
    fair_credit,
    probability,
    score,
    self_interested,
)
from evidence.core.sensitivity import sensitivity

EXACT = 1e-9
cases = settings(max_examples=400, deadline=None)

days = st.dates().map(str) | st.just("")
grades = st.sampled_from(sorted(RELIABILITY)) | st.floats(0, 0.95)
groups = st.sampled_from(["a", "b", "c", "d", "~low"])
priors = st.floats(0.05, 0.95)
probabilities = st.floats(0, 1)
a_item = st.builds(
    Item,
    key=st.just(""),
    side=st.sampled_from([1, -1, 1, -1, 0]),
    strength=st.sampled_from(sorted(STRENGTH.values())) | st.floats(0, 0.99),
    grade=grades,
    group=groups,
    directness=st.sampled_from([1.0, 0.5, 0.25]),
    relay=st.sampled_from([1.0, 0.5]),
    self_interested=st.booleans(),
    published=days,
)
an_estimate = st.builds(
    Estimate,
    key=st.just(""),
    probability=probabilities,
    grade=grades,
    group=groups,
    directness=st.sampled_from([1.0, 0.5]),
    relay=st.sampled_from([1.0, 0.5]),
    self_interested=st.booleans(),
    published=days,
)


def _keyed_items(found: list[Item]) -> list[Item]:
    return [item._replace(key=f"e{n}") for n, item in enumerate(found)]


def _keyed_estimates(found: list[Estimate]) -> list[Estimate]:
    return [estimate._replace(key=f"q{n}") for n, estimate in enumerate(found)]


many_items = st.lists(a_item, max_size=8).map(_keyed_items)
many_estimates = st.lists(an_estimate, max_size=5).map(_keyed_estimates)
derived = st.dictionaries(st.sampled_from(["roll call", "census"]), st.floats(-12, 12))
weights = st.lists(st.floats(-60, 60), max_size=8)


@cases
@given(many_items, many_estimates, priors, derived)
def test_the_prior_and_the_contributions_add_up_to_the_log_odds(
    items: list[Item], estimates: list[Estimate], prior: float, extra: dict[str, float]
) -> None:
    found = score(items, estimates, prior, extra)
    counted = math.fsum(row.counted_db for row in found.contributions)
    assert found.prior_db + counted == pytest.approx(found.log_odds_db, abs=EXACT)
    assert found.weight_for_db - found.weight_against_db == pytest.approx(counted, abs=EXACT)
    assert len(found.contributions) == len(items) + len(estimates) + len(extra)


BETTER = dict(zip("ABCDEF", "AABCDC", strict=True))
WORSE = dict(zip("ABCDEF", "BCDEEE", strict=True))
"""One grade up and down; a source not yet assessed counts as D."""


def _towards(side: int, item: Item) -> Item:
    """The item with a grade that moves a score towards a side."""
    if isinstance(item.grade, float) or not item.side:
        return item
    return item._replace(grade=(BETTER if item.side == side else WORSE)[item.grade])


@cases
@given(many_items, many_estimates, priors, derived)
def test_every_other_reading_is_the_score_of_the_changed_evidence_to_the_last_bit(
    items: list[Item], estimates: list[Estimate], prior: float, extra: dict[str, float]
) -> None:
    found = sensitivity(items, estimates, prior, extra)
    groups = {one.group for one in (*items, *estimates)}
    without = {
        group: score(
            [item for item in items if item.group != group],
            [guess for guess in estimates if guess.group != group],
            *(prior, extra),
        )
        for group in groups
    }
    base = score(items, estimates, prior, extra)
    one_voice = score([item._replace(group="") for item in items], estimates, prior, extra)
    split = [item._replace(group=str(n)) for n, item in enumerate(items)]
    low, high = (
        score([_towards(side, item) for item in items], estimates, prior, extra) for side in (-1, 1)
    )
    ends = sorted(one.probability for one in (low, base, high))
    others = [low, high, *without.values()]

    assert found.without_group == {group: one.probability for group, one in without.items()}
    assert found.one_voice_per_side == one_voice.probability
    assert found.all_independent == score(split, estimates, prior, extra).probability
    assert found.prior["0.8"] == score(items, estimates, 0.8, extra).probability
    assert found.band == (ends[0], ends[2])
    assert found.robust == ({words.side(one.status) for one in others} <= {words.side(base.status)})


@cases
@given(many_items, many_estimates, derived, st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_changes_nothing(
    items: list[Item], estimates: list[Estimate], extra: dict[str, float], chance: object
) -> None:
    found = score(items, estimates, extra=extra)
    shuffle = chance.shuffle  # type: ignore[attr-defined]
    shuffle(items)
    shuffle(estimates)
    assert score(items, estimates, extra=dict(reversed(extra.items()))) == found


def _far_from_every_threshold(found: Score) -> bool:
    surer = max(found.probability, 1 - found.probability)
    lesser = min(found.weight_for_db, found.weight_against_db)
    sums = [found.total_db, lesser, found.weight_for_db, found.weight_against_db]
    clear = all(abs(weight - words.BARE_MENTION_DB) > 1e-6 for weight in sums)
    rows = all(abs(abs(row.counted_db) - words.VOICE_DB) > 1e-6 for row in found.contributions)
    return clear and rows and all(abs(surer - mark) > 1e-6 for mark in (0.5, 0.65, 0.80, 0.95))


@cases
@given(many_items, many_estimates, priors, derived)
def test_the_negation_of_a_claim_stands_as_its_mirror(
    items: list[Item], estimates: list[Estimate], prior: float, extra: dict[str, float]
) -> None:
    found = score(items, estimates, prior, extra)
    mirror = score(
        [item._replace(side=-item.side) for item in items],
        [guess._replace(probability=1 - guess.probability) for guess in estimates],
        1 - prior,
        {name: -db for name, db in extra.items()},
    )
    assert mirror.probability == pytest.approx(1 - found.probability, abs=EXACT)
    assert mirror.log_odds_db == pytest.approx(-found.log_odds_db, abs=EXACT)
    assume(_far_from_every_threshold(found))
    swapped = {"supported": "refuted", "refuted": "supported"}
    word = " ".join(swapped.get(part, part) for part in found.status.split())
    assert mirror.status == word


@cases
@given(many_items, many_estimates, priors, a_item)
def test_more_support_never_lowers_and_more_refutation_never_raises_a_claim(
    items: list[Item], estimates: list[Estimate], prior: float, more: Item
) -> None:
    before = score(items, estimates, prior).probability
    support = score([*items, more._replace(side=1)], estimates, prior).probability
    refutation = score([*items, more._replace(side=-1)], estimates, prior).probability
    assert refutation - EXACT <= before <= support + EXACT


@cases
@given(many_items, a_item, st.floats(0, 0.99), st.floats(0, 0.95))
def test_a_stronger_or_more_reliable_item_never_moves_its_side_back(
    others: list[Item], item: Item, strength: float, reliability: float
) -> None:
    before = score([*others, item]).log_odds_db
    stronger = item._replace(strength=max(item.strength, strength))
    known = item.grade if isinstance(item.grade, float) else RELIABILITY[str(item.grade)]
    sounder = item._replace(grade=max(known, reliability))
    for better in (stronger, sounder):
        assert item.side * (score([*others, better]).log_odds_db - before) >= -EXACT


@cases
@given(many_items, many_estimates, priors, st.integers(2, 5), st.data())
def test_repeats_change_nothing_at_all(
    items: list[Item], estimates: list[Estimate], prior: float, times: int, data: st.DataObject
) -> None:
    assume(items)
    item = data.draw(st.sampled_from(items))
    repeats = [item._replace(key=f"repeat {n}") for n in range(times)]
    found, repeated = score(items, estimates, prior), score(items + repeats, estimates, prior)
    numbers = Score._fields.index("contributions")
    assert repeated[:numbers] == found[:numbers]


@cases
@given(many_items, groups)
def test_leaving_a_group_out_moves_the_log_odds_by_at_most_what_its_best_source_can_carry(
    items: list[Item], group: str
) -> None:
    inside = [item.reliability for item in items if item.group == group]
    rest = [item for item in items if item.group != group]
    moved = abs(score(items).log_odds_db - score(rest).log_odds_db)
    assert moved <= decibans(max(inside, default=0.0)) + EXACT


@cases
@given(many_items, many_estimates, priors, st.floats(-500, 500))
def test_the_allowance_keeps_every_probability_off_certainty(
    items: list[Item], estimates: list[Estimate], prior: float, db: float
) -> None:
    low, high = EPSILON * prior, 1 - EPSILON * (1 - prior)
    assert low - EXACT <= score(items, estimates, prior).probability <= high + EXACT
    assert low - EXACT <= probability(db, prior) <= high + EXACT


def _rows_on(found: Score, keys: Sequence[str]) -> dict[str, Contribution]:
    return {row.key: row for row in found.contributions if row.key in keys}


@cases
@given(many_items, st.dates().map(str))
def test_the_score_on_a_day_is_that_of_the_evidence_published_by_then(
    items: list[Item], day: str
) -> None:
    dated = [item._replace(published=item.published or "2020-01-01") for item in items]
    on_the_day = score([item for item in dated if item.published <= day])
    later = [item._replace(side=0) if item.published > day else item for item in dated]
    unheard = score(later)
    assert unheard.log_odds_db == on_the_day.log_odds_db
    assert unheard.status == on_the_day.status
    keys = [item.key for item in dated if item.published <= day]
    assert _rows_on(unheard, keys) == _rows_on(on_the_day, keys)


@cases
@given(many_items, groups, groups)
def test_merging_two_groups_never_raises_a_side(items: list[Item], one: str, other: str) -> None:
    merged = [item._replace(group=one) if item.group == other else item for item in items]
    before, after = score(items), score(merged)
    assert after.weight_for_db <= before.weight_for_db + EXACT
    assert after.weight_against_db <= before.weight_against_db + EXACT


@cases
@given(many_items, many_estimates, probabilities, st.data())
def test_estimates_raise_the_claim_with_their_probability_and_stay_within_their_hull(
    items: list[Item], estimates: list[Estimate], higher: float, data: st.DataObject
) -> None:
    assume(estimates)
    chosen = data.draw(st.sampled_from(estimates))
    raised = chosen._replace(probability=max(higher, chosen.probability))
    changed = [raised if guess is chosen else guess for guess in estimates]
    before = score(items, estimates)
    assert score(items, changed).probability >= before.probability - EXACT
    sound, lean = before.pooled or (0.0, 0.0)
    hull = [0.5, *(guess.probability for guess in estimates)]
    assert min(hull) - EXACT <= (1 + sound * lean) / 2 <= max(hull) + EXACT


@cases
@given(weights, st.integers(8, 40), st.floats(0, 0.9), st.floats(-3, 3))
def test_the_numbers_of_units_have_probabilities_that_sum_to_one(
    unit_db: list[float], units: int, threshold: float, silent_db: float
) -> None:
    found = prevalence(unit_db, units, threshold, silent_db)
    assert len(found.posterior) == units + 1
    assert math.fsum(found.posterior) == pytest.approx(1, abs=EXACT)
    assert min(found.posterior) >= 0


@cases
@given(weights, st.floats(-60, 60), st.floats(0, 30), st.integers(9, 30), st.floats(0, 0.9))
def test_more_weight_on_one_unit_never_makes_the_majority_less_likely(
    others: list[float], db: float, more: float, units: int, threshold: float
) -> None:
    before = prevalence([*others, db], units, threshold)
    after = prevalence([*others, db + more], units, threshold)
    assert after.majority >= before.majority - EXACT
    assert after.weight_db >= before.weight_db - EXACT
    assert after.mean_share >= before.mean_share - EXACT


@cases
@given(st.integers(1, 60), st.floats(0, 0.9), st.integers(0, 60))
def test_units_without_evidence_weigh_nothing(units: int, threshold: float, known: int) -> None:
    found = prevalence([0.0] * min(known, units), units, threshold)
    assert found.weight_db == pytest.approx(0, abs=EXACT)
    assert found.majority == pytest.approx(found.baseline, abs=EXACT)


@cases
@given(st.integers(0, 6), st.integers(0, 6), st.integers(12, 30))
def test_certain_units_give_the_hypergeometric_posterior(yes: int, no: int, units: int) -> None:
    found = prevalence([250.0] * yes + [-250.0] * no, units).posterior
    ways = [math.comb(k, yes) * math.comb(units - k, no) for k in range(units + 1)]
    assert found == pytest.approx([way / sum(ways) for way in ways], abs=EXACT)


@cases
@given(st.floats(0, 0.99), st.floats(0, 0.99), st.floats(0, 0.99))
def test_weights_are_the_likelihood_ratios_that_they_stand_for(
    t: float, r: float, d: float
) -> None:
    def ratio(db: float) -> float:
        return float(10 ** (db / 10))

    mixture = (r * (1 + t) / 2 + (1 - r) / 2) / (r * (1 - t) / 2 + (1 - r) / 2)
    assert ratio(decibans(r * t)) == pytest.approx(mixture, rel=EXACT)
    would_say_it_anyway = 1 / (1 - r)
    assert ratio(decibans(self_interested(r))) == pytest.approx(would_say_it_anyway, rel=EXACT)
    assert ratio(decibans(absence_strength(d))) == pytest.approx(1 / (1 - d), rel=EXACT)


@cases
@given(st.lists(st.floats(0, 16), min_size=1, max_size=10))
def test_fair_credit_shares_out_the_strongest_weight(credited: list[float]) -> None:
    shares = fair_credit(credited)
    assert math.fsum(shares) == pytest.approx(max(credited), abs=EXACT)
    assert min(shares) >= -EXACT
    order = sorted(range(len(credited)), key=lambda n: credited[n])
    assert [shares[n] for n in order] == sorted(shares)
