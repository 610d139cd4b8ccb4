from __future__ import annotations

import pytest

from tests.cli.running import Run

HEADLINE = {
    "schema",
    "claim",
    "statement",
    "kind",
    "method",
    "as_of",
    "probability",
    "status",
    "likelihood",
    "confidence",
    "prior_db",
    "weight_for_db",
    "weight_against_db",
    "log_odds_db",
    "conflict",
    "voices_for",
    "voices_against",
    "flags",
}


def test_one_claim_is_one_document(seeded: Run) -> None:
    document = seeded("status", "most-labs-fp8", "--json", "--as-of", "2025-01-10").json

    assert set(document) >= HEADLINE
    assert document["schema"] == 1
    assert document["as_of"] == "2025-01-10"


def test_all_claims_are_one_document(seeded: Run) -> None:
    document = seeded("--json", "status").json

    assert set(document) == {"schema", "claims"}
    assert len(document["claims"]) > 30


def test_a_claim_prints_its_status_with_the_number_and_the_silent_units(seeded: Run) -> None:
    out = seeded("status", "most-labs-fp8", "--as-of", "2025-01-10").out

    assert "Most" in out
    assert "silent of" in out
    assert "as of 2025-01-10, method db-1" in out


def test_a_quantity_leads_with_the_pooled_median_and_its_range(seeded: Run) -> None:
    lines = seeded("status", "deepseek-v3-compute-4e24-6e24").out.splitlines()

    assert lines[2].startswith("  pooled ")
    assert "inside the claimed 4.00e24 to 6.00e24 FLOP" in lines[2]


def test_an_explanation_adds_up(seeded: Run) -> None:
    for claim in ("most-labs-fp8", "deepseek-v3-compute-4e24-6e24", "gpt-3-175b-tested-in-fp8"):
        document = seeded("explain", claim, "--json").json
        rows = document["contributions"]

        assert document["prior_db"] + sum(r["counted_db"] for r in rows) == pytest.approx(
            document["log_odds_db"], abs=1e-9
        )
        assert {"key", "type", "source", "group", "stance", "strength", "directness", "grade", "q",
                "db", "counted_db", "note"} <= set(rows[0])  # fmt: skip


def test_an_explained_roll_call_lists_every_unit(seeded: Run) -> None:
    roll = seeded("explain", "most-labs-fp8", "--json").json["roll_call"]

    assert roll["units"] == len(roll["members"])
    assert roll["yes"] + roll["no"] + roll["unclear"] + roll["silent"] == roll["units"]
    assert set(roll) >= {"bounds", "silent_minus_1db", "silent_plus_1db", "tipping_silent_db",
                         "without_unit", "variants", "members"}  # fmt: skip


def test_an_explained_quantity_lists_every_route(seeded: Run) -> None:
    document = seeded("explain", "deepseek-v3-compute-4e24-6e24", "--json").json

    assert set(document["pooled"]) == {"low", "median", "high", "mass"}
    assert {e["route"] for e in document["estimates"]} >= {"operation-count"}
    assert "survives" in document["spread_check"]


FIGURES = (
    *("claim", "probability", "log_odds_db", "weight_for_db", "weight_against_db", "conflict"),
    *("voices_for", "voices_against", "status", "likelihood"),
)


@pytest.mark.parametrize("day", ["2024-12-31", "2025-06-01"])
def test_a_score_has_the_figures_of_the_status(seeded: Run, day: str) -> None:
    document = seeded("score", "--as-of", day, "--json").json
    statuses = seeded("status", "--as-of", day, "--json").json["claims"]

    assert (document["schema"], document["method"], document["as_of"]) == (1, "db-1", day)
    assert [set(one) for one in document["claims"]] == [{*FIGURES, "confidence"}] * len(statuses)
    for score, status in zip(document["claims"], statuses, strict=True):
        for name in FIGURES:
            expected = status[name]
            if isinstance(expected, float):
                expected = pytest.approx(expected, abs=1e-9)
            assert score[name] == expected, (score["claim"], name)


def test_a_score_of_named_claims_keeps_their_order_and_takes_a_unit(seeded: Run) -> None:
    asked = ("moe-4096-experts-at-5e25", "most-labs-fp8/meta", "most-labs-fp8")

    claims = seeded("score", *asked, "--json").json["claims"]

    assert [one["claim"] for one in claims] == list(asked)
    assert seeded("score", *asked[::2], "--json").json["claims"] == claims[::2]


def test_a_score_of_what_was_known_on_an_earlier_day_is_heard_from_the_log(seeded: Run) -> None:
    claims = seeded("score", "--json").json["claims"]

    assert seeded("score", "--known-at", "2020-01-01", "--json").json["claims"] == []
    known = seeded("score", "--known-at", "9999-01-01", "--json").json["claims"]
    assert [one["status"] for one in known] == [one["status"] for one in claims]


def test_a_score_of_an_unknown_claim_says_what_is_near(seeded: Run) -> None:
    ran = seeded("score", "most-labs-fp9")

    assert ran.code == 3
    assert "did you mean 'most-labs-fp8'" in ran.err


def test_a_timeline_moves_on_days_of_its_own(seeded: Run) -> None:
    points = seeded("timeline", "most-labs-fp8", "--json").json["points"]
    days = [point["date"] for point in points]

    assert days == sorted(set(days))
    assert all(point["because"] for point in points)


def test_what_was_known_on_a_day_before_anything_was_recorded_is_nothing(seeded: Run) -> None:
    ran = seeded("status", "most-labs-fp8", "--known-at", "2020-01-01")

    assert ran.code == 3


