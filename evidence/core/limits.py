"""How large an input may be: what keeps any file small in memory and quick to read.

Each limit has a variable of the environment by which whoever runs the program may set another.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from evidence.core.errors import Invalid


class Limit(NamedTuple):
    """One limit: the variable that sets it, and what holds without it."""

    variable: str
    default: int
    highest: int
    """The most that the variable may say: beyond it the program itself would fail."""
    meaning: str

    @property
    def value(self) -> int:
        """The limit that holds now; raises Invalid for a variable that is no such number."""
        text = os.environ.get(self.variable)
        if not text:
            return self.default
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
        if not 1 <= number <= self.highest:
            raise Invalid(
                f"{self.variable} is {text[:40]!r}: write a whole number from 1 to {self.highest}",
                f"without it {self.default} holds",
            )
        return number

    def or_raise(self) -> str:
        """The end of a refusal's message: how to allow more."""
        return f"or set {self.variable} above {self.value}"


_ANY = 10**15
FILE = Limit("EVIDENCE_MAX_FILE_BYTES", 50_000_000, _ANY, "bytes of a file that is read as a whole")
COPY = Limit("EVIDENCE_MAX_COPY_BYTES", 20_000_000, _ANY, "bytes of a stored copy of a source")
LINE = Limit("EVIDENCE_MAX_LINE_BYTES", 1_000_000, 10**9, "bytes of a line, and so of a record")
TEXT = Limit("EVIDENCE_MAX_TEXT_CHARACTERS", 65_536, 10**8, "characters of one text")
NESTING = Limit("EVIDENCE_MAX_NESTING", 32, 100, "lists and mappings inside one another")
VALUES = Limit("EVIDENCE_MAX_VALUES", 1_000_000, _ANY, "values in a YAML or JSON file")
NUMBER = Limit("EVIDENCE_MAX_NUMBER_CHARACTERS", 64, 1000, "characters of a number")

LIMITS = (FILE, COPY, LINE, TEXT, NESTING, VALUES, NUMBER)
"""Every limit, in the order in which help names them."""
