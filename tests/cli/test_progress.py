"""What a person who waits is told: how far long work is, only on a terminal, and no trace of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from evidence.cli.progress import told
from evidence.exporting import EXPORTS, Gathered
from evidence.workspace import Workspace
from tests.cli.running import seen, seen_of

WORK = """
import time, click
from evidence.cli.app import App
from evidence.cli.progress import progress, watched
app = App()
app.{option} = True
with click.Context(click.Command("work"), obj=app):
    with progress(90_000_000, "bytes") as advance:
        for _ in range(30):
            time.sleep({pause})
            advance(3_000_000)
    for claim in watched([1, 2, 3]):
        time.sleep(0.5)
    print("done")
"""


@pytest.mark.parametrize(
    ("done", "total", "unit", "seconds", "line"),
    [
        (12e6, 48e6, "bytes", 4, "12.0 of 48.0 MB, 25%, 3.0 MB/s, 12 s left"),
        (1_500, 120_000, "", 5, "1,500 of 120,000, 1%, 300/s, 6 min 35 s left"),
        (48e6, 48e6, "bytes", 16, "48.0 of 48.0 MB, 3.0 MB/s, finishing"),
        (700, 0, "pages", 2, "700 pages, 350 pages/s"),
        (6e6, 0, "bytes", 2, "6.0 MB, 3.0 MB/s"),
    ],
)
def test_the_line_tells_how_much_is_done_how_fast_and_how_long_it_still_takes(
    done: int, total: int, unit: str, seconds: float, line: str
) -> None:
    assert told(done, total, unit, seconds) == line


def test_the_line_is_shown_after_a_second_and_is_gone_at_the_end() -> None:
    shown = seen_of(("-c", WORK.format(option="no_color", pause=0.05)))

    lines = shown.split("\r")
    assert "% " not in lines[0]
    assert any(" of 90.0 MB, " in line and line.rstrip().endswith(" left") for line in lines)
    assert any("2 of 3, 67%, 2/s, " in line for line in lines)
    assert lines[-3:] == [" " * len(lines[-3]), "done", "\n"]


@pytest.mark.parametrize("columns", [20, 100])
def test_the_line_is_no_wider_than_the_terminal(columns: int) -> None:
    shown = seen_of(("-c", WORK.format(option="no_color", pause=0.05)), columns=columns)

    assert " of 90.0 MB" in shown
    assert max(map(len, shown.split("\r"))) < columns


@pytest.mark.parametrize("option", ["quiet", "json"])
def test_the_line_is_not_shown_where_it_was_not_asked_for(option: str) -> None:
    assert seen_of(("-c", WORK.format(option=option, pause=0.05))) == "done\r\n"


def test_nothing_is_shown_of_work_that_is_soon_done_or_in_a_pipe() -> None:
    quick, slow = (WORK.format(option="no_color", pause=pause) for pause in (0.001, 0.05))
    piped = subprocess.run([sys.executable, "-c", slow], capture_output=True, check=True)

    assert piped.stderr == b""
    assert "MB" not in seen_of(("-c", quick))


def test_an_import_tells_how_much_of_its_files_has_been_read(
    thread_database: Path, tmp_path: Path
) -> None:
    slow = tmp_path / "slow.jsonl"
    os.mkfifo(slow)
    Thread(target=written, args=(slow,), daemon=True).start()

    assert ", 0.1 MB/s" in seen(thread_database, "import", str(slow), "--dry-run")


def written(pipe: Path) -> None:
    """Write records of 0.2 MB in all, in two seconds, to a pipe that is read as a file."""
    with pipe.open("w") as file:
        for number in range(20):
            record = {"type": "source", "slug": f"new-{number}", "notes": "x" * 10_000}
            file.write(f"{json.dumps(record)}\n")
            file.flush()
            time.sleep(0.1)


LONG: dict[str, Callable[[Workspace], object]] = {
    "status": lambda workspace: workspace.statuses(),
    "since": lambda workspace: workspace.since("2024-06-30"),
    "next": lambda workspace: workspace.questions(),
    "export jsonld": lambda workspace: EXPORTS["jsonld"].render(Gathered(workspace, "-")),
    "export site": lambda workspace: EXPORTS["site"].render(Gathered(workspace, "site")),
}


@pytest.mark.parametrize("name", LONG)
def test_what_goes_through_all_claims_lets_them_be_counted(
    name: str, thread_database: Path
) -> None:
    passed: list[object] = []

    def watch(items: Iterable[Any], /) -> Iterator[Any]:
        for item in items:
            passed.append(item)
            yield item

    workspace = Workspace(str(thread_database), watch)
    LONG[name](workspace)

    assert len(passed) >= len(workspace.slugs("claims"))


def test_a_check_lets_the_entries_of_the_log_and_the_sources_be_counted(
    thread_database: Path,
) -> None:
    counted: list[int] = []

    def watch(items: Iterable[Any], /) -> Iterator[Any]:
        found = list(items)
        counted.append(len(found))
        return iter(found)

    workspace = Workspace(str(thread_database), watch)
    workspace.check()

    assert counted[:2] == [workspace.head()[0]] * 2
    assert counted[2] > 20