def test_every_route_to_a_number_stands_side_by_side(seeded: Run) -> None:
    document = seeded("derive", "deepseek-v3", "--json").json

    assert document["subject"] == "model:deepseek-v3"
    assert document["routes"][0]["inputs"]
    assert document["selected"]


def test_routes_that_contradict_each_other_are_said_to_beside_the_one_that_is_used(
    seeded: Run,
) -> None:
    llama, at = "model:llama-3.1-405b", ("--source", "llama-3-paper", "--at", "p. 99")
    seeded("observe", llama, "training_compute", "4.4e27", *at, "--scope", "pretraining")
    warning = "routes disagree: reported (pretraining; 2) is 4.40e27, z "

    lines = seeded("derive", llama).out.splitlines()
    used = next(n for n, line in enumerate(lines) if line.startswith("derivations use: "))

    assert lines[used + 1].startswith(f"! {warning}")
    assert seeded("derive", llama, "--json").json["warnings"][0].startswith(warning)


def test_however_far_routes_lie_apart_their_ratio_has_three_digits(seeded: Run) -> None:
    llama, at = "model:llama-3.1-405b", ("--source", "llama-3-paper", "--at", "p. 99")
    seeded("observe", llama, "training_compute", "7.5e22", *at, "--scope", "pretraining")
    lines = seeded("derive", llama).out.splitlines()
    ratios = lines[lines.index("") + 1 :]

    assert [line.split()[-2:] for line in ratios[:3]] == [
        ["ratio", "z"],
        ["0.00197", "76.0"],
        ["0.998", "0.0"],
    ]
    assert len({len(line) for line in ratios[:3]}) == 1


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("status", "most-labs-fp9"), "did you mean 'most-labs-fp8'?"),
        (("derive", "deepseek-v4"), "did you mean 'model:deepseek-v3'?"),
        (("show", "h100-sxn"), "did you mean 'h100-sxm'?"),
    ],
)
def test_a_wrong_name_is_not_found_and_the_nearest_is_offered(
    seeded: Run, arguments: tuple[str, ...], hint: str
) -> None:
    ran = seeded(*arguments)

    assert ran.code == 3
    assert hint in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_wrong_command_is_a_usage_error_and_the_nearest_is_offered(seeded: Run) -> None:
    ran = seeded("stats")

    assert ran.code == 2
    assert "did you mean 'status'?" in ran.err


def test_an_error_is_one_json_document_where_json_is_asked_for(seeded: Run) -> None:
    import json

    ran = seeded("status", "gone-away", "--json")
    error = json.loads(ran.err)["error"]

    assert ran.out == ""
    assert error["code"] == "not_found"
    assert set(error) == {"code", "message", "hint"}


@pytest.mark.parametrize("kind", ["claims", "sources", "models", "hardware", "observations"])
def test_a_list_is_keyed_by_its_kind(seeded: Run, kind: str) -> None:
    document = seeded("list", kind, "--json").json

    assert set(document) == {"schema", kind}
    assert document[kind]


def test_a_thing_is_shown_with_what_refers_to_it(seeded: Run) -> None:
    document = seeded("show", "model:deepseek-v3", "--json").json

    assert document["record"]["slug"] == "deepseek-v3"
    assert {o["attribute"] for o in document["observations"]} >= {"training_tokens"}


def test_a_text_is_found_whatever_its_case(seeded: Run) -> None:
    found = seeded("search", "DEEPSEEK-v3", "--json").json["found"]

    assert {"claims", "models"} <= {one["kind"] for one in found}


def test_output_to_a_pipe_has_no_colour_and_no_escape(seeded: Run) -> None:
    assert "\x1b" not in seeded("status").out


def test_since_a_day_says_what_moved(seeded: Run) -> None:
    moved = seeded("since", "2024-06-01", "--as-of", "2025-01-10", "--json").json["moved"]

    assert {"claim", "before", "after", "because"} == set(moved[0])


def test_calibration_says_plainly_that_nothing_is_resolved(seeded: Run) -> None:
    ran = seeded("calibration")

    assert ran.code == 3
    assert "no claim was resolved true or false by" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_calibration_tells_what_was_said_and_what_turned_out_true(seeded: Run) -> None:
    date = ("--date", "2025-01-10")
    seeded("resolve", "h100-100k-meta", "true", *date)
    seeded("resolve", "most-labs-fp8", "false", *date)
    seeded("resolve", "h100-100k-memphis", "void", *date)
    document = seeded("calibration", "--json").json
    text = seeded("calibration").out

    assert {c["claim"]: c["outcome"] for c in document["claims"]} == {
        "h100-100k-meta": 1,
        "most-labs-fp8": 0,
    }
    assert document["void"] == ["h100-100k-memphis"]
    assert sum(one["size"] for one in document["murphy"]["bins"]) == 2
    assert "2 resolved claims: 1 true, 1 false" in text
    assert "left out as void: h100-100k-memphis" in text
    assert "too few to judge by" in text


def test_what_is_worth_asking_of_one_claim_is_the_same_as_among_all(seeded: Run) -> None:
    every = seeded("next", "--most", "1000", "--json").json["questions"]
    for claim in ("most-labs-fp8", "deepseek-v3-compute-4e24-6e24"):
        one = seeded("next", "--claim", claim, "--most", "1000", "--json").json["questions"]
        assert one == [question for question in every if question["claim"] == claim]
        assert one
