from __future__ import annotations

import pytest

from evidence.core.answering import Answer
from evidence.core.records import Record
from evidence.core.support import Support, support
from tests.core.building import (
    TODAY,
    chip,
    item,
    ledger,
    model,
    number,
    organization,
    quantity,
    record,
    source,
)

V3 = "model:v3"
WORLD = (
    organization("deepseek"),
    organization("nvidia"),
    chip("h800", "nvidia"),
    chip("h100-sxm", "nvidia"),
    model("v3", "deepseek", hardware="h800"),
    source("report", party="deepseek", published="2024-12-27"),
    source("spec", "datasheet", "nvidia", published="2023-03-01"),
    source("epoch", "dataset", "epoch-ai", published="2025-12-27"),
)
PARAMETERS = number(V3, "parameters_active", "37B", "report")
TOKENS = number(V3, "training_tokens", "14.8T", "report", scope="pretraining")
HOURS = number(V3, "chip_hours", "2.664M", "report", scope="pretraining")
FULL_HOURS = number(V3, "chip_hours", "2.788M", "report", scope="full")
PEAK = number("hardware:h800", "peak_throughput", 989e12, "spec", number_format="bf16")
COMPUTE = quantity("compute", V3, "training_compute", low=4e24, high=6e24)


def asked(*records: Record, claim: str = "compute", day: str = TODAY) -> Support:
    return support(ledger(*WORLD, *records), claim, day)


def answered(*records: Record, claim: str = "compute") -> Answer:
    found = asked(*records, claim=claim).answer
    assert found is not None
    return found


def test_a_sourced_value_of_the_very_attribute_is_an_estimate() -> None:
    found = answered(COMPUTE, number(V3, "training_compute", "4e24 to 6e24", "report"))

    assert found.estimates[0].route == "reported"
    assert found.estimates[0].mass == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("value", "basis", "factor"),
    [
        (5e24, None, 1.1),
        (5e24, "derived", 1.5),
        (5e24, "third_party", 1.5),
        ("~5e24", None, 3.2),
    ],
)
def test_a_figure_without_a_range_has_the_factor_of_its_basis(
    value: float | str, basis: str | None, factor: float
) -> None:
    estimate = answered(
        COMPUTE, number(V3, "training_compute", value, "report", basis=basis)
    ).estimates[0]

    assert estimate.high == pytest.approx(5e24 * factor)
    assert estimate.low == pytest.approx(5e24 / factor)


def test_a_bound_is_shown_as_a_constraint_and_makes_no_estimate() -> None:
    found = asked(COMPUTE, number(V3, "training_compute", ">3e24", "report"))
    assert found.answer is not None

    assert found.log_odds_db == 0
    assert found.answer.estimates[0].low == 3e24
    assert "constraint" in found.answer.estimates[0].note


def test_operation_counting_answers_with_its_one_sided_term_for_attention() -> None:
    estimate = answered(COMPUTE, PARAMETERS, TOKENS).estimates[0]
    assert estimate.quantity is not None

    assert estimate.route == "operation-count"
    assert estimate.quantity.median == pytest.approx(6 * 37e9 * 14.8e12 * 1.25**0.5)


def test_a_claim_by_6nd_is_answered_by_the_plain_count() -> None:
    claim = quantity("compute", V3, "training_compute", low=3e24, high=4e24, convention="6nd")
    estimate = answered(claim, PARAMETERS, TOKENS).estimates[0]
    assert estimate.quantity is not None

    assert estimate.quantity.median == pytest.approx(6 * 37e9 * 14.8e12)


def test_a_new_observation_moves_the_claim_by_itself() -> None:
    before = asked(COMPUTE, PARAMETERS).probability
    after = asked(COMPUTE, PARAMETERS, TOKENS).probability

    assert before == 0.5
    assert after < 0.5


def test_inputs_of_different_scope_are_not_combined() -> None:
    throughput = number(
        V3,
        "throughput_per_chip",
        385e12,
        "report",
        scope="pretraining",
        convention="attention_causal",
    )
    routes = [e.route for e in answered(COMPUTE, HOURS, FULL_HOURS, throughput).estimates]

    assert routes == ["throughput-time"]


def test_an_estimate_of_another_convention_answers_a_different_question() -> None:
    claim = quantity("compute", V3, "training_compute", low=3e24, convention="attention_causal")
    found = answered(claim, PARAMETERS, TOKENS)

    assert not found.estimates[0].counted
    assert "different question" in found.estimates[0].note


