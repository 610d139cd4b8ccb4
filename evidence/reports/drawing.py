"""A probability in characters, as it stands in a row of a table."""

from __future__ import annotations

_EIGHTHS = " ▏▎▍▌▋▊▉█"


def bar(probability: float, width: int = 12) -> str:
    """A probability as a bar of so many characters, full at 1.

    >>> bar(0.5, 4), bar(0.0, 4)
    ('██  ', '    ')
    """
    eighths = round(probability * width * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(width)
