"""The process that draws: started once, ended with the program, replaced if it stops."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from evidence.core.errors import Invalid
from evidence.reports.charts.engine import engine

EMPTY = {"width": 10, "height": 10}


def test_one_engine_draws_everything() -> None:
    first = engine()

    assert first.svg(EMPTY).startswith("<svg")
    assert first.svg(EMPTY) == engine().svg(EMPTY)
    assert engine() is first


def test_an_engine_that_has_stopped_is_told_of_and_replaced() -> None:
    stopped = engine()
    os.kill(stopped._process.pid, signal.SIGKILL)

    with pytest.raises(Invalid, match="has stopped"):
        stopped.svg(EMPTY)
    assert engine() is not stopped
    assert engine().svg(EMPTY).startswith("<svg")


def test_a_specification_that_cannot_be_drawn_is_one_line_and_no_end_of_drawing() -> None:
    with pytest.raises(Invalid):
        engine().svg({"marks": [{"type": "no such mark"}], "width": "wide"})
    assert engine().svg(EMPTY).startswith("<svg")


def test_a_file_in_the_readers_folder_is_not_taken_for_the_library(tmp_path: Path) -> None:
    (tmp_path / "vl_convert.py").write_text("raise SystemExit('taken')")
    program = (
        "from evidence.reports.charts.engine import engine\n"
        "print(engine().svg({'width': 10, 'height': 10})[:4])"
    )
    ran = subprocess.run(
        [sys.executable, "-P", "-c", program],
        cwd=tmp_path, capture_output=True, text=True, timeout=60,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )  # fmt: skip

    assert ran.stdout.strip() == "<svg", ran.stderr


def test_the_engine_ends_with_the_program() -> None:
    program = "from evidence.reports.charts.engine import engine as e\nprint(e()._process.pid)"
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )  # fmt: skip

    with pytest.raises(ProcessLookupError):
        os.kill(int(ran.stdout), 0)