def test_estimates_of_different_conventions_are_flagged_where_the_claim_states_none() -> None:
    throughput = number(V3, "throughput_per_chip", 385e12, "report", convention="attention_causal")
    mixed = asked(COMPUTE, PARAMETERS, TOKENS, HOURS, throughput)

    assert "mixed_conventions" in mixed.flags
    assert "mixed_conventions" not in asked(COMPUTE, PARAMETERS, TOKENS).flags


def test_estimates_that_share_an_origin_are_one_voice() -> None:
    third_party = number(
        V3, "training_compute", 3.4e24, "epoch", basis="derived", derived_from=["deepseek"]
    )
    found = answered(COMPUTE, PARAMETERS, TOKENS, third_party)

    assert {e.group for e in found.estimates} == {"deepseek"}
    assert asked(COMPUTE, PARAMETERS, TOKENS, third_party).voices_against == 1


def test_a_third_partys_estimate_without_stated_origins_belongs_to_the_developer() -> None:
    third_party = number(V3, "training_compute", 3.4e24, "epoch", basis="third_party")

    assert answered(COMPUTE, third_party).estimates[0].group == "deepseek"


def test_a_derived_estimate_is_as_reliable_as_its_weakest_input() -> None:
    rumour = source("rumour", "rumour", "someone", published="2024-01-01")
    tokens = number(V3, "training_tokens", "14.8T", "rumour")
    estimate = answered(COMPUTE, rumour, PARAMETERS, tokens).estimates[0]

    assert (estimate.grade, estimate.group) == ("D", "~low")


def test_a_utilization_computed_from_the_runs_compute_is_circular() -> None:
    compute = number(V3, "training_compute", 3.3e24, "report")
    share = number(
        V3,
        "utilization",
        0.35,
        "epoch",
        basis="derived",
        derived_from=[compute.key],
        number_format="bf16",
    )
    found = answered(COMPUTE, compute, HOURS, PEAK, share)
    circular = next(e for e in found.estimates if e.route == "hardware-time")

    assert not circular.counted
    assert "circular" in circular.note


def test_the_peak_is_taken_in_the_number_format_of_the_utilization() -> None:
    fp8 = number("hardware:h800", "peak_throughput", 1979e12, "spec", number_format="fp8")
    share = number(V3, "utilization", 0.4, "report", number_format="bf16")
    estimate = answered(COMPUTE, HOURS, PEAK, fp8, share).estimates[0]
    assert estimate.quantity is not None

    assert estimate.quantity.median == pytest.approx(2.664e6 * 3600 * 989e12 * 0.4)
    assert "dense bf16" in estimate.note


def test_dense_peaks_are_taken_unless_the_utilization_says_otherwise() -> None:
    sparse = number(
        "hardware:h800",
        "peak_throughput",
        1979e12,
        "spec",
        number_format="bf16",
        sparsity="sparse",
    )
    share = number(V3, "utilization", 0.4, "report", number_format="bf16")

    assert answered(COMPUTE, HOURS, sparse, share).estimates == ()


def test_total_parameters_of_a_mixture_of_experts_are_not_counted() -> None:
    total = number(V3, "parameters", "671B", "report")
    experts = number(V3, "experts", 257, "report")

    assert answered(COMPUTE, total, TOKENS, experts).estimates == ()
    assert len(answered(COMPUTE, total, TOKENS).estimates) == 1


def test_a_configuration_value_has_no_spread() -> None:
    claim = quantity("experts", V3, "experts", low=257, high=257)
    found = answered(claim, number(V3, "experts", 257, "report"), claim="experts")

    assert found.estimates[0].mass == 1.0


def test_about_a_count_means_within_a_fifth() -> None:
    claim = quantity("chips", V3, "chips", value="250K")
    found = answered(claim, claim="chips")

    assert (found.low, found.high) == (pytest.approx(250e3 / 1.2), pytest.approx(300e3))


def test_the_pool_leads_with_a_median_and_a_range() -> None:
    found = answered(COMPUTE, PARAMETERS, TOKENS).pooled
    assert found is not None

    assert found.low < found.median < found.high
    assert found.mass == pytest.approx(answered(COMPUTE, PARAMETERS, TOKENS).estimates[0].mass)


def test_the_thread_claims_more_compute_than_its_routes_give() -> None:
    records = (
        record("claims", slug="c", kind="quantity", statement="c", subject=V3,
               attribute="training_compute", low=4e24, high=6e24),
        number(V3, "training_compute", "3.1e24 to 4.2e24", "report"),
        number(V3, "training_compute", "2.8e24 to 4.7e24", "analyst"),
        number(V3, "training_compute", "4e24 to 6e24", "forum"),
        source("analyst", "dataset", "analyst"),
        source("forum", "forum", "forum"),
    )  # fmt: skip
    found = asked(*records, claim="c")

    assert found.probability == pytest.approx(0.288709, abs=1e-6)
    assert found.status == "leaning refuted"


