"""Ctrl-C in the import of a long file: once it is stopped, twice it is dropped."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evidence.store.engine import Location, Reader
from evidence.workspace import Workspace

ITEMS = 80_000
CODE_INTERRUPTED = 130


@pytest.fixture(scope="module")
def long_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("long") / "items.jsonl"
    source = {"type": "source", "slug": "s", "kind": "analyst", "party": "p", "published": "2024"}
    with path.open("w") as file:
        for one in (source, {"type": "claim", "slug": "c", "kind": "statement", "statement": "C"}):
            file.write(json.dumps(one) + "\n")
        item = {"type": "evidence", "claim": "c", "source": "s", "stance": "supports"}
        for n in range(ITEMS):
            said = {"quote": f"Passage {n} of a report", "locator": "p. 1"}
            file.write(json.dumps(item | said) + "\n")
    return path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "evidence.db"
    Workspace(str(path)).create()
    return path


def importing(database: Path, file: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "evidence", "--db", str(database), "import", str(file)]
    return subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def interrupt_among_the_items(process: subprocess.Popen[str], database: Path) -> str:
    """Press Ctrl-C once items are being written; gives what is told of it."""
    interrupt(process, database)
    assert process.stderr is not None
    return process.stderr.readline() + process.stderr.readline()


def interrupt(process: subprocess.Popen[str], database: Path) -> None:
    log = database.with_name(database.name + "-wal")
    while process.poll() is None and not (log.exists() and log.stat().st_size > 4_000_000):
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)


def items(database: Path) -> int:
    with Reader(Location(str(database))) as reader:
        [(number,)] = reader.rows("evidence_count")
    return int(number)


def test_the_first_keeps_what_was_taken_and_the_same_call_goes_on(
    database: Path, long_file: Path
) -> None:
    process = importing(database, long_file)
    assert "stopping soon" in interrupt_among_the_items(process, database)
    said, told = process.communicate(timeout=60)

    kept = items(database)
    assert (process.returncode, 0 < kept < ITEMS) == (CODE_INTERRUPTED, True), told
    assert f"{kept} evidence" in said
    assert "kept as entry 1" in told
    assert "run it again to go on" in told

    again = importing(database, long_file)
    said, _ = again.communicate(timeout=60)
    assert again.returncode == 0
    assert f"{ITEMS - kept} new" in said
    assert items(database) == ITEMS
    assert Workspace(str(database)).check().problems == ()


def test_the_second_drops_it(database: Path, long_file: Path) -> None:
    process = importing(database, long_file)
    interrupt_among_the_items(process, database)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)

    assert process.returncode == CODE_INTERRUPTED
    assert "nothing was written" in told
    assert items(database) == 0


def test_in_json_nothing_but_documents_is_told(database: Path, long_file: Path) -> None:
    process = importing(database, long_file, "--json")
    interrupt(process, database)
    said, told = process.communicate(timeout=60)

    assert json.loads(said)["new"]["evidence"] == items(database)
    assert json.loads(told)["error"]["code"] == "interrupted"
