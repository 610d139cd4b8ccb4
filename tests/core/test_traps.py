"""The mistakes that readers of published figures make, each of which the program knows."""

from __future__ import annotations

import pytest

from evidence.core.beside_laws import beside_laws
from evidence.core.derivations import run
from evidence.core.derivations.causes import Known, conspicuous, explained, likeliest
from evidence.core.derivations.scaling_laws import moe_loss, total_parameters
from evidence.core.deriving import Derivation, derive
from evidence.core.errors import Invalid
from evidence.core.float_noise import without_float_noise
from evidence.core.numbers import parse_figure
from evidence.core.observing import readings
from evidence.core.records import Record
from evidence.core.route import peak_of
from evidence.core.routes import routes_to
from evidence.core.vocabulary import ATTRIBUTES
from tests.core.building import TODAY, chip, ledger, model, number, organization, source

H100 = "hardware:h100-sxm"
V3 = "model:deepseek-v3"
PEAKS = (
    number(H100, "peak_throughput", "989.4 TFLOP/s", "spec", number_format="bf16"),
    number(
        H100, "peak_throughput", "1979 TFLOP/s", "spec", number_format="bf16", sparsity="sparse"
    ),
    number(H100, "peak_throughput", "1979 TFLOP/s", "spec", number_format="fp8"),
)
WORLD = (
    organization("nvidia"),
    organization("amazon"),
    organization("deepseek"),
    chip("h100-sxm", "nvidia"),
    chip("trainium2", "amazon"),
    model("deepseek-v3", "deepseek", hardware="h100-sxm"),
    source("spec", "datasheet", "nvidia"),
    source("trn2-spec", "datasheet", "amazon"),
    source("report", "technical_report", "deepseek"),
    *PEAKS,
)
SIZE = number(V3, "parameters_active", "37B", "report")
TOTAL = number(V3, "parameters", "671B", "report")
EXPERTS = number(V3, "experts", 257, "report")
TOKENS = number(V3, "training_tokens", "14.8T", "report", scope="pretraining")
HOURS = number(V3, "chip_hours", "2.664M", "report", scope="pretraining")


def derived(*records: Record, attribute: str = "training_compute") -> Derivation:
    return derive(ledger(*WORLD, *records), V3, attribute, TODAY)


def peak(number_format: str, sparsity: str) -> float:
    world = ledger(*WORLD)
    found = peak_of(world, H100, readings(world, H100, TODAY), number_format, sparsity)
    assert found is not None
    assert found.figure is not None
    return found.figure.value


def test_1979_tflop_is_the_sparse_bf16_peak_and_the_dense_fp8_peak_of_an_h100() -> None:
    assert peak("bf16", "sparse") == peak("fp8", "dense") == 1979e12
    assert peak("bf16", "dense") == pytest.approx(1979e12 / 2, rel=1e-3)


def test_a_share_of_the_sparse_peak_is_multiplied_with_the_sparse_peak() -> None:
    share = number(V3, "utilization", "20%", "report", number_format="bf16", sparsity="sparse")
    (path,) = [p for p in derived(HOURS, share).paths if p.method == "hardware-time"]
    assert path.quantity.median == pytest.approx(2.664e6 * 3600 * 1979e12 * 0.2)


def test_deepseek_v3_is_at_38_94_percent_of_bf16_and_at_19_47_percent_of_fp8() -> None:
    measured = {"compute": f"{385e12 * 3600}", "chip_hours": "1"}
    bf16 = run("utilization", measured | {"peak": "989 TFLOP/s"}).median
    fp8 = run("utilization", measured | {"peak": "1979 TFLOP/s"}).median
    assert bf16 == pytest.approx(0.3894, abs=2e-4)
    assert fp8 == pytest.approx(0.1947, abs=2e-4)


def test_shares_of_two_peaks_give_one_compute_and_are_never_exchanged() -> None:
    shares = (
        number(V3, "utilization", "38.94%", "report", number_format="bf16"),
        number(V3, "utilization", "19.47%", "report", number_format="fp8", locator="p. 2"),
    )
    found = [p for p in derived(HOURS, *shares).paths if p.method == "hardware-time"]
    assert [p.number_format for p in found] == ["bf16", "fp8"]
    assert found[0].quantity.median == pytest.approx(found[1].quantity.median, rel=2e-3)


