r"""Text of records made fit to be read: nothing in it acts, nothing in it runs on for ever.

Text may hold anything. Control characters, and those that reorder what is read, are shown as
`\x1b`; what is longer than its place ends in an ellipsis.
"""

from __future__ import annotations

_REORDERING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def clean(text: str) -> str:
    """The text with control and reordering characters made visible, newlines as spaces."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character in "\n\r\t\u2028\u2029":
        return " "
    code = ord(character)
    if code < 0x20 or 0x7F <= code < 0xA0:
        return f"\\x{code:02x}"
    if character in _REORDERING or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF):
        return f"\\u{code:04x}"
    return character


def shortened(text: str, columns: int) -> str:
    """The cleaned text in at most so many columns, the last one an ellipsis if it is cut.

    >>> shortened("deepseek-v3-report", 11), shortened("h100", 11)
    ('deepseek-v…', 'h100')
    """
    text = clean(text[: 4 * columns + 4])
    if width(text) <= columns:
        return text
    kept, room = "", columns - 1
    for character in text:
        room -= _columns(character)
        if room < 0:
            break
        kept += character
    return f"{kept.rstrip()}…"


def width(text: str) -> int:
    """The columns that a text takes in a terminal."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    from unicodedata import east_asian_width

    return 2 if east_asian_width(character) in "WF" else 1
