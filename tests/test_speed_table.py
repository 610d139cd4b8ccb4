"""The table of speed and the command that fills it, with invented benchmarks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks import speed_table
from tests.benchmarks.__main__ import README, main
from tests.benchmarks.measure import Measure, exit_code

REACHED = Measure("import", "10 items", "`executemany`", 2.25, 2.5, told="9.00 s, 4.00 s")
MISSED = Measure("speed", "10 items", "a peer", 4.9, 5.0, least=True)
HEAVY = Measure("memory", "10 items", "", 128.4, 128, "MB")
UNKNOWN = Measure("import elsewhere", "10 items", "`COPY`", None, 1.5, told="no server")
ASIDE = Measure("sums", "10 items", "a scan", 1.08, None)


def test_a_goal_is_the_most_or_the_least_that_a_figure_may_be() -> None:
    assert [one.verdict for one in (REACHED, MISSED, HEAVY)] == ["reached", "missed", "missed"]
    assert [one._replace(figure=one.goal).missed for one in (REACHED, MISSED)] == [False, False]


def test_only_a_missed_goal_makes_the_command_fail() -> None:
    assert exit_code([REACHED, UNKNOWN, ASIDE]) == 0
    assert exit_code([REACHED, MISSED]) == 1


def test_the_table_shows_a_miss_as_a_miss_and_says_why_something_is_not_measured() -> None:
    table = speed_table.content([REACHED, MISSED, HEAVY, UNKNOWN, ASIDE], "Python 3, on 2 cores")

    assert table.splitlines() == [
        "| what | size | beside | goal | measured | |",
        "|---|---|---|---|---|---|",
        "| import | 10 items | `executemany` | at most 2.5 x | 2.25 x | reached |",
        "| speed | 10 items | a peer | at least 5 x | 4.90 x | **missed** |",
        "| memory | 10 items |  | at most 128 MB | 128 MB | **missed** |",
        "| import elsewhere | 10 items | `COPY` | at most 1.5 x | - | not measured: no server |",
        "",
        "Measured with Python 3, on 2 cores.",
    ]


def test_the_table_takes_the_place_between_its_marks_and_leaves_the_rest() -> None:
    text = "# A\n<!-- speed -->\nold\n<!-- /speed -->\n# B\n"

    once = speed_table.replaced(text, "new")

    assert once == "# A\n<!-- speed -->\nnew\n<!-- /speed -->\n# B\n"
    assert speed_table.replaced(once, "new") == once


@pytest.mark.parametrize("text", ["", "<!-- speed -->", "<!-- /speed --> <!-- speed -->"])
def test_a_text_without_a_place_for_the_table_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no <!-- speed --> with a <!-- /speed -->"):
        speed_table.replaced(text, "new")


def imports(items: int) -> Iterator[Measure]:
    yield REACHED._replace(size=f"{items} items")


def peers(items: int) -> Iterator[Measure]:
    yield MISSED._replace(size=f"{items} items")
    yield ASIDE


def test_the_command_runs_every_benchmark_at_the_size_asked_for_and_prints_each_measure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["--items", "5000"], {"imports": imports, "peers": peers}, tmp_path / "README.md")

    assert code == 1
    assert capsys.readouterr().out.splitlines() == [
        "reached         2.25 x  at most 2.5 x  import (5000 items), beside `executemany`:"
        " 9.00 s, 4.00 s",
        "missed          4.90 x  at least 5 x   speed (5000 items), beside a peer",
        "no goal         1.08 x  -              sums (10 items), beside a scan",
    ]
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_the_table_of_all_benchmarks_when_it_is_told_to(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("before\n<!-- speed -->\n<!-- /speed -->\nafter\n")

    assert main(["--write"], {"imports": imports}, readme) == 0

    lines = readme.read_text().splitlines()
    assert lines[0] == "before"
    assert lines[4] == (
        "| import | 1000000 items | `executemany` | at most 2.5 x | 2.25 x | reached |"
    )
    assert lines[6].startswith(f"Measured with Python {sys.version.split()[0]}, SQLite 3.")
    assert lines[-1] == "after"


def test_nothing_is_measured_where_the_table_has_no_place_or_the_size_is_too_small(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("no marks")

    with pytest.raises(ValueError, match="there is no <!-- speed -->"):
        main(["--write"], {"imports": imports}, readme)
    with pytest.raises(SystemExit):
        main(["--items", "10"], {"imports": imports}, readme)

    told = capsys.readouterr()
    assert told.out == ""
    assert "--items: 10 is too few, take at least 1000" in told.err


def test_the_readme_has_a_place_for_the_table() -> None:
    text = README.read_text()

    assert speed_table.replaced(text, "new") != text
