r"""Checks of what reaches a terminal."""

from __future__ import annotations

import re

_PART = r"(?:0|1|2|3|22|31|32|33|34|38;5;166)"
OURS = re.compile(rf"\x1b\[{_PART}(?:;{_PART})*m")
"""The escapes that the program itself writes: bold, faint and five colours."""
PROGRESS = re.compile(r"(?:\r(?:[\d.,]+ ?[ -~]*/s[ -~]*| +))+\r")
"""The line that tells how far long work is, drawn over itself and taken away."""
FOREIGN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
FAULTS = ("Traceback (most recent call last)", "a defect of this program", "MarkupError")


def screen(seen: str) -> list[str]:
    r"""What is wrong with a text on its way to a terminal; a carriage return ends a line there.

    >>> screen("\x1b[1mhead\x1b[0m\r\n"), screen("a\x07b\x1b[5m\r\n")
    ([], ["U+0007 in 'ab[5m'", "U+001B in 'ab[5m'"])
    >>> screen("\r2 of 4, 50%, 2/s, 1 s left\r                          \rdone\r\n"), screen("a\rb")
    ([], ["U+000D in 'ab'"])
    """
    bare = PROGRESS.sub("", OURS.sub("", seen)).replace("\r\n", "\n")
    foreign = {
        f"U+{ord(hit[0]):04X} in {_around(bare, hit.start())!r}" for hit in FOREIGN.finditer(bare)
    }
    return sorted(foreign)[:12] + [fault for fault in FAULTS if fault in seen]


def _around(text: str, place: int) -> str:
    near = text[max(0, place - 20) : place + 20]
    return FOREIGN.sub("", near).strip().partition("\n")[0]
