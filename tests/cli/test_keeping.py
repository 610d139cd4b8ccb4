"""`keep`, `check` and `show` on copies; the copies are invented around the quotes of the seeds."""

from __future__ import annotations

import hashlib
import textwrap
from pathlib import Path

import pytest

from evidence.core.quoting import pieces
from tests.cli.running import Run

REPORT = "deepseek-v3-report"
FILLER = "Between two quotes stands what nobody has quoted; it is invented and says little. "


def quotes(run: Run, source: str) -> list[str]:
    """The quotes of a source, each once."""
    around = run("show", f"source:{source}", "--json").json
    items = [*around.get("evidence", []), *around.get("observations", [])]
    return list(dict.fromkeys(one["quote"] for one in items if one.get("quote")))


def invented(quotes: list[str]) -> str:
    """A page that holds the quotes, set as a page is: broken lines, curved marks, real dashes."""
    parts = [(FILLER if one.reach is None else "") + one.text for q in quotes for one in pieces(q)]
    text = " ".join([*parts, FILLER])
    lines = textwrap.wrap(text, 60, break_on_hyphens=False)
    return "\n".join(lines).replace("'", "\u2019").replace(" - ", "\u2014")


@pytest.fixture
def report(seeded: Run, tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(invented(quotes(seeded, REPORT)))
    return path


def test_every_quote_of_the_seeds_is_found_in_copies_that_hold_them(
    seeded: Run, tmp_path: Path
) -> None:
    sources = [one["slug"] for one in seeded("list", "sources", "--json").json["sources"]]
    quoted = {slug: found for slug in sources if (found := quotes(seeded, slug))}
    for slug, found in quoted.items():
        path = tmp_path / f"{slug}.txt"
        path.write_text(invented(found))
        assert seeded("keep", slug, str(path)).code == 0
    checked = seeded("check", "--json")

    assert checked.code == 0
    assert checked.json["problems"] == checked.json["warnings"] == []
    assert checked.json["quotes"] == {
        **{"found": 141, "near": 0, "missing": 0, "not_checked": 0},
        "items": [],
    }


def test_check_says_what_it_could_not_check(seeded: Run) -> None:
    checked = seeded("check")

    assert checked.code == 0
    assert "quotes: 0 found, 0 near, 0 missing, 141 not checked" in checked.out
    assert "sources without a copy: see 'evidence keep'" in checked.out


def test_keeping_tells_the_copy_and_its_quotes(seeded: Run, report: Path) -> None:
    digest = hashlib.sha256(report.read_bytes()).hexdigest()
    kept = seeded("keep", REPORT, str(report))

    assert kept.code == 0
    assert kept.out.startswith(f"kept: {REPORT}, text, {len(report.read_text())} characters")
    assert "quotes: 12 found, 0 near, 0 missing, 0 not checked" in kept.out
    shown = seeded("show", REPORT)
    assert f"SHA-256 {digest}" in shown.out
    assert "  quotes: 12 found, 0 near" in shown.out
    copy = seeded("show", REPORT, "--json").json["copy"]
    assert (copy["sha256"], copy["quotes"]["found"]) == (digest, 12)
    assert "content" not in copy


def test_another_copy_exits_with_4_and_update_lists_what_is_lost(seeded: Run, report: Path) -> None:
    first = hashlib.sha256(report.read_bytes()).hexdigest()
    seeded("keep", REPORT, str(report))
    report.write_text(report.read_text().replace("256 routed", "384 routed"))
    second = hashlib.sha256(report.read_bytes()).hexdigest()

    conflict = seeded("keep", REPORT, str(report))
    assert conflict.code == 4
    assert first in conflict.err
    assert second in conflict.err
    assert "--update" in conflict.err

    dry = seeded("keep", REPORT, str(report), "--update", "--dry-run")
    assert dry.code == 0
    assert "would keep" in dry.out
    lost = [line for line in dry.out.splitlines() if line.startswith("no longer there: ")]
    assert len(lost) == 4
    assert all("'256' is '384' there" in line for line in lost)
    assert seeded("check").code == 0

    replaced = seeded("keep", REPORT, str(report), "--update", "--json").json
    assert replaced["former"] == first
    assert len(replaced["lost"]) == 4
    checked = seeded("check", "--json")
    assert checked.code == 5
    assert checked.json["ok"] is False
    assert {problem["code"] for problem in checked.json["problems"]} == {"quote_missing"}
    assert checked.json["quotes"]["missing"] == 4
    assert "model hyper-parameters paragraph" in checked.json["problems"][0]["where"]

    assert seeded("undo").code == 0
    assert seeded("check").code == 0


def test_a_near_miss_is_shown_and_exits_with_0(seeded: Run, report: Path) -> None:
    report.write_text(report.read_text().replace("Each", "each").replace("consists", "consist"))
    seeded("keep", REPORT, str(report))
    checked = seeded("check")

    assert checked.code == 0
    assert "'Each' is 'each' there; 'consists' is 'consist' there [quote_near]" in checked.out
    assert "quotes: 8 found, 4 near, 0 missing" in checked.out


def test_a_hostile_copy_and_a_hostile_name_do_not_reach_the_terminal(
    seeded: Run, report: Path, tmp_path: Path
) -> None:
    text = report.read_text().replace("consists", "consists\u202e\u009b31m")
    report.write_text(text)
    kept = seeded("keep", REPORT, str(report))
    refused = seeded("keep", REPORT, str(tmp_path / "no\x1b[31mne"))

    assert not {"\u202e", "\u009b"} & {*kept.out, *seeded("check").out}
    assert "\x1b" not in refused.err
    assert refused.code == 1


def test_a_pdf_is_refused_with_the_way_to_its_text(seeded: Run, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"%PDF-1.7\n%\xe2\xe3")
    refused = seeded("keep", REPORT, str(path))

    assert refused.code == 1
    assert refused.err.count("\n") == 1
    assert "pdftotext" in refused.err
    assert "--kind pdf-text" in refused.err


def test_a_copy_is_known_by_the_one_who_asks_when_it_was_not(seeded: Run, report: Path) -> None:
    seeded("keep", REPORT, str(report))

    assert "copy:" not in seeded("show", REPORT, "--known-at", "2020-01-01", "--json").out
    assert [e["operation"] for e in seeded("history", REPORT, "--json").json["entries"]][-1] == (
        "keep"
    )