def test_estimates_far_apart_are_inconsistent() -> None:
    two = (
        number(V3, "training_compute", "1e24 to 2e24", "report"),
        number(V3, "training_compute", "8e24 to 9e24", "epoch", origin="epoch-ai"),
    )

    assert "inconsistent" in asked(COMPUTE, *two).flags


def test_a_party_with_items_and_estimates_counts_with_both_and_is_flagged() -> None:
    said = item("compute", "report", "refutes")
    found = asked(COMPUTE, PARAMETERS, TOKENS, said)

    assert "double_path" in found.flags
    assert found.voices_against == 1


def test_the_status_is_tried_with_other_spreads_of_figures_without_a_range() -> None:
    assert set(asked(COMPUTE, PARAMETERS, TOKENS).spreads) == {"1.1", "1.5", "2"}


LAW = (
    record(
        "sources", slug="paper", kind="peer_reviewed", party="krajewski", published="2024-02-12"
    ),
    record("laws", slug="moe", name="moe", source="paper", fitted_low=3.2e17, fitted_high=2.1e19),
)


def by_law(compute: str) -> Record:
    asks = {"method": "moe-scaling", "inputs": {"compute": compute}, "output": "granularity"}
    return quantity("g", "law:moe", "granularity", low=64, high=64, computed_by=asks)


def test_a_law_far_outside_its_data_speaks_only_indirectly_and_says_how_far() -> None:
    estimate = answered(*LAW, by_law("5e25"), claim="g").estimates[0]

    assert estimate.directness == "indirect"
    assert "2.38e6 times outside" in estimate.note


def test_a_law_run_forward_on_a_model_knows_how_far_outside_its_data_that_lies() -> None:
    model = {"parameters_active": "37B", "tokens": "14.8T", "granularity": 8}
    asks = {"method": "moe-scaling", "inputs": model, "output": "tokens_per_active_parameter"}
    claim = quantity(
        "r", "law:moe", "tokens_per_active_parameter", low=300, high=500, computed_by=asks
    )
    (estimate,) = answered(*LAW, claim, claim="r").estimates
    assert estimate.directness == "indirect"
    assert estimate.quantity.median == pytest.approx(400)


def test_a_law_within_its_data_speaks_directly() -> None:
    assert answered(*LAW, by_law("1e19"), claim="g").estimates[0].directness == "direct"


def test_a_claim_answered_by_a_formula_takes_what_it_leaves_open_from_sources() -> None:
    asks = {
        "method": "equivalence",
        "inputs": {"chips": "400K", "hardware": "h800", "as": "h100-sxm", "number_format": "bf16"},
        "output": "h100_equivalent",
    }
    claim = quantity("e", "hardware:h800", "h100_equivalent", low=350e3, computed_by=asks)
    other = number("hardware:h100-sxm", "peak_throughput", 989.4e12, "spec", number_format="bf16")
    estimate = answered(claim, PEAK, other, claim="e").estimates[0]
    assert estimate.quantity is not None

    assert estimate.quantity.median == pytest.approx(4e5 * 989 / 989.4)
    assert estimate.source == "spec"


def test_a_derived_estimate_is_visible_once_its_latest_input_is() -> None:
    late = number(V3, "training_tokens", "14.8T", "report", published="2025-06-01")

    assert asked(COMPUTE, PARAMETERS, late, day="2025-05-31").log_odds_db == 0
    assert asked(COMPUTE, PARAMETERS, late, day="2025-06-01").log_odds_db != 0


def test_a_superseded_input_is_replaced_from_the_newer_ones_date() -> None:
    newer = number(
        V3, "training_tokens", "30T", "report", published="2025-06-01", supersedes=TOKENS.key
    )
    before = asked(COMPUTE, PARAMETERS, TOKENS, newer, day="2025-05-31").answer
    after = asked(COMPUTE, PARAMETERS, TOKENS, newer, day="2025-06-01").answer
    assert before is not None
    assert after is not None

    assert before.pooled is not None
    assert after.pooled is not None
    assert after.pooled.median == pytest.approx(before.pooled.median * 30 / 14.8, rel=1e-6)