def test_134816_h100_for_400k_trainium2_divide_a_bf16_peak_by_an_8_bit_one() -> None:
    def counted(own: str, other: str) -> float:
        return run("equivalence", {"chips": "400K", "peak": own, "as_peak": other}).median

    assert counted("667 TFLOP/s", "1979 TFLOP/s") == pytest.approx(134816, abs=1)
    like_for_like = counted("667 TFLOP/s", "989.4 TFLOP/s"), counted("1299 TFLOP/s", "1979 TFLOP/s")
    assert all(262_000 < chips < 270_000 for chips in like_for_like)


def test_an_equivalence_that_needs_two_number_formats_is_flagged_as_a_mixed_basis() -> None:
    peaks = (
        number("hardware:trainium2", "peak_throughput", 667e12, "trn2-spec", number_format="bf16"),
        number("hardware:trainium2", "peak_throughput", 1299e12, "trn2-spec", number_format="fp8"),
    )
    world = (*WORLD, *peaks, model("claude", hardware="trainium2"))
    chips = number("model:claude", "chips", "400K", "report")

    def warnings(stated: float) -> tuple[str, ...]:
        count = number("model:claude", "h100_equivalent", stated, "report")
        found = derive(ledger(*world, chips, count), "model:claude", "h100_equivalent", TODAY)
        return found.paths[0].warnings

    assert warnings(134816) == (
        "1.35e5 divides a peak in bf16 by one in fp8: a mixed basis, not like for like",
    )
    assert warnings(269658) == warnings(262557) == warnings(200000) == ()


def test_a_mixed_basis_is_neither_used_nor_named_by_a_rare_number_format() -> None:
    def peak(chip: str, number_format: str, value: float, page: str) -> Record:
        fields = {"number_format": number_format, "locator": page}
        return number(f"hardware:{chip}", "peak_throughput", value, "trn2-spec", **fields)

    found = derive(
        ledger(
            *WORLD,
            model("claude", hardware="trainium2"),
            number("model:claude", "chips", "400K", "report"),
            number("model:claude", "h100_equivalent", 134816, "report", convention="mixed"),
            peak("trainium2", "tf32", 667e12, "p. 1"),
            peak("trainium2", "bf16", 667e12, "p. 2"),
            peak("h100-sxm", "tf32", 494.7e12, "p. 3"),
        ),
        "model:claude",
        "h100_equivalent",
        TODAY,
    )

    assert [path.label for path in found.paths] == [
        "reported (mixed)",
        "equivalence (like_for_like, tf32)",
        "equivalence (like_for_like, bf16)",
    ]
    assert found.selected == "equivalence (like_for_like, bf16)"
    assert "divides a peak in bf16 by one in fp8" in found.paths[0].warnings[0]


def test_a_mixed_basis_is_used_where_nothing_else_is_known() -> None:
    count = number(V3, "h100_equivalent", 134816, "report", convention="mixed")

    assert derived(count, attribute="h100_equivalent").selected == "reported (mixed)"


def test_an_equivalence_that_is_recorded_as_mixed_is_flagged_without_its_peaks() -> None:
    count = number(V3, "h100_equivalent", 134816, "report", convention="mixed")
    assert derived(count, attribute="h100_equivalent").paths[0].warnings == (
        "1.35e5 is recorded as on a mixed basis, not like for like",
    )


def test_a_chip_equivalence_is_only_derived_within_one_number_format() -> None:
    """With a bf16 peak of one chip and an fp8 peak of the other there is no route at all."""
    world = (
        *WORLD,
        model("claude", hardware="trainium2"),
        number("model:claude", "chips", "400K", "report"),
        number("hardware:trainium2", "peak_throughput", 667e12, "trn2-spec", number_format="bf16"),
    )
    mixed = ledger(*(r for r in world if r not in PEAKS[:2]))
    assert routes_to(mixed, "model:claude", "h100_equivalent", TODAY) == ()
    (route,) = routes_to(ledger(*world), "model:claude", "h100_equivalent", TODAY)
    assert route.convention == "like_for_like"
    assert route.quantity.median == pytest.approx(269_658, abs=1)


def test_total_parameters_of_a_mixture_are_not_counted_as_active() -> None:
    assert derived(TOTAL, EXPERTS, TOKENS).paths == ()
    (path,) = derived(SIZE, TOTAL, EXPERTS, TOKENS).paths
    assert path.quantity.median == pytest.approx(3.2856e24)


