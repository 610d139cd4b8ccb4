"""`evidence score --over` from the command line: data on stdout, and one line where it fails."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.running import Run, runner


@pytest.fixture
def export(seeded: Run, tmp_path: Path) -> str:
    folder = str(tmp_path / "export")
    assert seeded("export", "scoring", "-o", folder).err.startswith("wrote 49 claims")
    return folder


def test_an_export_says_what_the_database_says_but_for_the_quantities(
    seeded: Run, export: str
) -> None:
    day = ("--as-of", "2025-01-10", "--json")
    found = seeded("score", "--over", export, *day)
    told = seeded("score", *day).json
    kinds = {one["claim"]: one["kind"] for one in seeded("status", *day).json["claims"]}
    kept = [one for one in told["claims"] if kinds[one["claim"]] != "quantity"]
    left_out = len(told["claims"]) - len(kept)
    assert found.json == {**told, "claims": kept, "left_out": left_out}
    assert found.err == (
        f"{left_out} quantity claims left out: 'evidence score' without --over answers them\n"
    )


def test_spark_prints_the_same_and_nothing_beside_it(
    thread_database: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], spark: None
) -> None:
    asked, folder = runner(capfd, str(thread_database)), str(tmp_path / "export")
    asked("export", "scoring", "-o", folder)
    scored = ("score", "--over", folder, "--as-of", "2025-01-10", "--quiet")
    one, other = (asked(*scored, "--engine", engine) for engine in ("duckdb", "spark"))
    assert (other.code, other.out, other.err) == (0, one.out, "")
    assert "most-labs-fp8" in other.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--engine", "spark"), "--engine and --conf are for an export: name it with --over"),
        (("--over", "x", "--conf", "a=b"), "--conf is for Spark: add --engine spark"),
        (("--over", "x", "--engine", "spark", "--conf", "a"), "'a' is not KEY=VALUE"),
        (("--over", "x", "--known-at", "2025"), "an export holds what was known when"),
    ],
)
def test_options_that_mean_nothing_together_are_a_usage_error(
    empty: Run, arguments: tuple[str, ...], message: str
) -> None:
    ran = empty("score", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_an_export_of_scoring_is_of_what_is_known_now(empty: Run, tmp_path: Path) -> None:
    ran = empty("export", "scoring", "-o", str(tmp_path / "x"), "--known-at", "2025")
    assert ran.code == 2
    assert "scoring is of what is known now: leave --known-at out" in ran.err


@pytest.mark.parametrize("module", ["duckdb", "pyspark"])
def test_without_the_engine_one_line_says_what_to_install(
    empty: Run, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    engine, extra = {"duckdb": ("duckdb", "analytics"), "pyspark": ("spark", "spark")}[module]
    ran = empty("score", "--over", "x", "--engine", engine)
    assert ran.code == 1
    assert ran.err.endswith(f"which is not installed (pip install 'evidence-ledger[{extra}]')\n")


def test_without_java_one_line_says_what_to_install(
    empty: Run, spark: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    ran = empty("score", "--over", "x", "--engine", "spark")
    assert ran.code == 1
    assert ran.err == (
        "evidence: Spark needs Java 17 or newer, which is not found (install one,"
        " for example openjdk-17-jre-headless, or set JAVA_HOME)\n"
    )


def test_an_address_is_read_by_spark_alone(empty: Run) -> None:
    ran = empty("score", "--over", "s3a://bucket/export")
    assert ran.code == 1
    assert "'s3a://bucket/export' is no folder of this machine" in ran.err
    assert "--engine spark" in ran.err


def test_a_spark_that_cannot_start_or_read_says_so_in_one_line(empty: Run, spark: None) -> None:
    asked = ("score", "--over", "nowhere://x/y", "--engine", "spark")
    unread = empty(*asked)
    assert (unread.code, unread.out, unread.err.count("\n")) == (1, "", 1)
    assert "Spark cannot read 'nowhere://x/y'" in unread.err
    unstarted = empty(*asked, "--conf", "spark.master=elsewhere")
    assert (unstarted.code, unstarted.out, unstarted.err.count("\n")) == (1, "", 1)
    assert "Spark did not start: " in unstarted.err
