from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from evidence import shipped
from tests.cli.running import Run, runner

QUOTE = ("--quote", "most labs train in FP8", "--at", "p. 3")


def logged(seeded: Run, *options: str) -> dict:
    source = "semianalysis-100k-h100-clusters"
    ran = seeded("log", "most-labs-fp8", "--source", source, "--supports", *options, "--json")
    assert ran.code == 0, ran.err
    return ran.json


def test_logging_evidence_says_what_moved(seeded: Run) -> None:
    document = logged(seeded, "--strength", "strong", *QUOTE)

    assert document["new"] == {"evidence": 1}
    assert [m["claim"] for m in document["moved"]] == ["most-labs-fp8"]
    assert document["moved"][0]["because"] == document["keys"]


def test_two_facts_are_enough_to_log_something_as_a_draft(seeded: Run) -> None:
    document = logged(seeded)

    assert document["moved"] == []
    assert "needs a quote" in document["warnings"][0] or "quote" in document["warnings"][0]


def test_logging_the_same_twice_changes_nothing(seeded: Run) -> None:
    logged(seeded, *QUOTE)
    again = logged(seeded, *QUOTE)

    assert (again["new"], again["unchanged"], again["entry"]) == ({}, {"evidence": 1}, None)


def test_the_same_key_with_other_content_is_a_conflict_that_shows_both(seeded: Run) -> None:
    logged(seeded, *QUOTE)
    ran = seeded("log", "most-labs-fp8", "--source", "semianalysis-100k-h100-clusters",
                 "--supports", "--strength", "weak", *QUOTE)  # fmt: skip

    assert ran.code == 4
    assert "strength here None, given 'weak'" in ran.err


