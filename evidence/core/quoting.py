"""Whether a quote stands in a text: its pieces, in order, word for word.

An elision ("...", "…", "[...]") stands for any text. Editorial brackets stand for a short text or
for nothing: "[T]he model[s]". Pieces are looked for one after another, each once or a few times;
no expression that could backtrack is ever made from a quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from evidence.core.folding import folded

SHORT = 80
"""Characters that editorial brackets stand for at most, unless more stand in them."""
MOST_GAPS = 200
"""Elisions and brackets in a quote that is looked for."""
EFFORT = 40_000_000
"""Characters that looking for one quote may pass over; an attempt counts as a thousand, and more
the longer the piece is."""

_DOTS = r"\.(?: ?\.){2,}"
_GAP = re.compile(rf"([\[(] ?{_DOTS} ?[\])]|{_DOTS}|\[[^\[\]]*\])")
_LAST_SPACED = "\u0e00"
"""Scripts from Thai on put no spaces between words, so that a word may begin anywhere."""


class Unsearchable(Exception):
    """The quote cannot be looked for; the message says why."""


class Piece(NamedTuple):
    """A part of a quote that stands in the text as it is."""

    text: str
    reach: int | None
    """How far after the piece before it at most; None for any distance."""
    open_left: bool = False
    """Whether it may begin within a word, as in "[T]he"."""
    open_right: bool = False


def pieces(quote: str) -> list[Piece]:
    """The parts of a quote between its elisions and brackets; raises Unsearchable.

    >>> [(one.text, one.reach) for one in pieces("We train [it] in FP8 ... at [a] low cost")]
    [('We train', None), ('in FP8', 82), ('at', None), ('low cost', 82)]
    """
    cut = _GAP.split(folded(quote))
    parts, gaps = cut[::2], ["", *cut[1::2], ""]
    if len(gaps) - 2 > MOST_GAPS:
        raise Unsearchable(f"it has more than {MOST_GAPS} elisions and brackets")
    found: list[Piece] = []
    reach: int | None = None
    for part, before, after in zip(parts, gaps[:-1], gaps[1:], strict=True):
        reach = _beyond(reach, before)
        if part.strip():
            left = _is_editorial(before) and part[0] != " "
            right = _is_editorial(after) and part[-1] != " "
            found.append(Piece(part.strip(), reach, left, right))
            reach = 0
    if not any(one.text.strip(".,;:!?'\"-()[] ") for one in found):
        raise Unsearchable("there are no words in it")
    return found


def _is_editorial(gap: str) -> bool:
    return gap.startswith("[") and not ("." in gap and set(gap) <= set("[]. "))


def _beyond(reach: int | None, gap: str) -> int | None:
    """How far a piece may be after a gap that follows what reaches so far already."""
    if reach is None or not gap:
        return reach
    return reach + max(SHORT, len(gap)) + 2 if _is_editorial(gap) else None


def stands(wanted: Sequence[Piece], text: str) -> bool:
    """Whether the pieces stand in a folded text, in order; raises Unsearchable.

    >>> stands(pieces("[T]he model[s] ... in FP8"), "All the models we have are trained in FP8.")
    True
    >>> stands(pieces("costs $5"), "It costs $500."), stands(pieces("costs $5"), "It costs $5.")
    (False, True)
    """
    search = _Search(text)
    place: int | None = 0
    for group in _groups(wanted):
        place = search.end_of(group, place or 0)
        if place is None:
            return False
    return True


def _groups(wanted: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces that follow each other within reach: between two groups is an elision."""
    group: list[Piece] = []
    for piece in wanted:
        if piece.reach is None and group:
            yield group
            group = []
        group.append(piece)
    yield group


class _Search:
    """One quote looked for in one text, with an end to the effort."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._left = EFFORT

    def end_of(self, group: Sequence[Piece], start: int) -> int | None:
        """Where the first place of a group from `start` on ends; None if it has none."""
        first, *others = group
        for place in self._places(first, start, len(self._text)):
            ends = [place + len(first.text)]
            for piece in others:
                ends = self._ends(piece, ends)
            if ends:
                return ends[0]
        return None

    def _ends(self, piece: Piece, ends: Sequence[int]) -> list[int]:
        """Where a piece may end that follows one of several ends of the piece before it."""
        found: list[int] = []
        for end in ends:
            start = max(end, found[-1] + 1) if found else end
            last = end + (piece.reach or 0) + len(piece.text)
            found.extend(self._places(piece, start, last))
        return [place + len(piece.text) for place in found]

    def _places(self, piece: Piece, start: int, stop: int) -> Iterator[int]:
        text, size = self._text, len(piece.text)
        while True:
            place = text.find(piece.text, start, stop)
            self._left -= 1000 + 10 * size + (place if place >= 0 else min(stop, len(text))) - start
            if place < 0:
                return
            if self._left < 0:
                raise Unsearchable("it could stand in too many ways to try them all")
            if not _cut(text, place, piece.open_left) and not _cut(
                text, place + size, piece.open_right
            ):
                yield place
            start = place + 1


def _cut(text: str, at: int, within_words: bool) -> bool:
    """Whether a number, or a word, goes on over this place."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isdigit() and after.isdigit():
        return True
    if before in ".," and after.isdigit():
        return text[at - 2 : at - 1].isdigit()
    if before.isdigit() and after in ".,":
        return text[at + 1 : at + 2].isdigit()
    return not within_words and all(c.isalnum() and c < _LAST_SPACED for c in (before, after))
