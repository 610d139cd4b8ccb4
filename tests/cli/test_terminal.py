"""What a person sees: a real terminal, its width, its colours, and what must never reach it."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest


def seen(database: Path, *arguments: str, columns: int = 100, **environment: str) -> str:
    """What a command writes to a terminal of so many columns."""
    outer, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    clean = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    with subprocess.Popen(
        [sys.executable, "-m", "evidence", "--db", str(database), *arguments],
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


def test_a_status_word_has_a_colour_on_a_terminal(thread_database: Path) -> None:
    assert "\x1b[32m" in seen(thread_database, "status", "--tag", "moe")


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (("status", "--tag", "moe"), {"NO_COLOR": "1"}),
        (("--no-color", "status", "--tag", "moe"), {}),
        (("status", "--tag", "moe", "--no-color"), {}),
        (("status", "--tag", "moe"), {"TERM": "dumb"}),
    ],
    ids=["NO_COLOR", "before", "after", "dumb"],
)
def test_colour_is_left_out_where_it_is_not_wanted(
    thread_database: Path, arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    assert "\x1b" not in seen(thread_database, *arguments, **environment)


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize(
    "arguments",
    [
        ("status",),
        ("status", "most-labs-fp8"),
        ("explain", "most-labs-fp8"),
        ("derive", "deepseek-v3"),
        ("list", "evidence"),
        ("timeline", "most-labs-fp8"),
    ],
    ids=" ".join,
)
def test_no_line_is_wider_than_the_terminal(
    thread_database: Path, arguments: tuple[str, ...], columns: int
) -> None:
    lines = seen(thread_database, *arguments, "--no-color", columns=columns).splitlines()

    assert max(map(len, lines)) <= columns
    assert len(lines) > 3
