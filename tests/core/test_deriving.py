from __future__ import annotations

import pytest

from evidence.core.deriving import Derivation, derive, reachable
from evidence.core.errors import NotFound
from evidence.core.impact import impact, since
from evidence.core.ledger import Change
from evidence.core.records import Record
from evidence.core.timeline import timeline
from tests.core.building import TODAY, chip, ledger, model, number, organization, quantity, source

LLAMA = "model:llama"
WORLD = (
    organization("meta"),
    organization("nvidia"),
    chip("h100-sxm", "nvidia"),
    model("llama", "meta", hardware="h100-sxm"),
    source("paper", party="meta", published="2024-07-31"),
    source("spec", "datasheet", "nvidia", published="2022-09-20"),
)
BF16 = number("hardware:h100-sxm", "peak_throughput", 989.4e12, "spec", number_format="bf16")
FP8 = number("hardware:h100-sxm", "peak_throughput", 1979e12, "spec", number_format="fp8")
REPORTED = number(LLAMA, "training_compute", 3.8e25, "paper", scope="pretraining")
HOURS = number(LLAMA, "chip_hours", "30.84M", "paper", scope="full")
COUNT = (
    number(LLAMA, "parameters", "405B", "paper"),
    number(LLAMA, "training_tokens", "15.6T", "paper", scope="pretraining"),
)


def derived(*records: Record, attribute: str = "training_compute") -> Derivation:
    return derive(ledger(*WORLD, *records), LLAMA, attribute, TODAY)


def test_sourced_values_and_methods_stand_side_by_side() -> None:
    found = derived(REPORTED, *COUNT)

    assert [path.method for path in found.paths] == ["reported", "operation-count"]
    assert found.agreement[0].ratio == pytest.approx(3.7908e25 / 3.8e25)


def test_a_compute_implies_a_share_of_the_peak_by_the_hours_that_are_known() -> None:
    implied = derived(REPORTED, HOURS, BF16).paths[0].implied
    assert implied is not None

    assert implied.utilization.median == pytest.approx(0.345935, abs=1e-6)
    assert implied.scope == "full"


def test_routes_of_one_sort_are_told_apart_by_what_each_alone_uses() -> None:
    run = {"locator": "p. 2", "scope": "full"}
    found = derived(
        number(LLAMA, "utilization", 0.4, "paper", number_format="bf16"),
        number(LLAMA, "chips", 16384, "paper", **run),
        number(LLAMA, "training_time", "54 d", "paper", **run),
        HOURS,
        BF16,
    )

    assert [path.label for path in found.paths] == [
        "hardware-time (full, hardware, bf16; chips, time)",
        "hardware-time (full, hardware, bf16; chip_hours)",
    ]
    assert [set(found.path(path.label).inputs) for path in found.paths] == [
        {"utilization", "chips", "time", "peak"},
        {"utilization", "chip_hours", "peak"},
    ]


def test_routes_on_the_same_inputs_are_told_apart_by_their_sources() -> None:
    blog = source("blog", party="epoch", published="2024-08-01")
    other = number(LLAMA, "training_compute", 5e25, "blog", scope="pretraining")

    assert [path.label for path in derived(blog, REPORTED, other).paths] == [
        "reported (pretraining; paper)",
        "reported (pretraining; blog)",
    ]


def test_routes_of_one_source_are_told_apart_by_a_count() -> None:
    other = number(LLAMA, "training_compute", 5e25, "paper", scope="pretraining", locator="p. 9")

    assert [path.label for path in derived(REPORTED, other).paths] == [
        "reported (pretraining; 1)",
        "reported (pretraining; 2)",
    ]


def test_a_route_that_contradicts_the_one_that_is_used_is_said_to() -> None:
    stated = number(LLAMA, "training_compute", 5.5e23, "paper", scope="pretraining")
    found = derived(stated, *COUNT)

    assert found.selected == "reported (pretraining)"
    assert found.warnings == (
        "routes disagree: operation-count (pretraining, 6nd) is 3.79e25, z 42.2: "
        "look at the inputs",
    )
    assert derived(REPORTED, *COUNT).warnings == ()


def test_the_method_spread_is_left_to_claims() -> None:
    assert derived(*COUNT).paths[0].range[1] == pytest.approx(6 * 405e9 * 15.6e12)


def test_shares_of_different_peaks_are_not_compared() -> None:
    shares = (
        number(LLAMA, "utilization", 0.40, "paper", number_format="bf16"),
        number(LLAMA, "utilization", 0.20, "paper", number_format="fp8", locator="p. 2"),
    )

    assert derived(*shares, attribute="utilization").agreement == ()