def test_a_mixture_of_data_is_no_count_of_a_models_own_tokens() -> None:
    """Llama 4's "more than 30 trillion" is what the family drew from: a bound, no estimate."""
    mixture = number(V3, "training_tokens", ">30T", "report", scope="pretraining")
    assert derived(SIZE, mixture).paths == ()
    (bound,) = derived(SIZE, mixture, attribute="training_tokens").constraints
    assert bound.text == ">30T"
    assert beside_laws(ledger(*WORLD, SIZE, mixture), TODAY).rows == ()
    least = run("operation-count", {"parameters": "288B", "tokens": ">30T"})
    assert (least.low, least.median, least.high) == (pytest.approx(5.184e25), None, None)


def test_a_format_of_storage_says_nothing_of_the_peak_a_run_is_measured_against() -> None:
    """Checkpoints and activations in fp8 are notes; only the format of the arithmetic counts."""
    assert [name for name in ATTRIBUTES if "format" in name] == ["number_format"]
    compute = number(V3, "training_compute", "3.3e24", "report", scope="pretraining")
    trained = number(V3, "number_format", "fp8", "report")
    (path,) = derived(compute, HOURS).paths
    assert path.implied is not None
    assert path.implied.number_format == "bf16"
    (path,) = derived(compute, HOURS, trained).paths
    assert path.implied is not None
    assert path.implied.number_format == "fp8"


RUN = {"chip_hours": "2.664M", "peak": "989 TFLOP/s"}
SIZES = {"parameters": "37B", "tokens": "14.8T"}


def refused(**inputs: str) -> str:
    with pytest.raises(Invalid) as caught:
        run("utilization", inputs)
    return caught.value.message


def warned(**inputs: str) -> str:
    (warning,) = run("utilization", inputs).warnings
    return warning


def test_chip_hours_per_trillion_tokens_give_an_impossible_utilization() -> None:
    message = refused(**RUN | SIZES | {"compute": "3.2856e24", "chip_hours": "180K"})
    assert "implied utilization 5.13: more than the stated peak allows" in message
    assert message.endswith(
        "likeliest: chip-hours per trillion tokens instead of the run's, without which it is 0.346"
    )


def test_total_parameters_give_an_impossible_utilization() -> None:
    total = SIZES | {"total_parameters": "671B", "compute": f"{6 * 671e9 * 14.8e12}"}
    assert refused(**RUN | total).endswith(
        "likeliest: total instead of active parameters, without which it is 0.346"
    )


def test_without_more_figures_an_impossible_utilization_names_both_candidates() -> None:
    message = refused(**RUN | {"compute": "3.2856e24", "chip_hours": "180K"})
    assert "a run of about 13.9T" in message
    assert "a mixture with 13.9 times its active ones" in message


def test_two_flop_a_parameter_and_token_show_where_the_count_is_a_third() -> None:
    warning = warned(**RUN | SIZES | {"compute": f"{2 * 37e9 * 14.8e12}"})
    assert warning.startswith("the compute is 0.333 times 6 x active parameters x tokens")
    assert "2 FLOP a parameter and token counted instead of 6" in warning
    assert warning.endswith("without which it is 0.346")


def test_a_share_that_is_a_third_of_the_stated_one_points_to_the_count() -> None:
    warning = warned(**RUN | {"compute": f"{2 * 37e9 * 14.8e12}", "expected": "34.6%"})
    assert "2 FLOP a parameter and token counted instead of 6" in warning


def test_a_share_that_is_half_of_the_stated_one_points_to_the_sparse_peak() -> None:
    inputs = {"compute": "3.2856e24", "chip_hours": "2.664M", "peak": "1979 TFLOP/s"}
    warning = warned(**inputs | {"expected": "34.6%"})
    assert warning.startswith(
        "utilization 0.173 is 0.5 times the stated 0.346; likeliest: a sparse"
    )


def test_a_share_above_65_percent_points_to_the_peak_of_a_wider_format() -> None:
    warning = warned(compute="7e24", **RUN)
    assert "above 0.65: suspiciously high; likeliest: the peak of a 16-bit format" in warning


def test_a_share_below_5_percent_points_to_two_mistakes_or_to_none() -> None:
    assert "below 0.05: suspiciously low; likeliest: 2 FLOP" in warned(compute="4.5e23", **RUN)
    assert warned(compute="1e22", **RUN).endswith("no single usual mistake explains it")


