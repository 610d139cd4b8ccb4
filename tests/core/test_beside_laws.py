"""Models beside the scaling laws: who takes part, and what each law wants."""

from __future__ import annotations

import pytest

from evidence.core.beside_laws import Beside, beside_laws, curves
from evidence.core.records import Record
from evidence.shipped import ARRIVAL, THREAD, bundle
from tests.core.building import TODAY, ledger, model, number, organization, source

WORLD = (organization("lab"), model("m", "lab"), source("card", "model_card", "lab"))
SIZE = number("model:m", "parameters_active", "17B", "card")
TOKENS = number("model:m", "training_tokens", "40T", "card")


def rows(*records: Record) -> tuple[Beside, ...]:
    return beside_laws(ledger(*WORLD, *records), TODAY).rows


def reason(*records: Record) -> str:
    (left_out,) = beside_laws(ledger(*WORLD, *records), TODAY).left_out
    return left_out.reason


@pytest.fixture(scope="module")
def placed() -> dict[str, Beside]:
    from evidence.exchange.bundle import read

    bundles = read([bundle(THREAD), bundle(ARRIVAL)]).records
    found = beside_laws(ledger(*(one.record for one in bundles)), TODAY)
    return {row.model: row for row in found.rows}


@pytest.mark.parametrize(
    ("slug", "tokens"), [("deepseek-v3", 400), ("llama-4-scout", 2353), ("llama-4-maverick", 1294)]
)
def test_published_mixtures_train_far_more_tokens_than_the_law_wants(
    placed: dict[str, Beside], slug: str, tokens: float
) -> None:
    row = placed[f"model:{slug}"]
    assert row.tokens_per_parameter == pytest.approx(tokens, abs=0.5)
    (moe,) = [one for one in row.wanted if one.law == "krajewski"]
    assert moe.tokens_per_parameter == pytest.approx(10, abs=0.5)
    assert moe.ratio == pytest.approx(row.tokens_per_parameter / moe.tokens_per_parameter)
    assert moe.extrapolation == pytest.approx(row.compute / 2.1e19)


def test_a_dense_model_stands_beside_the_laws_too(placed: dict[str, Beside]) -> None:
    row = placed["model:llama-3.1-405b"]
    assert row.tokens_per_parameter == pytest.approx(15.6e12 / 405e9)
    dense = {one.law: one for one in row.wanted}
    assert dense["hoffmann"].ratio < 1 < dense["besiroglu"].ratio
    assert dense["hoffmann"].extrapolation is None


def test_the_known_experts_stand_in_the_row(placed: dict[str, Beside]) -> None:
    assert placed["model:deepseek-v3"].experts == 257
    assert placed["model:deepseek-v3"].experts_active == 8
    assert placed["model:llama-3.1-405b"].experts is None


def test_models_are_ordered_by_their_tokens_a_parameter(placed: dict[str, Beside]) -> None:
    ratios = [row.tokens_per_parameter for row in placed.values()]
    assert ratios == sorted(ratios, reverse=True)


def test_repeated_tokens_count_each_time() -> None:
    (row,) = rows(SIZE, TOKENS, number("model:m", "epochs", 2, "card"))
    assert row.training_tokens == pytest.approx(80e12)


def test_a_bound_on_the_tokens_makes_no_row() -> None:
    bound = number("model:m", "training_tokens", ">30T", "card")
    assert rows(SIZE, bound) == ()
    assert reason(SIZE, bound) == "training tokens only as a bound, >30T (card)"


def test_the_total_of_a_mixture_does_not_stand_for_its_active_parameters() -> None:
    total = number("model:m", "parameters", "109B", "card")
    experts = number("model:m", "experts", 16, "card")
    assert len(rows(total, TOKENS)) == 1
    assert rows(total, TOKENS, experts) == ()
    assert reason(total, TOKENS, experts) == "no parameters active, only total ones"


def test_a_model_without_figures_is_named_with_what_it_lacks() -> None:
    assert reason() == "no parameters active, no training tokens"
    assert reason(SIZE) == "no training tokens"


def test_a_model_too_small_for_any_law_is_left_out() -> None:
    small = number("model:m", "parameters_active", 100, "card")
    few = number("model:m", "training_tokens", 1000, "card")
    assert "give 1e15 to 1e35 FLOP for a law" in reason(small, few)


def test_a_model_that_was_trained_on_from_another_is_left_out() -> None:
    later = model("m", "lab", tags=["fine-tune"])
    (left_out,) = beside_laws(ledger(WORLD[0], later, WORLD[2], SIZE, TOKENS), TODAY).left_out
    assert left_out.reason == "trained on from another model, so its tokens are not all it saw"


def test_the_curves_run_from_the_smallest_to_the_largest_model() -> None:
    small = number("model:m", "training_tokens", "1T", "card")
    large = model("n", "lab"), number("model:n", "parameters_active", "17B", "card")
    found = rows(SIZE, small, *large, number("model:n", "training_tokens", "40T", "card"))
    drawn = curves(found, 3)
    assert list(drawn) == ["krajewski", "hoffmann", "besiroglu"]
    compute = [x for x, _ in drawn["krajewski"]]
    assert compute == pytest.approx([6 * 17e9 * t for t in (1e12, 40e12**0.5 * 1e12**0.5, 40e12)])
    assert [y for _, y in drawn["krajewski"]] == sorted(
        (y for _, y in drawn["krajewski"]), reverse=True
    )
