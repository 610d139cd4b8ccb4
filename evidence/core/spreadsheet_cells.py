"""Texts as cells of a spreadsheet: none is ever taken for a formula, and each reads back equal."""

from __future__ import annotations

import re
import unicodedata

_STARTS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20|%")
"""What begins a formula in some spreadsheet, the full-width forms included."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_UNSEEN = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))
_MARK = "'"


def guarded(text: str) -> str:
    """The text as a cell: behind a `'` where a spreadsheet would take it for a formula.

    >>> guarded("=1+1"), guarded(" @x"), guarded("-1.5e3"), guarded("a - b")
    ("'=1+1", "' @x", '-1.5e3', 'a - b')
    """
    return _MARK + text if _acts(text.lstrip(_MARK)) else text


def unguarded(text: str) -> str:
    """The text that a cell stands for.

    >>> unguarded("'=1+1"), unguarded("'tis"), unguarded("-1.5e3")
    ('=1+1', "'tis", '-1.5e3')
    """
    if text.startswith(_MARK) and _acts(text.lstrip(_MARK)):
        return text[1:]
    return text


def _acts(text: str) -> bool:
    """Whether a spreadsheet might do anything but show the text, what cannot be seen aside."""
    if text[:1] in ("\t", "\r"):
        return True
    start = next((place for place, c in enumerate(text) if not _unseen(c)), len(text))
    return text[start : start + 1] in _STARTS and not _NUMBER.fullmatch(text.strip())


def _unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN
