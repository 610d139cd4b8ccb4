"""Items are read by a process of its own as they would be here, and nothing of it is left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evidence.core.errors import Unavailable
from evidence.exchange import reading_ahead
from evidence.exchange.plain_items import items
from evidence.exchange.reading_ahead import ahead

ITEM = {
    "type": "evidence",
    "claim": "c",
    "source": "s",
    "stance": "supports",
    "quote": "Passage",
    "locator": "p. 1",
}


@pytest.fixture
def long_file(tmp_path: Path) -> str:
    """Plain items, and among them a claim and items that are no plain ones."""
    path = tmp_path / "a file\u00e9.jsonl"
    with path.open("w") as file:
        for n in range(200):
            item = ITEM | {"quote": f"Passage {n}", "probability": 0.1 + 0.2}
            file.write(json.dumps(item | ({"ended": "2024"} if n % 7 == 0 else {})) + "\n")
            if n % 9 == 0:
                file.write(json.dumps({"type": "claim", "slug": f"c{n}"}) + "\n")
    return str(path)


def test_another_process_reads_what_this_one_would(long_file: str) -> None:
    assert list(ahead(long_file, 30)) == list(items(long_file, 30))
    assert sum(len(few.rows) + len(few.others) for few in ahead(long_file, 30)) == 200


@pytest.mark.parametrize("cores", [1, None])
def test_where_there_is_one_core_the_same_is_read_here(
    long_file: str, monkeypatch: pytest.MonkeyPatch, cores: int | None
) -> None:
    expected = list(ahead(long_file, 30))
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    monkeypatch.setattr(sys, "executable", "/no/such/program")
    assert list(ahead(long_file, 30)) == expected


def test_where_no_process_can_be_started_the_same_is_read_here(
    long_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/program")
    assert list(ahead(long_file, 30)) == list(items(long_file, 30))


def test_a_process_that_ends_too_early_is_told_in_a_line(
    long_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_ahead, "_BEGIN", "import sys; sys.stdout.buffer.write(b'12')")
    with pytest.raises(Unavailable, match="ended too early"):
        list(ahead(long_file, 30))


def children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_no_process_is_left_of_a_reading_that_was_left_off(long_file: str) -> None:
    before = children()
    reading = ahead(long_file, 5)
    next(reading)
    assert children() > before
    reading.close()  # type: ignore[attr-defined]
    assert children() == before


READING = """
import sys, time
from evidence.exchange.reading_ahead import ahead
reading = ahead(sys.argv[1], 1)
next(reading)
print(open("/proc/self/task/%d/children" % __import__("os").getpid()).read(), flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_the_process_ends_when_the_one_that_reads_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    path.write_text((json.dumps(ITEM) + "\n") * 20_000)
    command = [sys.executable, "-c", READING, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        child = int(reader.stdout.readline())
        reader.send_signal(signal.SIGKILL)
    until = time.monotonic() + 20
    while Path(f"/proc/{child}/exe").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert (
        not Path(f"/proc/{child}/cmdline").exists()
        or not Path(f"/proc/{child}/cmdline").read_bytes()
    )


def test_a_module_that_lies_in_the_working_folder_is_not_run(
    long_file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json", "evidence", "marshal", "gc"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken over')")
    monkeypatch.chdir(tmp_path)
    assert list(ahead(long_file, 30)) == list(items(long_file, 30))