def test_a_usual_share_is_not_doubted() -> None:
    assert run("utilization", RUN | SIZES | {"compute": "3.2856e24"}).warnings == ()
    assert run("utilization", RUN | {"compute": "3.69e24", "expected": "39%"}).warnings == ()


def test_a_route_with_total_parameters_is_found_out_by_the_chips_of_its_run() -> None:
    wrong = number(V3, "training_compute", f"{6 * 671e9 * 14.8e12}", "report", scope="pretraining")
    path = derived(wrong, SIZE, TOTAL, EXPERTS, TOKENS, HOURS).paths[0]
    (warning,) = path.warnings
    assert "utilization 6.28: more than the stated peak allows" in warning
    assert "likeliest: total instead of active parameters" in warning


def test_chip_hours_per_trillion_tokens_are_found_out_by_the_tokens() -> None:
    """DeepSeek-V3 took 180K H800-hours for each trillion tokens."""
    hours = number(V3, "chip_hours", "180K", "report", scope="pretraining")
    path = derived(SIZE, EXPERTS, TOKENS, hours).paths[0]
    (warning,) = path.warnings
    assert "likeliest: chip-hours per trillion tokens instead of the run's" in warning


@pytest.mark.parametrize(
    ("share", "known", "where"),
    [
        (0.37, Known(), None),
        (0.37 / 3, Known(), "compute"),
        (0.37 / 2, Known(), "peak"),
        (0.74, Known(), "peak"),
        (0.37 / 3, Known(counted=1.05), "peak"),
        (3.7, Known(tokens=10e12), "chip-hours"),
        (3.7, Known(tokens=10e12, total_over_active=10, counted=10), "compute"),
        (3.7, Known(tokens=10e12, total_over_active=10, counted=1.0), "chip-hours"),
        (0.5, Known(tokens=0.3e12), None),
    ],
)
def test_the_likeliest_mistake_is_the_one_whose_factor_fits(
    share: float, known: Known, where: str | None
) -> None:
    cause = likeliest(share, known)
    assert (cause.where if cause else None) == where
    assert conspicuous(0.37, Known(expected=0.37)) == ""
    assert explained(share, known).startswith("; ")


@pytest.mark.parametrize(
    ("attribute", "entered", "said"),
    [
        ("peak_throughput", "989 TFLOPS", "FLOP, a count, or FLOP/s, a rate"),
        ("training_compute", "3.8e25 FLOP/s", "FLOP/s where FLOP is needed"),
        ("chip_hours", "54 days", "where chip*h is needed"),
        ("training_time", "4M", "4M"),
        ("utilization", "40", "share above 1"),
        ("training_tokens", "150 MW", "MW where token is needed"),
    ],
)
def test_a_number_in_a_wrong_unit_is_refused(attribute: str, entered: str, said: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_figure(entered, ATTRIBUTES[attribute])
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("published", "meant"), [(5.0000000000001e26, 5e26), (5.0000000001e25, 5e25)]
)
def test_digits_that_a_spreadsheet_added_are_no_precision(published: float, meant: float) -> None:
    assert without_float_noise(published) == meant
    assert without_float_noise(1.001e25) == 1.001e25


def test_64_x_1t_is_a_mixture_of_43t_parameters() -> None:
    assert total_parameters(1e12) == pytest.approx(43e12)
    assert (total_parameters(3e6), total_parameters(85e6)) == pytest.approx((129e6, 3.655e9))
    printed = 1.367
    assert moe_loss(43e12, 7.94e12, 64) == pytest.approx(printed, abs=0.025)
    assert abs(moe_loss(64e12, 7.94e12, 64) - printed) > 0.03


def test_every_revision_stands_beside_what_it_revised() -> None:
    """Epoch AI's compute of DeepSeek-V3: 3.4078e24 in December 2025, 3.3e24 in July 2026."""
    world = (
        *WORLD,
        source("epoch-2025", "dataset", "epoch", published="2025-12-27"),
        source("epoch-2026", "dataset", "epoch", published="2026-07-19"),
        number(V3, "training_compute", 3.4078e24, "epoch-2025"),
        number(V3, "training_compute", 3.3e24, "epoch-2026", locator="row 2"),
    )
    before = derive(ledger(*world), V3, "training_compute", "2026-01-01").paths
    after = derive(ledger(*world), V3, "training_compute", "2026-08-01").paths
    assert [round(p.quantity.median / 1e24, 4) for p in before] == [3.4078]
    assert sorted(round(p.quantity.median / 1e24, 4) for p in after) == [3.3, 3.4078]