def test_a_pinned_observation_is_the_one_that_derivations_use() -> None:
    other = number(V3, "training_tokens", "20T", "report", locator="p. 9", published="2025-01-01")
    pin = record(
        "selections", subject=V3, attribute="training_tokens", observation=TOKENS.key, reason="card"
    )
    unpinned = answered(COMPUTE, PARAMETERS, TOKENS, other).estimates
    pinned = answered(COMPUTE, PARAMETERS, TOKENS, other, pin).estimates

    assert len(unpinned) == 2
    assert [e.quantity.median for e in pinned if e.quantity] == [
        pytest.approx(6 * 37e9 * 14.8e12 * 1.25**0.5)
    ]


def test_an_estimate_on_a_partys_numbers_is_no_voice_beside_its_own_words() -> None:
    share = number(V3, "utilization", 0.4, "report", number_format="bf16")
    claim = quantity("compute", V3, "training_compute", low=3e24, high=5e24)
    alone = asked(claim, HOURS, PEAK, share)
    with_words = asked(claim, HOURS, PEAK, share, item("compute", "report"))

    assert alone.contributions[0].group == "deepseek + nvidia"
    assert (alone.voices_for, with_words.voices_for) == (1, 1)
    assert with_words.sensitivity.without_group == {"deepseek": 0.5}
    assert "double_path" in with_words.flags


def test_an_estimate_that_is_only_shown_joins_nobody() -> None:
    reports = (
        number(V3, "training_compute", 3e24, "report", convention="6nd"),
        number(V3, "training_compute", 3.2e24, "epoch", convention="6nd", origin="epoch-ai"),
    )
    other = number(V3, "throughput_per_chip", 385e12, "epoch", convention="attention_causal",
                   origin="epoch-ai")  # fmt: skip
    claim = quantity("c", V3, "training_compute", low=2e24, high=4e24, convention="6nd")

    assert asked(claim, *reports, HOURS, other, claim="c").voices_for == 2


def test_a_chip_that_only_the_claim_names_gives_the_peak() -> None:
    lone = model("lone", "deepseek")
    hours = number("model:lone", "chip_hours", "1M", "report")
    share = number("model:lone", "utilization", 0.4, "report", number_format="bf16")
    claim = quantity("c", "model:lone", "training_compute", low=1e23, about=["hardware:h800"])

    assert [e.route for e in answered(claim, lone, hours, share, PEAK, claim="c").estimates] == [
        "hardware-time"
    ]


def test_a_peak_that_is_stated_of_the_run_itself_comes_first() -> None:
    own = number(V3, "peak_throughput", 900e12, "report", number_format="bf16")
    share = number(V3, "utilization", 0.4, "report", number_format="bf16")
    estimate = answered(COMPUTE, HOURS, PEAK, own, share).estimates[0]
    assert estimate.quantity is not None

    assert estimate.quantity.median == pytest.approx(2.664e6 * 3600 * 900e12 * 0.4)


def test_a_route_is_no_more_reliable_than_its_self_interested_input() -> None:
    boast = source("boast", "company_statement", "deepseek", self_interested=True)
    tokens = number(V3, "training_tokens", "14.8T", "boast")
    parameters = number(V3, "parameters_active", "37B", "plain")
    plain = source("plain", "company_statement", "deepseek")
    estimate = answered(COMPUTE, boast, plain, tokens, parameters).estimates[0]

    assert estimate.voice().u == pytest.approx(0.75 / 1.25)


def test_an_estimate_without_weight_is_no_second_path() -> None:
    fake = source("fake", "llm_text", "deepseek")
    found = asked(COMPUTE, fake, number(V3, "training_compute", 5e24, "fake"),
                  item("compute", "report"))  # fmt: skip

    assert "double_path" not in found.flags


def test_a_law_that_no_source_states_speaks_as_an_unassessed_one() -> None:
    asks = {"method": "moe-scaling", "inputs": {"compute": "5e25"}, "output": "granularity"}
    claim = quantity("g", V3, "granularity", low=64, high=64, computed_by=asks)
    estimate = answered(claim, claim="g").estimates[0]

    assert (estimate.grade, estimate.group, estimate.directness) == ("F", "~low", "indirect")


def test_a_range_that_reaches_below_zero_is_normal() -> None:
    claim = quantity("loss", V3, "loss", low=-1, high=1)
    found = answered(claim, number(V3, "loss", "-2 to 4", "report"), claim="loss")
    assert found.pooled is not None

    assert found.pooled.median == pytest.approx(1.0)


def test_certainty_may_be_stated() -> None:
    sure = item("compute", "report", None, quote=None, probability=1.0)

    assert asked(COMPUTE, sure).probability > 0.9
