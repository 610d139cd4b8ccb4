"""Errors as a user meets them: one line each on stderr, or one JSON document."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from traceback import extract_tb

import click

from evidence.core.cleaning import clean
from evidence.core.errors import EvidenceError, Problems
from evidence.core.masking import masked

LONGEST = 2000
"""Characters of the longest message: a wrong argument is shown, not repeated at any length."""

NAMES = {
    1: "invalid",
    2: "usage",
    3: "not_found",
    4: "conflict",
    5: "damaged",
    6: "unavailable",
    7: "migration_needed",
    130: "interrupted",
}
INTERRUPTED = 130


def report(error: click.ClickException | EvidenceError, as_json: bool) -> int:
    """Print an expected error and return its exit code."""
    if isinstance(error, click.ClickException):
        code, message, hint = error.exit_code, error.format_message(), _usage_hint(error)
    else:
        code, message, hint = error.code, str(error), error.hint
    _print(code, message, hint, as_json, several=isinstance(error, Problems))
    return code


def no_output(error: OSError) -> int:
    """Say that what was to be printed could not be; what was written before stays."""
    reason = error.strerror or str(error)
    message = f"the output cannot be written: {reason}"
    hint = "what was logged before stays: see 'evidence history'"
    _print(1, message, hint, as_json=False)
    return 1


def interrupted(as_json: bool) -> int:
    """Say what Ctrl-C has left: nothing, but for what was committed before."""
    from evidence.workspace import changed_any

    if changed_any():
        message, hint = "what was written before it stays", "see 'evidence history'"
    else:
        message, hint = "nothing was written", "run it again"
    _print(INTERRUPTED, f"interrupted: {message}", hint, as_json)
    return INTERRUPTED


def unexpected(error: Exception, as_json: bool) -> int:
    """Print a defect of the program as one line; EVIDENCE_DEBUG=1 shows where it happened."""
    if os.environ.get("EVIDENCE_DEBUG"):
        for line in _trace(error):
            print(clean(masked(line)), file=sys.stderr)  # noqa: T201
        return 1
    message = f"a defect of this program: {_told(error)}"
    _print(
        1,
        message,
        "'evidence history' shows what was written; EVIDENCE_DEBUG=1 shows where",
        as_json,
    )
    return 1


def _trace(error: BaseException) -> Iterator[str]:
    """Where an error came from, the first cause first, on one line each."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _trace(cause)
    for frame in extract_tb(error.__traceback__):
        yield f"{frame.filename}:{frame.lineno}: in {frame.name}: {frame.line}"
    yield _told(error)


def _told(error: BaseException) -> str:
    """An error by its kind and message; what a database's driver says may repeat the data."""
    kind = type(error)
    withheld = kind.__module__.partition(".")[0] in ("psycopg", "sqlite3", "sqlalchemy")
    return kind.__name__ if withheld else f"{kind.__name__}: {error}"


def _print(code: int, message: str, hint: str, as_json: bool, several: bool = False) -> None:
    message, hint = masked(message), masked(hint)
    if as_json:
        body = {"error": {"code": NAMES.get(code, "error"), "message": message, "hint": hint}}
        print(json.dumps(body), file=sys.stderr)  # noqa: T201
        return
    if several:
        # Each begins with its own place, `file:line:`, where editors and people look for it.
        for line in message.split("\n"):
            print(clean(line), file=sys.stderr)  # noqa: T201
        return
    tail = f" ({hint})" if hint else ""
    line = " ".join(message.split())
    shown = line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
    print(f"evidence: {clean(shown)}{clean(tail)}", file=sys.stderr)  # noqa: T201


def _usage_hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"see '{context.command_path} --help'" if context else "see 'evidence --help'"
