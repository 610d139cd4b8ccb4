"""What can go wrong, each with the exit code that scripts rely on.

A message is one line: what was wrong (with the value), where, and what to do.
"""

from __future__ import annotations


class EvidenceError(Exception):
    """The input is wrong."""

    code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Invalid(EvidenceError):
    """A value, a record or a file cannot be accepted."""


class NotInstalled(Invalid):
    """What was asked for needs libraries of one of the package's extras."""

    def __init__(self, need: str, extra: str) -> None:
        super().__init__(
            f"{need}, which is not installed", f"pip install 'evidence-ledger[{extra}]'"
        )


class Problems(EvidenceError):
    """Several things are wrong with the input; each stands on a line of its own."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class NotFound(EvidenceError):
    """Nothing has that name."""

    code = 3


class Conflict(EvidenceError):
    """A record with that key exists with other content, or has changed since it was read."""

    code = 4


class Damaged(EvidenceError):
    """The stored data fail a check of integrity."""

    code = 5


class Unavailable(EvidenceError):
    """The database is busy or cannot be reached."""

    code = 6


class Uncertain(Unavailable):
    """The connection went while a change was being committed: it may be there or not."""


class MigrationNeeded(EvidenceError):
    """The database has another schema than this program."""

    code = 7


class Interrupted(EvidenceError):
    """Long work was stopped at a good place; what was done of it stays."""

    code = 130
