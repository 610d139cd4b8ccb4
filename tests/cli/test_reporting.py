"""Reports from the command line: on one claim, on a unit of one, on many."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evidence.reports.formats import FORMATS
from tests.cli.running import Run


@pytest.mark.parametrize("form", FORMATS)
def test_one_unit_of_a_roll_call_has_a_report_of_its_own(seeded: Run, form: str) -> None:
    ran = seeded("report", "most-labs-fp8/meta", "--format", form)
    assert (ran.code, ran.err) == (0, "")
    assert "The Llama 3 Herd of Models" in ran.out
    assert "Hunyuan-Large: An Open-Source MoE Model" not in ran.out


def test_a_unit_does_not_say_of_itself_what_only_its_claim_is(seeded: Run) -> None:
    unit, whole = (seeded("report", slug).out for slug in ("most-labs-fp8/meta", "most-labs-fp8"))
    assert "What would refute it" in whole
    assert "What would refute it" not in unit
    assert "- *one unit of*: Most leading LLM labs train" in unit


def test_a_report_says_how_many_claims_it_is_on(seeded: Run, tmp_path: Path) -> None:
    one = seeded("report", "most-labs-fp8", "-o", str(tmp_path / "one.md"))
    many = seeded("report", "--tag", "precision", "-o", str(tmp_path / "many.md"))
    assert one.err.endswith(": 1 claim\n")
    assert many.err.endswith(" claims\n")


def test_what_a_claim_turned_out_to_be_is_told_with_its_day_and_source(seeded: Run) -> None:
    resolve = ("resolve", "llama-4-shows-precision", "void", "--date", "2025-05-01")
    assert seeded(*resolve, "--source", "llama-3-paper").code == 0
    told = seeded("report", "llama-4-shows-precision", "--as-of", "2025-05-01").out
    assert "It was set aside as void on 2025-05-01, by meta: The Llama 3 Herd of Models." in told
    early = seeded("report", "llama-4-shows-precision", "--as-of", "2025-04-30")
    assert "set aside" not in early.out
    document = json.loads(seeded("report", "llama-4-shows-precision", "--format", "json").out)
    assert document["claims"][0]["resolution"]["outcome"] == "void"


def test_no_report_names_another_line_by_a_key(seeded: Run) -> None:
    page = seeded("report", "most-labs-fp8").out
    assert "group semianalysis already speaks in [^" in page
    assert "already speaks through" not in page


def test_minus_looks_the_same_in_every_column_and_sentence(seeded: Run) -> None:
    page = seeded("report", "most-labs-fp8").out
    assert "\N{MINUS SIGN}6.60" in page
    assert " -6.60" not in page
    assert "adds -" not in page


def test_one_unit_says_and_several_say(seeded: Run) -> None:
    page = seeded("report", "most-labs-fp8", "--as-of", "2025-01-10").out
    assert "Of 15 asked, 1 says yes, 6 no, 8 nothing;" in page