def test_a_dry_run_shows_conflicts_and_exits_with_their_code(seeded: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("organizations:\n  - {slug: meta, name: Meta Platforms}\n")
    ran = seeded("import", str(other), "--dry-run", "--json")

    assert ran.code == 4
    assert ran.json["conflicts"][0]["name"] == "meta"
    assert seeded("import", str(other)).code == 4
    assert seeded("import", str(other), "--update").code == 0


def test_a_fault_in_a_file_begins_with_its_place(seeded: Run, tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text("claims:\n  - slug: a\n    kind: guess\n    statement: x\n")
    ran = seeded("import", str(faulty))

    assert ran.code == 1
    assert ran.err.startswith(f"{faulty}:2: claim a: kind: ")


def test_a_new_number_moves_the_claim_that_it_answers(seeded: Run) -> None:
    ran = seeded("observe", "deepseek-v3", "training_tokens", "20T", "--source",
                 "deepseek-v3-report", "--at", "Section 9", "--published", "2025-02-01",
                 "--json")  # fmt: skip

    assert "deepseek-v3-compute-4e24-6e24" in [m["claim"] for m in ran.json["moved"]]


def test_a_dry_run_shows_the_impact_and_writes_nothing(seeded: Run) -> None:
    before = seeded("head").out
    ran = seeded("import", str(shipped.bundle(shipped.ARRIVAL)), "--dry-run", "--json")

    assert seeded("head").out == before
    assert "most-labs-fp8" in [m["claim"] for m in ran.json["moved"]]
    assert ran.json["derived"]


def test_a_dry_run_leaves_the_file_as_it_was(
    thread_database: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    # A PostgreSQL server writes to its files whenever it likes; what it holds is compared below.
    before = hashlib.sha256(thread_database.read_bytes()).hexdigest()
    run = runner(capfd, str(thread_database))
    run("import", str(shipped.bundle(shipped.ARRIVAL)), "--dry-run")

    assert hashlib.sha256(thread_database.read_bytes()).hexdigest() == before


def test_a_dry_run_leaves_the_log_and_the_records_as_they_were(seeded: Run) -> None:
    before = seeded("head").out, seeded("export", "bundle", "-o", "-").out
    seeded("import", str(shipped.bundle(shipped.ARRIVAL)), "--dry-run")

    assert (seeded("head").out, seeded("export", "bundle", "-o", "-").out) == before


def test_what_was_shown_before_an_import_is_what_stands_after_it(seeded: Run) -> None:
    arrival = str(shipped.bundle(shipped.ARRIVAL))
    shown = seeded("impact", arrival, "--json").json["moved"]
    seeded("import", arrival)

    for move in shown[:5]:
        now = seeded("status", move["claim"], "--json").json
        assert now["probability"] == move["after"]["probability"]


def test_importing_again_adds_nothing(seeded: Run) -> None:
    ran = seeded("import", str(shipped.bundle(shipped.THREAD)), "--json")

    assert ran.json["new"] == {}
    assert ran.json["entry"] is None


def test_retracting_hides_an_item_and_keeps_it_in_history(seeded: Run) -> None:
    key = logged(seeded, "--strength", "strong", *QUOTE)["keys"][0]
    before = seeded("status", "most-labs-fp8", "--json").json["probability"]
    seeded("retract", key, "--reason", "misread")

    assert seeded("status", "most-labs-fp8", "--json").json["probability"] < before
    assert [e["operation"] for e in seeded("history", key, "--json").json["entries"]] == [
        "log",
        "retract",
    ]


def test_undo_takes_back_the_last_change_as_a_new_one(seeded: Run) -> None:
    before = seeded("explain", "most-labs-fp8", "--json").json
    logged(seeded, "--strength", "strong", *QUOTE)
    seeded("undo")

    assert seeded("explain", "most-labs-fp8", "--json").json == before
    assert len(seeded("history", "--json").json["entries"]) == 3
    assert seeded("check").code == 0


def test_an_edit_keeps_the_former_in_history(seeded: Run) -> None:
    ran = seeded("edit", "most-labs-fp8", "--set", "falsifier=a census that says otherwise")
    shown = seeded("show", "claim:most-labs-fp8", "--json").json

    assert ran.code == 0
    assert shown["record"]["falsifier"] == "a census that says otherwise"


def test_an_edit_of_what_others_name_is_refused(seeded: Run) -> None:
    ran = seeded("edit", "model:deepseek-v3", "--set", "slug=deepseek-v3-base")

    assert ran.code == 1
    assert "deepseek-v3" in ran.err


def test_adding_a_claim_and_a_source_needs_only_their_fields(empty: Run) -> None:
    assert empty("add", "organization", "meta", "name=Meta").code == 0
    assert empty("add", "source", "blog", "kind=company_statement", "party=meta",
                 "published=2025-04-05").code == 0  # fmt: skip
    assert empty("add", "claim", "open", "kind=statement", "statement=Weights are open").code == 0
    assert empty("log", "open", "--source", "blog", "--supports", "--strength", "strong", "--quote",
                 "open", "--at", "top").code == 0  # fmt: skip

    assert empty("status", "open", "--json").json["status"] == "supported"


def test_a_resolution_settles_a_claim(empty: Run) -> None:
    empty("add", "claim", "open", "kind=statement", "statement=Weights are open")
    empty("resolve", "open", "true", "--date", "2025-04-05")

    assert empty("status", "open", "--json").json["status"] == "resolved true"


def test_a_saved_calculation_is_kept_and_can_be_undone(seeded: Run) -> None:
    saved = seeded("compute", "operation-count", "--parameters", "37B", "--tokens", "14.8T",
                   "--save", "what-if", "--why", "to compare")  # fmt: skip
    undone = seeded("undo")

    assert saved.code == 0, saved.err
    assert undone.code == 0, undone.err


def test_an_export_imported_into_an_empty_database_gives_the_same_export(
    seeded: Run, empty: Run, tmp_path: Path
) -> None:
    for name in ("one.json", "one.yaml", "one.jsonl"):
        target, again = tmp_path / name, tmp_path / f"again-{name}"
        seeded("export", "bundle", "-o", str(target))
        ran = empty("import", str(target))
        assert ran.code == 0, ran.err
        empty("export", "bundle", "-o", str(again))

        assert again.read_bytes() == target.read_bytes()


def test_an_existing_file_is_not_replaced_unasked(seeded: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("mine")

    assert seeded("export", "bundle", "-o", str(target)).code == 1
    assert target.read_text() == "mine"
    assert seeded("export", "bundle", "-o", str(target), "--force").code == 0


def test_a_report_carries_quotes_footnotes_and_the_stamp(seeded: Run, tmp_path: Path) -> None:
    target = tmp_path / "report.md"
    ran = seeded("report", "most-labs-fp8", "--as-of", "2025-01-10", "-o", str(target))
    text = target.read_text()

    assert ran.code == 0, ran.err
    assert "[^1]: " in text
    assert "What was public on **2025-01-10**" in text
    assert "head `" in text


def test_a_report_on_one_unit_of_a_roll_call_is_on_that_unit_alone(seeded: Run) -> None:
    lines = seeded("report", "most-labs-fp8/meta").out.splitlines()

    assert lines[0].startswith("# meta, a unit of: Most leading LLM labs")
    assert "- **On one party's word.** `single_voice`" in lines
    assert "## The roll call" not in lines


def test_a_report_as_json_explains_every_claim(seeded: Run) -> None:
    document = json.loads(seeded("report", "--tag", "moe", "--format", "json").out)

    assert document["claims"]
    assert all("contributions" in claim for claim in document["claims"])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("log", "most-labs-fp8", "--supports"), 2),
        (("log", "most-labs-fp8", "--source", "s"), 2),
        (("log", "most-labs-fp8", "--source", "nobody", "--supports"), 3),
        (("log", "gone", "--source", "deepseek-v3-report", "--supports"), 3),
        (("log", "most-labs-fp8", "--source", "llama-3-paper", "--supports", "--refutes"), 2),
        (("resolve", "gone", "true", "--date", "2025"), 3),
        (("status", "most-labs-fp8/nobody"), 3),
        (("explain", "deepseek-v3-257-experts/meta"), 3),
        (("status", "--about", "model:gone"), 3),
        (("history", "gone"), 3),
        (
            (
                "observe",
                "deepseek-v3",
                "training_tokens",
                "14,8T",
                "--source",
                "deepseek-v3-report",
            ),
            1,
        ),
        (("observe", "deepseek-v3", "weight", "1", "--source", "deepseek-v3-report"), 2),
        (("status", "--as-of", "2025-13"), 2),
        (("import", "nowhere.yaml"), 1),
        (("retract", "ffffffffffff", "--reason", "x"), 3),
        (("add", "claim", "Not A Slug", "kind=statement", "statement=x"), 1),
        (("add", "claim", "ok", "kind=guess", "statement=x"), 1),
        (("add", "claim", "ok", "statement"), 2),
        (("compute", "operation-count", "--parameters", "37B"), 2),
        (("compute", "operation-count", "--parameters", "9**9**9", "--tokens", "1T"), 1),
    ],
)
def test_wrong_input_ends_in_one_line_and_a_documented_code(
    seeded: Run, arguments: tuple[str, ...], code: int
) -> None:
    before = seeded("head").out
    ran = seeded(*arguments)

    assert ran.code == code, ran.err
    assert len(ran.err.strip().splitlines()) == 1
    assert seeded("head").out == before


def test_text_that_could_act_on_a_terminal_is_refused_at_the_door(seeded: Run) -> None:
    ran = seeded("log", "most-labs-fp8", "--source", "deepseek-v3-report", "--supports",
                 "--quote", "\x1b]0;owned\x07", "--at", "p. 1")  # fmt: skip

    assert ran.code == 1
    assert "\x1b" not in ran.err


def test_text_that_reads_like_markup_is_shown_as_it_is(seeded: Run) -> None:
    logged(seeded, "--quote", "[bold]{{7*7}}[/x] <script>", "--at", "p. 1")

    assert "[bold]{{7*7}}[/x] <script>" in seeded("list", "evidence").out


def test_a_kept_derivation_is_stale_once_an_input_is_retracted(seeded: Run) -> None:
    seeded("derive", "deepseek-v3", "--save", "v3-compute", "--why", "for the report")
    fresh = seeded("check", "--json").json
    routes = seeded("derive", "deepseek-v3", "--json").json["routes"]
    count = next(route for route in routes if route["method"] == "operation-count")
    seeded("retract", count["inputs"][0]["key"], "--reason", "misread")
    after = seeded("check", "--json")

    assert fresh["stale"] == []
    assert [one["slug"] for one in after.json["stale"]] == ["v3-compute"]
    assert "was retracted" in after.json["stale"][0]["why"]
    assert (after.code, after.json["ok"]) == (0, True)


def test_what_to_find_out_next_is_ranked_by_its_worth(seeded: Run) -> None:
    found = seeded("next", "--most", "100", "--json").json["questions"]
    worths = [question["worth"] for question in found]

    assert worths == sorted(worths, reverse=True)
    assert {"claim", "ask", "worth", "reach", "command", "input"} == set(found[0])
    assert any(q["ask"].startswith("what ") for q in found if q["claim"] == "most-labs-fp8")
