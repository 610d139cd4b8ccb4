"""Whole programs: where they are, how long they run, and the memory of all their processes."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import NamedTuple

PROCESSES = Path("/proc")
EVERY = 0.1
"""Seconds from one look at the memory to the next."""


def program(name: str = "evidence") -> str:
    """The installed command beside this interpreter, else the one on the path, else nothing."""
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name) or ""


def sqlite_utils() -> str:
    """The peer's command: the one that EVIDENCE_TEST_SQLITE_UTILS names, else an installed one."""
    return os.environ.get("EVIDENCE_TEST_SQLITE_UTILS") or program("sqlite-utils")


NO_SQLITE_UTILS = "sqlite-utils is not installed"


def seconds(command: Sequence[str], terminal: bool = False) -> float:
    """The wall time of one run of a command, its output to a pipe or to a terminal."""
    start = time.perf_counter()
    if terminal:
        _on_terminal(command)
    else:
        subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return time.perf_counter() - start


def _on_terminal(command: Sequence[str]) -> None:
    """Run a command whose output is a terminal, and read what it prints."""
    outer, inner = pty.openpty()
    with subprocess.Popen(command, stdout=inner):
        os.close(inner)
        try:
            while os.read(outer, 65536):
                pass
        except OSError:  # how the other end of a terminal says that nobody writes any more
            os.close(outer)


class Ran(NamedTuple):
    """What a run of a command took."""

    seconds: float
    megabytes: float | None
    """The most memory that its processes had together; None where the system does not tell."""


def ran(command: Sequence[str]) -> Ran:
    """Run a command to its end, and look at its memory meanwhile."""
    ended = Event()
    start = time.perf_counter()
    with (
        ThreadPoolExecutor(1) as beside,
        subprocess.Popen(command, stdout=subprocess.DEVNULL) as process,
    ):
        most = beside.submit(_most_memory, process.pid, ended)
        try:
            code = process.wait()
            taken = time.perf_counter() - start
        finally:
            ended.set()
    if code:
        raise subprocess.CalledProcessError(code, command)
    return Ran(taken, most.result())


def _most_memory(pid: int, ended: Event) -> float | None:
    """MB: the largest sum of all processes at one time, or the peak of one that lay between."""
    if not (PROCESSES / "self/smaps_rollup").exists():
        return None
    most = 0
    while True:
        family = _family(pid)
        # What processes share is counted once: each has its proportional part of it.
        together = sum(_kilobytes(one, "smaps_rollup", "Pss") for one in family)
        most = max(most, together, *(_kilobytes(one, "status", "VmHWM") for one in family))
        if ended.wait(EVERY):
            return most / 1024


def _family(pid: int) -> set[int]:
    """A process and all that it has started, as far as they run."""
    parents = dict(_parents())
    return {one for one in parents if pid in _line(one, parents)}


def _line(pid: int, parents: Mapping[int, int]) -> Iterator[int]:
    """A process, its parent, and so on."""
    while pid in parents:
        yield pid
        pid = parents[pid]


def _parents() -> Iterator[tuple[int, int]]:
    """Every process that runs, with its parent."""
    for path in PROCESSES.glob("[0-9]*/stat"):
        # The name of the program stands in brackets and may hold anything, so it is left aside.
        told = _text(path).rpartition(")")[2].split()
        if told:
            yield int(path.parent.name), int(told[1])


def _kilobytes(pid: int, file: str, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", _text(PROCESSES / str(pid) / file), re.MULTILINE)
    return int(found[1]) if found else 0


def _text(path: Path) -> str:
    """A file of a process; nothing once that has ended."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