def test_runs_of_different_scope_are_not_compared() -> None:
    full = number(LLAMA, "training_compute", 4.4e25, "paper", scope="full")

    assert derived(REPORTED, full).agreement == ()


def test_a_chip_counted_in_itself_is_exactly_one() -> None:
    chips = number(LLAMA, "chips", 16384, "paper")
    path = derived(chips, BF16, FP8, attribute="h100_equivalent").paths[0]

    assert path.quantity.spread == pytest.approx(
        derived(chips, attribute="chips").paths[0].quantity.spread
    )


def test_both_sides_of_an_equivalence_are_of_one_number_format() -> None:
    other = chip("trn2", "amazon")
    trn2 = model("claude", "anthropic", hardware="trn2")
    peak = number("hardware:trn2", "peak_throughput", 667e12, "spec", number_format="bf16")
    chips = number("model:claude", "chips", "400K", "paper")
    found = derive(
        ledger(*WORLD, other, trn2, peak, chips, FP8, BF16),
        "model:claude",
        "h100_equivalent",
        TODAY,
    )

    assert [path.label for path in found.paths] == ["equivalence (like_for_like, bf16)"]
    assert found.paths[0].range[1] == pytest.approx(4e5 * 667 / 989.4)


def test_a_bound_stands_beside_the_routes_as_a_constraint() -> None:
    found = derived(REPORTED, number(LLAMA, "training_compute", ">1e25", "paper", locator="p. 2"))

    assert [constraint.text for constraint in found.constraints] == [">1e25"]
    assert len(found.paths) == 1


def test_an_unknown_subject_is_not_found() -> None:
    with pytest.raises(NotFound):
        derive(ledger(), "model:gone", "training_compute", TODAY)


CLAIM = quantity("big", LLAMA, "training_compute", low=3e25)


def test_an_impact_names_numbers_and_claims_before_and_after_and_the_cause() -> None:
    found = impact(ledger(*WORLD, CLAIM), [Change(None, REPORTED)], TODAY)

    assert [(d.attribute, d.before) for d in found.derived] == [("training_compute", None)]
    assert found.moved[0].claim == "big"
    assert found.moved[0].because == (REPORTED.key,)
    assert found.moved[0].before is not None
    assert found.moved[0].before.probability == 0.5


def test_a_new_claim_is_told_as_having_had_no_standing() -> None:
    found = impact(ledger(*WORLD, REPORTED), [Change(None, CLAIM)], TODAY)

    assert found.moved[0].before is None


def test_a_change_of_a_source_moves_what_rests_on_it() -> None:
    former = source("paper", party="meta", published="2024-07-31")
    retracted = source("paper", party="meta", published="2024-07-31", standing="retracted")
    found = impact(ledger(*WORLD, REPORTED, CLAIM), [Change(former, retracted)], TODAY)

    assert [m.claim for m in found.moved] == ["big"]


def test_nothing_moves_between_two_days_on_which_nothing_became_public() -> None:
    found = since(ledger(*WORLD, REPORTED, CLAIM), "2025-01-01", "2025-12-31")

    assert found.moved == ()
    assert found.derived == ()


def test_the_cause_of_a_derived_move_is_the_observation_that_came_in() -> None:
    parameters, tokens = COUNT
    found = impact(ledger(*WORLD, CLAIM, parameters), [Change(None, tokens)], TODAY)

    assert found.moved[0].because == (tokens.key,)


def test_a_timeline_begins_when_the_claim_first_moves() -> None:
    memory = number("hardware:h100-sxm", "memory", "80 GB", "spec")
    points = timeline(ledger(*WORLD, memory, REPORTED, CLAIM), "big", TODAY)

    assert [(p.date, p.because) for p in points] == [("2024-07-31", (REPORTED.key,))]


def test_the_attributes_to_which_routes_lead_are_known() -> None:
    run = number(LLAMA, "chip_hours", "30.84M", "paper", scope="pretraining")

    assert reachable(ledger(*WORLD, REPORTED, run, BF16), LLAMA, TODAY) == (
        "training_compute",
        "utilization",
    )


def test_the_data_of_a_fine_tune_tell_the_later_training_and_never_the_whole() -> None:
    known = ledger(
        organization("lab"),
        model("m", "lab", tags=["fine-tune"]),
        source("card", "model_card", "lab"),
        source("table", "dataset", "third"),
        number("model:m", "parameters", "65B", "card"),
        number("model:m", "training_tokens", "1M", "card"),
        number("model:m", "training_compute", "5.5e23", "table"),
    )
    found = derive(known, "model:m", "training_compute", TODAY)
    (count,) = [path for path in found.paths if path.method == "operation-count"]
    assert count.scope == "post_training"
    assert found.selected is not None
    assert found.selected.startswith("reported")
    assert found.agreement == ()
