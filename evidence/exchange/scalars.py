"""Bare words as numbers: one rule for YAML, for cells of a table and for the command line.

`8` is a whole number, `4e24` a decimal one, `14.8T` stays text. A number keeps beside its value
the text it was written as, so that `arxiv: 2412.10` is not shortened to 2412.1.
"""

from __future__ import annotations

import math
import re

from evidence.core.limits import NUMBER

NUMERIC_FIELDS = (
    "value",
    "low",
    "high",
    "threshold",
    "prior",
    "probability",
    "detection",
    "fitted_low",
    "fitted_high",
    "year",
)
"""The fields in which a bare word may be a number."""

_WHOLE = "[-+]?[0-9]+"
_DECIMAL = r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"


class WrittenInt(int):
    """A whole number with the text it was written as."""

    text: str


class WrittenFloat(float):
    """A decimal number with the text it was written as."""

    text: str


def scalar(text: str) -> int | float | str:
    """What a bare word stands for: a whole number, a decimal number or itself.

    >>> scalar("8"), scalar("4e24"), scalar("14.8T"), scalar("1e400")
    (8, 4e+24, '14.8T', '1e400')
    """
    if len(text) > NUMBER.value:
        return text
    if re.fullmatch(_WHOLE, text):
        return int(text)
    if not re.fullmatch(_DECIMAL, text):
        return text
    number = float(text)
    lost = not math.isfinite(number) or (number == 0 and _nonzero(text))
    return text if lost else number


def written(text: str) -> int | float | str:
    """The same as `scalar`, but a number remembers its text."""
    number = scalar(text)
    if isinstance(number, str):
        return number
    kept = WrittenInt(number) if isinstance(number, int) else WrittenFloat(number)
    kept.text = text
    return kept


def _nonzero(text: str) -> bool:
    mantissa = text.lower().partition("e")[0]
    return any(digit in "123456789" for digit in mantissa)
