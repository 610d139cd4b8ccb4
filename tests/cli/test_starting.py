from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evidence.cli.commands import COMMANDS
from tests.cli.running import Run, runner


def test_init_may_be_run_again_and_changes_nothing(seeded: Run) -> None:
    before = seeded("head").out
    ran = seeded("init", "--json")

    assert ran.code == 0, ran.err
    assert ran.json["new"] == {}
    assert seeded("head").out == before


def test_init_leaves_what_was_corrected_here_as_it_is(seeded: Run) -> None:
    seeded("edit", "claim:most-labs-fp8", "--set", "falsifier=a census")
    ran = seeded("init")

    assert ran.code == 0, ran.err
    assert "1 left as they were changed here" in ran.out
    record = seeded("show", "claim:most-labs-fp8", "--json").json["record"]
    assert record["falsifier"] == "a census"


def test_without_a_database_the_way_to_one_is_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    ran = runner(capfd, str(tmp_path / "none.db"))("status")

    assert ran.code == 6
    assert "evidence init" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_the_database_is_the_one_of_the_environment_where_no_other_is_named(
    place: str, tmp_path: Path
) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "evidence", "status", "most-labs-fp8"],
        cwd=tmp_path, env={**os.environ, "EVIDENCE_DB": place},
        capture_output=True, text=True,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stderr


def completed(database: str, *words: str) -> list[str]:
    environment = {
        **os.environ,
        "_EVIDENCE_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(("evidence", *words)),
        "COMP_CWORD": str(len(words)),
        "EVIDENCE_DB": database,
    }
    ran = subprocess.run(
        [sys.executable, "-c", "from evidence.__main__ import main; main()"],
        env=environment, capture_output=True, text=True,
    )  # fmt: skip
    return [line.partition(",")[2] for line in ran.stdout.splitlines() if line]


def test_commands_options_and_slugs_are_completed(place: str) -> None:
    assert "status" in completed(place, "sta")
    assert "--as-of" in completed(place, "status", "--as")
    assert completed(place, "status", "most-labs") == ["most-labs-fp8"]
    assert completed(place, "derive", "model:deepseek") == ["model:deepseek-v3"]


def test_completion_without_a_database_offers_nothing_and_says_nothing(tmp_path: Path) -> None:
    assert completed(str(tmp_path / "none.db"), "status", "most") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(empty: Run, shell: str) -> None:
    ran = empty("completion", shell)

    assert ran.code == 0
    assert "_EVIDENCE_COMPLETE" in ran.out


def test_the_demo_shows_the_whole_tour_in_under_a_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    start = time.monotonic()
    ran = runner(capfd, "unused.db")("demo")

    assert ran.code == 0, ran.err
    assert time.monotonic() - start < 60
    for number in range(1, 8):
        assert f"\n{number}. " in ran.out
    assert [path.name for path in tmp_path.iterdir()] == ["evidence-demo-report.html"]


def test_a_second_demo_replaces_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "evidence-demo-report.html").write_text("mine")
    ran = runner(capfd, "unused.db")("demo", "--json")

    assert ran.json["report"] == "evidence-demo-report-2.html"
    assert (tmp_path / "evidence-demo-report.html").read_text() == "mine"


def test_a_saved_calculation_is_listed_with_what_came_out(empty: Run) -> None:
    empty("compute", "operation-count", "--parameters", "37B", "--tokens", "14.8T",
          "--save", "v3", "--why", "to compare")  # fmt: skip

    assert "3.29e24 FLOP" in empty("list", "scenarios").out
    assert empty("list", "scenarios", "--json").json["scenarios"][0]["slug"] == "v3"


def test_every_command_prints_its_help(empty: Run) -> None:
    for name in COMMANDS:
        ran = empty(name, "--help")
        assert ran.code == 0
        assert ran.out.startswith(f"Usage: evidence {name}")


@pytest.mark.parametrize("kind", ["parquet", "xlsx", "csl"])
def test_a_program_that_ends_says_nothing_of_the_libraries_that_it_used(
    kind: str, thread_database: Path, tmp_path: Path
) -> None:
    pytest.importorskip("duckdb")
    command = (sys.executable, "-m", "evidence", "--db", str(thread_database), "export", kind)
    ran = subprocess.run([*command, "-o", str(tmp_path / "out")], capture_output=True, text=True)

    assert ran.returncode == 0
    assert [line.partition(" ")[0] for line in ran.stderr.splitlines()] == ["wrote"]
