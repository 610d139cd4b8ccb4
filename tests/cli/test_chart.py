from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from evidence.cli.chart import KINDS
from tests.cli.running import Run, runner
from tests.cli.test_terminal import seen

THINGS = {
    "support-over-time": ("most-labs-fp8",),
    "contributions": ("most-labs-fp8",),
    "estimates": ("deepseek-v3-compute-4e24-6e24",),
    "roll-call": ("most-labs-fp8",),
    "input-shares": ("deepseek-v3",),
    "reliability": (),
    "compute-by-date": (),
}
RESOLVED = (
    *("resolve", "most-labs-fp8", "true", "--date", "2026-01-01"),
    *("--source", "seed-thread-comments"),
)


@pytest.fixture
def run(seeded: Run) -> Run:
    """Runs commands on the seed discussion with one claim resolved, once on each engine."""
    assert seeded(*RESOLVED).code == 0
    return seeded


@pytest.fixture
def draw(tmp_path: Path, thread_database: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """The same on SQLite alone: a picture is drawn of the rows, which both engines give."""
    drawn = runner(capfd, str(shutil.copy(thread_database, tmp_path / "evidence.db")))
    assert drawn(*RESOLVED).code == 0
    return drawn


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn_in_a_pipe_without_a_single_escape(run: Run, kind: str) -> None:
    ran = run("chart", kind, *THINGS[kind])

    assert ran.code == 0
    assert "\x1b" not in ran.out
    assert max(map(len, ran.out.splitlines()[1:-1])) <= 100


@pytest.mark.parametrize("kind", KINDS)
def test_json_holds_the_rows_that_are_drawn(run: Run, kind: str) -> None:
    document = run("chart", kind, *THINGS[kind], "--json").json

    assert document["schema"] == 1
    assert document["kind"] == kind
    assert document["rows"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_written_as_its_ending_says(draw: Run, kind: str, tmp_path: Path) -> None:
    svg, png = tmp_path / "out.svg", tmp_path / "out.png"

    assert draw("chart", kind, *THINGS[kind], "-o", str(svg)).code == 0
    assert draw("chart", kind, *THINGS[kind], "-o", str(png)).code == 0
    assert fromstring(svg.read_text()).tag.endswith("svg")
    assert png.read_bytes().startswith(b"\x89PNG")


def test_an_existing_file_is_kept_without_force(draw: Run, tmp_path: Path) -> None:
    there = tmp_path / "out.svg"
    there.write_text("mine")
    asked = ("chart", "roll-call", "most-labs-fp8", "-o", str(there))

    refused = draw(*asked)
    assert (refused.code, there.read_text()) == (1, "mine")
    assert "--force" in refused.err
    assert draw(*asked, "--force").code == 0
    assert there.read_text().startswith("<svg")


def test_another_ending_is_a_wrong_call_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    ran = run("chart", "roll-call", "most-labs-fp8", "-o", str(tmp_path / "out.gif"))

    assert ran.code == 2
    assert ".svg or .png" in ran.err
    assert not (tmp_path / "out.gif").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("pie", "most-labs-fp8"), 2, "pie"),
        (("roll-call",), 1, "needs a claim"),
        (("compute-by-date", "most-labs-fp8"), 1, "about everything"),
        (("roll-call", "most-labs-fp9"), 3, "most-labs-fp8"),
        (("roll-call", "h100-100k-meta"), 1, "a prevalence claim"),
        (("estimates", "most-labs-fp8"), 1, "a quantity claim"),
        (("contributions", "most-labs-fp8", "--as-of", "1999"), 1, "1999-12-31"),
        (("reliability", "--as-of", "2024-12-31"), 1, "resolved"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_the_reason(
    run: Run, arguments: tuple[str, ...], code: int, said: str
) -> None:
    ran = run("chart", *arguments)

    assert ran.code == code
    assert said in ran.err
    assert ran.out == ""


def test_an_earlier_day_has_fewer_points(run: Run) -> None:
    asked = ("chart", "support-over-time", "most-labs-fp8", "--json")

    assert (
        2 <= len(run(*asked, "--as-of", "2024-12-31").json["rows"]) < len(run(*asked).json["rows"])
    )


def test_reliability_takes_the_probability_of_the_day_before(run: Run) -> None:
    before = run("status", "most-labs-fp8", "--as-of", "2025-12-31", "--json").json
    (row,) = run("chart", "reliability", "--json").json["rows"]

    assert (row["mean_probability"], row["frequency"]) == (before["probability"], 1.0)


def test_a_terminal_sees_colour_unless_it_is_refused(thread_database: Path) -> None:
    asked = ("chart", "roll-call", "most-labs-fp8")

    assert "\x1b[34m" in seen(thread_database, *asked)
    for plain in (
        seen(thread_database, *asked, NO_COLOR="1"),
        seen(thread_database, *asked, "--no-color"),
    ):
        assert "\x1b[3" not in plain


@pytest.mark.parametrize("columns", [64, 80, 120])
@pytest.mark.parametrize("kind", ["contributions", "support-over-time"])
def test_no_line_is_broken_by_the_edge_of_the_terminal(
    thread_database: Path, kind: str, columns: int
) -> None:
    out = seen(thread_database, "chart", kind, "most-labs-fp8", columns=columns, NO_COLOR="1")

    assert max(map(len, out.replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines())) <= columns


def test_the_help_has_a_line_for_each_kind(run: Run) -> None:
    told = [line.split()[0] for line in run("chart", "--help").out.splitlines() if line.split()]
    assert [word for word in told if word in KINDS] == list(KINDS)
