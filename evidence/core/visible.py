r"""Text whose every character can be seen: what would act on a reader's screen is spelled out.

Records may hold any text. Control characters, and those that reorder what is read, are shown as
`\x1b`; a line break is a space.
"""

from __future__ import annotations

_REORDERING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def visible(text: str) -> str:
    r"""The text on one line, with control and reordering characters spelled out.

    >>> visible("a\x1b[2Jb\nc")
    'a\\x1b[2Jb c'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character in "\n\r\t\u2028\u2029":
        return " "
    code = ord(character)
    if code < 0x20 or 0x7F <= code < 0xA0:
        return f"\\x{code:02x}"
    if character in _REORDERING or 0xD800 <= code < 0xE000:
        return f"\\u{code:04x}"
    return character


def shortened(text: str, most: int) -> str:
    """The text visible, and cut to so many characters with an ellipsis."""
    shown = visible(text)
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"
