"""How wide text is about, so that what does not fit its place is cut in time.

Which font a reader has is not known; these are the widths of a broad one, so that others leave
room.
"""

from __future__ import annotations

import unicodedata

from evidence.core.cleaning import clean

_NARROW = frozenset("iIjlftr.,:;|!'()[]{}/\\ ")
_BROAD = frozenset("mwMW@%—…")


def pixels(text: str, size: float = 11) -> float:
    """The width of a text in pixels, about.

    >>> pixels("i" * 10) < pixels("a" * 10) < pixels("W" * 10)
    True
    """
    return size * sum(map(_ems, text))


def fitted(text: str, room: float, size: float = 11) -> str:
    """The cleaned text in so many pixels, an ellipsis at its end if it is cut."""
    text = clean(text[:1000])
    if pixels(text, size) <= room:
        return text
    kept, left = "", room / size - _ems("…")
    for character in text:
        left -= _ems(character)
        if left < 0:
            break
        kept += character
    return f"{kept.rstrip()}…"


def wrapped(text: str, room: float, size: float) -> list[str]:
    """The cleaned text in two lines of so many pixels at most, parted between words."""
    words = clean(text[:1000]).split()
    line = ""
    while words and pixels(f"{line} {words[0]}", size) <= room:
        line = f"{line} {words.pop(0)}".lstrip()
    lines = (line, " ".join(words))
    return [fitted(each, room, size) for each in lines if each]


def _ems(character: str) -> float:
    if character in _NARROW:
        return 0.38
    if character in _BROAD:
        return 0.98
    if unicodedata.east_asian_width(character) in "WF":
        return 1.1
    return 0.7 if character.isupper() else 0.6
