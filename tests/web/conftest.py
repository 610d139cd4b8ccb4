from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.web.fetching import Site


@pytest.fixture(scope="session")
def seeds(thread_database: Path) -> Site:
    """The live view over the seed discussion."""
    return Site(thread_database)


class Served(NamedTuple):
    """A server in a process of its own, and the address that it printed."""

    url: str
    process: subprocess.Popen[str]


def started(database: Path, *options: str) -> Served:
    """Run `evidence serve`; its first line is the address."""
    command = [sys.executable, "-m", "evidence", "--db", str(database), "serve", *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ}
    )
    assert process.stdout is not None
    return Served(process.stdout.readline().strip(), process)


def ended(served: Served, by: signal.Signals = signal.SIGINT) -> tuple[int, str]:
    """Tell a server to end; its exit code, and what it said on stderr."""
    served.process.send_signal(by)
    _, said = served.process.communicate(timeout=30)
    return served.process.returncode, said


@pytest.fixture(scope="session")
def served(thread_database: Path) -> Iterator[Served]:
    """A running server over the seed discussion."""
    running = started(thread_database)
    yield running
    code, said = ended(running)
    assert (code, said.strip()) == (130, "serving until Ctrl-C")
