from __future__ import annotations

from pathlib import Path

from tests.cli.running import Run


def test_two_organizations_become_one_and_undo_parts_them(seeded: Run) -> None:
    before = seeded("export", "bundle", "-o", "-").out
    assert seeded("merge", "meta", "amazon", "--reason", "a test").code == 0

    shown = seeded("show", "amazon", "--json").json
    assert shown["record"]["slug"] == "meta"
    assert "amazon" in shown["record"]["aliases"]
    chip = seeded("show", "hardware:trainium2", "--json").json
    assert chip["record"]["organization"] == "meta"
    assert seeded("check").code == 0
    said = "merge organization amazon into organization meta: a test"
    assert said in seeded("history", "meta").out

    assert seeded("undo").code == 0
    assert seeded("export", "bundle", "-o", "-").out == before
    assert seeded("check").code == 0


def test_a_dry_run_tells_what_would_move_and_changes_nothing(seeded: Run) -> None:
    head = seeded("head").out
    told = seeded("merge", "meta", "amazon", "--dry-run", "--json")

    assert told.code == 0
    assert [moved["claim"] for moved in told.json["moved"]] == ["most-labs-fp8"]
    assert told.json["entry"] is None
    assert seeded("head").out == head


def test_what_cannot_be_merged_is_told_in_one_line(seeded: Run) -> None:
    claims = seeded("merge", "most-labs-fp8", "h100-100k-meta")
    assert claims.code == 4
    assert "differ in kind: 'prevalence' and 'statement'" in claims.err
    assert len(claims.err.splitlines()) == 1
    assert seeded("merge", "meta", "meta").code == 1
    assert "not of one kind" in seeded("merge", "meta", "gpt-4").err
    assert seeded("merge", "meta", "no-such-thing").code == 3


def test_the_stored_copy_of_a_source_that_goes_is_kept_for_the_other(
    seeded: Run, tmp_path: Path
) -> None:
    for slug in ("deepseek-v3-report", "llama-3-paper"):
        (tmp_path / f"{slug}.txt").write_text(f"What {slug} says.")
    assert seeded("add", "source", "twin").code == 0
    assert seeded("keep", "twin", str(tmp_path / "llama-3-paper.txt")).code == 0
    kept = seeded("show", "source:twin", "--json").json["record"]["sha256"]

    assert seeded("merge", "nvidia-h100-page", "twin").code == 0
    assert seeded("show", "source:nvidia-h100-page", "--json").json["record"]["sha256"] == kept
    assert seeded("undo").code == 0
    assert seeded("show", "source:twin", "--json").json["record"]["sha256"] == kept

    assert seeded("keep", "nvidia-h100-page", str(tmp_path / "deepseek-v3-report.txt")).code == 0
    both = seeded("merge", "nvidia-h100-page", "twin")
    assert both.code == 4
    assert len(both.err.splitlines()) == 1
