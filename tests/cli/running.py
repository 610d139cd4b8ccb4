"""Running the command line: inside the tests' own process, or on a terminal of its own."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from evidence.cli.root import run


class Ran(NamedTuple):
    """What one call gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The JSON document on stdout."""
        return json.loads(self.out)


Run = Callable[..., Ran]


def runner(capfd: pytest.CaptureFixture[str], database: str) -> Run:
    """Runs commands on one database."""

    def ran(*arguments: str) -> Ran:
        capfd.readouterr()
        code = run(["--db", database, *arguments])
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return Ran(code, out, err)

    return ran


def seen(database: Path, *arguments: str, columns: int = 100, **environment: str) -> str:
    """What a command writes to a terminal of so many columns."""
    call = ("-m", "evidence", "--db", str(database), *arguments)
    return seen_of(call, columns, **environment)


def seen_of(call: Sequence[str], columns: int = 100, **environment: str) -> str:
    """What Python, so called, writes to a terminal of so many columns."""
    outer, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    clean = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    with subprocess.Popen(
        [sys.executable, *call],
        stdin=inner, stdout=inner, stderr=inner,
        env={**clean, "TERM": "xterm-256color", **environment},
    ):  # fmt: skip
        os.close(inner)
        return b"".join(iter(lambda: _read(outer), b"")).decode()


def _read(outer: int) -> bytes:
    try:
        return os.read(outer, 65536)
    except OSError:
        return b""
