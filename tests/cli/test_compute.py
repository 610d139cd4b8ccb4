"""`evidence compute` as a user calls it: no database, one result, the way it was reached."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import NamedTuple

import pytest

from evidence.cli.app import App
from evidence.cli.root import run
from evidence.core.derivations import Result
from evidence.core.numbers import Figure, parse_figure


class Answer(NamedTuple):
    code: int
    out: str
    err: str


class Call:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: str) -> Answer:
        code = run(["compute", *arguments])
        out, err = self.capsys.readouterr()
        return Answer(code, out, err)


@pytest.fixture
def compute(capsys: pytest.CaptureFixture[str]) -> Call:
    return Call(capsys)


V3_HOURS = ("--chip-hours", "2.664M", "--utilization", "40%")


def test_operation_counting_prints_the_result_first(compute: Call) -> None:
    answer = compute("operation-count", "--parameters", "37B", "--tokens", "14.8T")
    assert answer.code == 0
    assert answer.out.splitlines()[0] == "training_compute: 3.29e24 FLOP"
    assert "  parameters: 37B = 3.70e10 parameter" in answer.out
    assert "  assumed: epochs: 1, as none was given" in answer.out
    assert answer.err == ""


def test_a_range_gives_a_range(compute: Call) -> None:
    answer = compute(
        "hardware-time", "--chip-hours", "2.788M", "--peak", "1979 TFLOP/s",
        "--utilization", "20% to 30%",
    )  # fmt: skip
    assert answer.out.splitlines()[0] == "training_compute: 4.87e24 FLOP [3.97e24, 5.96e24]"


@pytest.mark.parametrize("before", [True, False])
def test_json_may_stand_before_and_after_the_method(compute: Call, before: bool) -> None:
    method = ("operation-count", "--parameters", "37B", "--tokens", "14.8T")
    answer = compute("--json", *method) if before else compute(*method, "--json")
    document = json.loads(answer.out)
    assert document["schema"] == 1
    assert document["low"] == document["median"] == document["high"]
    assert document["median"] == pytest.approx(3.2856e24)
    assert document["inputs"]["tokens"]["entered"] == "14.8T"


def test_a_duration_is_said_in_days_too(compute: Call) -> None:
    answer = compute(
        "duration", "--compute", "5.184e25", "--chips", "32K", "--peak", "390 TFLOP/s",
        "--utilization", "100%",
    )  # fmt: skip
    assert answer.out.startswith("training_time: 4.15e6 s, that is 48.1 days")


def test_the_best_mixture_has_all_its_figures(compute: Call) -> None:
    document = json.loads(compute("moe-scaling", "--compute", "5e25", "--json").out)
    assert document["granularity"] == 64
    assert document["experts"] == 4096
    assert document["tokens_per_active_parameter"] == pytest.approx(7.7, abs=0.05)
    assert "median" not in document


def test_a_warning_goes_to_the_other_stream(compute: Call) -> None:
    answer = compute("moe-scaling", "--compute", "5e25")
    assert answer.err.startswith("warning: compute is 2.38e6 times outside the fitted")
    assert "warning" not in answer.out


def test_the_law_is_chosen_by_name(compute: Call) -> None:
    arguments = ("dense-scaling", "--compute", "5.76e23", "--json")
    hoffmann = json.loads(compute(*arguments).out)
    besiroglu = json.loads(compute(*arguments, "--law", "besiroglu").out)
    assert hoffmann["tokens_per_parameter"] == pytest.approx(92.6, abs=0.05)
    assert besiroglu["tokens_per_parameter"] == pytest.approx(18.4, abs=0.05)
    assert compute(*arguments, "--law", "kaplan").code == 2


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("operation-count", "--parameters", "37B"), "--tokens"),
        (("hardware-time", *V3_HOURS), "--peak or --hardware and --number-format"),
        (("hardware-time", "--peak", "1e15", "--utilization", "40%"),
         "--chips and --time or --chip-hours"),
        (("hardware-time", *V3_HOURS, "--peak", "1e15", "--chips", "5"), "takes either"),
        (("cost", "--chips", "5"), "--price-per-chip"),
        (("equivalence", "--chips", "400K"), "--as or --as-peak"),
        (("hardware-time", *V3_HOURS, "--hardware", "h800-sxm"), "--number-format is needed"),
        (("hardware-time", *V3_HOURS, "--peak", "1e15", "--sparse"), "--sparse goes with"),
        (("hardware-time", *V3_HOURS, "--peak", "1e15", "--number-format", "fp8"),
         "--number-format goes with --hardware"),
        (("cost", "--chips", "5", "--price-per-chip", "$40K", "--save", "a"), "--why"),
        ((), "--list"),
        (("magic",), "magic"),
    ],
)  # fmt: skip
def test_a_missing_option_is_a_usage_error_that_names_it(
    compute: Call, arguments: tuple[str, ...], named: str
) -> None:
    answer = compute(*arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert named in answer.err
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--parameters", "37B", "--tokens", "1e25 FLOPS"), "is that FLOP, a count"),
        (("--parameters", "37B", "--tokens", "150 MW"), "MW where token is needed"),
        (("--parameters", "37B", "--tokens", "9**9**9"), "write 3e24"),
        (("--parameters", "37B", "--tokens", ">0"), "bounds nothing"),
    ],
)
def test_a_wrong_number_is_wrong_input(
    compute: Call, arguments: tuple[str, ...], said: str
) -> None:
    answer = compute("operation-count", *arguments)
    assert answer.code == 1
    assert answer.out == ""
    assert said in answer.err


def test_an_error_is_json_where_json_is_asked_for(compute: Call) -> None:
    answer = compute("operation-count", "--parameters", "37B", "--tokens", "x", "--json")
    assert json.loads(answer.err)["error"]["message"].startswith("tokens 'x' is no number")


def test_an_impossible_utilization_is_wrong_input(compute: Call) -> None:
    answer = compute(
        "utilization", "--compute", "3.2856e24", "--chip-hours", "180K", "--peak", "989 TFLOP/s"
    )
    assert answer.code == 1
    assert "more than the stated peak allows" in answer.err


def test_the_list_prints_every_method_with_formula_and_source(compute: Call) -> None:
    answer = compute("--list")
    assert "equivalence: Chips x peak of a chip / peak of the other chip" in answer.out
    assert "Krajewski" in answer.out
    rows = json.loads(compute("--list", "--json").out)["methods"]
    assert len(rows) == 19
    assert all(row["formula"] and row["source"] for row in rows)


HOURS = ("hardware-time", "--chip-hours", "2M to 3M", "--peak", "989 TFLOP/s")


def test_a_bound_gives_an_end_alone(compute: Call) -> None:
    arguments = ("operation-count", "--parameters", "37B", "--tokens", ">30T")
    assert compute(*arguments).out.startswith("training_compute: at least 6.66e24 FLOP\n")
    document = json.loads(compute(*arguments, "--json").out)
    assert document["low"] == pytest.approx(6.66e24)
    assert document["median"] is document["high"] is None


def test_alternatives_are_computed_exactly_and_ranked(compute: Call) -> None:
    answer = compute(*HOURS, "--utilization", "70%: 20% to 25%, 30%: 40%")
    assert "  assumed: utilization: 2 alternatives, with the probabilities given" in answer.out
    assert "  variance: utilization  83 %  #################" in answer.out
    document = json.loads(compute(*HOURS, "--utilization", "20% or 40%", "--json").out)
    assert document["computed"] == "exact"
    assert list(document["variance_shares"]) == ["utilization", "chip_hours"]


def test_a_share_is_cut_off_at_one_by_quadrature(compute: Call) -> None:
    document = json.loads(compute(*HOURS, "--utilization", "60% to 95%", "--json").out)
    assert document["computed"] == "quadrature"
    assert document["inputs"]["utilization"]["high"] < 0.95


def test_what_is_sampled_says_so_with_seed_size_and_errors(compute: Call) -> None:
    arguments = (*HOURS, "--utilization", "0 to 40%", "--seed", "5", "--samples", "4096")
    document = json.loads(compute(*arguments, "--json").out)
    assert (document["computed"], document["seed"], document["samples"]) == ("sampled", 5, 4096)
    assert set(document["errors"]) == {"low", "median", "high"}
    assert 0 < document["errors"]["median"] < 0.05 * document["median"]
    assert json.loads(compute(*arguments, "--json").out) == document
    assert "  computed: 4096 samples, seed 5; standard errors" in compute(*arguments).out


def test_a_declared_correlation_widens_a_product(compute: Call) -> None:
    free = json.loads(compute(*HOURS, "--utilization", "30% to 50%", "--json").out)
    arguments = (*HOURS, "--utilization", "30% to 50%", "--correlate", "chip-hours,utilization=0.8")
    joined = json.loads(compute(*arguments, "--json").out)
    assert joined["high"] > free["high"]
    assert joined["computed"] == "exact"
    assert "chip_hours and utilization are correlated by 0.8" in joined["assumptions"]


@pytest.mark.parametrize(
    ("option", "code", "said"),
    [
        (("--correlate", "chips=0.8"), 1, "is no correlation"),
        (("--correlate", "peak,utilization=0.8"), 1, "no input 'peak' with a range"),
        (("--samples", "7"), 2, "--samples"),
        (("--seed", "-1"), 2, "--seed"),
        (("--chip-hours", "<3M", "--utilization", ">30%"), 1, "leave no end known"),
    ],
)
def test_a_wrong_way_of_computing_is_refused_in_one_line(
    compute: Call, option: tuple[str, ...], code: int, said: str
) -> None:
    answer = compute(*HOURS, "--utilization", "30% to 50%", *option)
    assert answer.code == code
    assert said in answer.err
    assert answer.err.count("\n") == 1


def chip_peak(app: App, hardware: str, number_format: str, sparsity: str) -> tuple[Figure, str]:
    peaks = {"trn2": "667 TFLOP/s", "h100-sxm": "989.4 TFLOP/s", "tpu-v6e": "918 TFLOP/s"}
    figure = parse_figure(peaks[hardware], "FLOP/s")
    return figure, f"peak of {hardware}: {peaks[hardware]}, {sparsity} {number_format}"


def test_a_chip_stands_for_its_dense_peak_and_the_result_says_so(
    compute: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(App, "peak", chip_peak)
    arguments = ("equivalence", "--chips", "400K", "--hardware", "trn2", "--number-format", "bf16")
    document = json.loads(compute(*arguments, "--as", "h100-sxm", "--json").out)
    assert document["quantity"] == "h100_equivalent"
    assert document["median"] == pytest.approx(269658.4, abs=0.1)
    assert "peak of trn2: 667 TFLOP/s, dense bf16" in document["assumptions"]
    assert "peak of h100-sxm: 989.4 TFLOP/s, dense bf16" in document["assumptions"]
    other = json.loads(compute(*arguments, "--as", "tpu-v6e", "--json").out)
    assert other["quantity"] == "chips"


def test_a_sparse_peak_is_used_only_when_asked_for(
    compute: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(App, "peak", chip_peak)
    chip = ("--hardware", "h100-sxm", "--number-format", "fp8")
    dense = compute("hardware-time", *V3_HOURS, *chip)
    sparse = compute("hardware-time", *V3_HOURS, *chip, "--sparse")
    assert "dense fp8" in dense.out
    assert "sparse fp8" in sparse.out


def test_a_result_is_kept_as_a_scenario_with_its_reason(
    compute: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[tuple[str, str, Result]] = []

    class Workspace:
        def save_scenario(self, slug: str, why: str, result: Result) -> None:
            kept.append((slug, why, result))

    monkeypatch.setattr(App, "workspace", lambda app: Workspace())
    answer = compute(
        "cost", "--chip-hours", "2.788M", "--price-per-chip-hour", "$2", "--save", "v3-rent",
        "--why", "the report's own assumption",
    )  # fmt: skip
    assert answer.code == 0
    ((slug, why, result),) = kept
    assert (slug, why) == ("v3-rent", "the report's own assumption")
    assert result.median == pytest.approx(5.576e6)
    assert "v3-rent" in answer.err


def test_a_product_is_computed_with_nothing_heavy_imported() -> None:
    script = (
        "import sys\n"
        "from evidence.cli.root import run\n"
        "run(['compute', 'operation-count', '--parameters', '37B', '--tokens', '14T to 15T'])\n"
        "heavy = {'numpy', 'sqlalchemy', 'pydantic', 'sqlite3', 'statistics', 'decimal',\n"
        "         'dataclasses', 'rich', 'evidence.workspace'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


FOUR_MONTHS = ("--time", "4 months", "--peak", "989.4 TFLOP/s", "--utilization", "40%")


def test_one_unknown_is_solved_for_from_the_result_and_the_rest(compute: Call) -> None:
    answer = compute("hardware-time", "--solve", "chips", "--compute", "4e26", *FOUR_MONTHS)
    assert answer.out.splitlines()[0] == "chips: 96083 chip"
    document = json.loads(
        compute("hardware-time", "--solve", "chips", "--result", "4e26", *FOUR_MONTHS, "--json").out
    )
    assert (document["quantity"], document["unit"]) == ("chips", "chip")
    assert document["inputs"]["training_compute"]["entered"] == "4e26"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("hardware-time", "--solve", "chips", *FOUR_MONTHS), 2, "needs --result"),
        (("hardware-time", "--compute", "4e26", *FOUR_MONTHS), 2, "--result goes with --solve"),
        (("hardware-time", "--solve", "chips", "--chips", "5"), 2, "not both"),
        (("hardware-time", "--solve", "chips", "--chip-hours", "5", "--result", "1e25"), 2,
         "--chip-hours is another way than the one with --chips"),
        (("hardware-time", "--solve", "chips", "--result", "1e25"), 2, "also needs --time"),
        (("moe-scaling", "--solve", "loss", "--result", "1.4"), 1, "choose compute"),
        (("fine-tune", "--solve", "base-compute", "--result", "1e25 to 2e25",
          "--fine-tuning-compute", "1e22"), 1, "give numbers without a range"),
    ],
)  # fmt: skip
def test_what_solving_lacks_is_said(
    compute: Call, arguments: tuple[str, ...], code: int, said: str
) -> None:
    answer = compute(*arguments)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


def test_a_law_also_runs_forward_on_a_given_model(compute: Call) -> None:
    arguments = ("--parameters-active", "37B", "--tokens", "14.8T", "--granularity", "8")
    document = json.loads(compute("moe-scaling", *arguments, "--json").out)
    assert document["tokens_per_active_parameter"] == pytest.approx(400)
    assert document["optimal_tokens_per_active_parameter"] == pytest.approx(10.04, abs=0.01)
    dense = compute("dense-scaling", "--parameters", "70B", "--tokens", "1.4T")
    assert "optimal_tokens_per_parameter: 92.8" in dense.out


def test_the_changes_of_the_best_granularity_are_listed(compute: Call) -> None:
    answer = compute("moe-scaling", "--compute", "5e25")
    assert "  best granularity 32 -> 64 at 1.06e24 FLOP" in answer.out.splitlines()
    document = json.loads(compute("moe-scaling", "--compute", "5e25", "--json").out)
    last = document["crossovers"][-1]
    assert (last["before"], last["after"]) == (64, 128)
