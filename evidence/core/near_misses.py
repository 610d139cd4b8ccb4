"""The passage of a text that is most like a quote which does not stand in it, and how they differ.

A passage is found by the parts of the quote that stand in it as they are: where few letters
differ, one of the halves, quarters or eighths of the quote has none of them; of a long quote the
parts become smaller still.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice
from typing import NamedTuple

from evidence.core.folding import Page

LONGEST = 10_000
"""Characters of a quote beyond which nothing like it is looked for."""
SMALL = 250
"""Characters of the parts of a long quote, at least."""
SHORTEST = 6
"""Characters of a part by which a passage is found."""
PLACES = 3
"""Places of a part that are looked at."""
EFFORT = 20_000_000
"""Characters of a text that are passed over to find the parts of one quote."""
PASSAGES = 12
"""Passages that are compared with a quote."""
COMPARED = 40_000
"""Characters that these have together at most."""
LONGEST_WORD = 100
"""Characters of a word that is compared letter by letter."""
_MARKS = ".,;:!?'\"()[]-"
SHOWN = 3
"""Differences that are told."""


class Miss(NamedTuple):
    """How a passage differs from a quote, word by word."""

    pairs: tuple[tuple[str, str], ...]
    """What the quote has, and what stands in its place in the text."""
    letters: int
    """How many characters differ, whatever their case."""
    near: bool
    """Whether the words are the same but for case or a few letters, and so are all numbers."""

    def __str__(self) -> str:
        told = [_told(*pair) for pair in self.pairs[:SHOWN]]
        more = len(self.pairs) - SHOWN
        return "; ".join(told) + (f"; and {more} more" if more > 0 else "")


def _told(quoted: str, there: str) -> str:
    if not there:
        return f"'{quoted}' is not in the copy"
    return f"'{quoted}' is '{there}' there" if quoted else f"the copy also has '{there}'"


def nearest(wanted: str, page: Page) -> Miss | None:
    """How the passage most like a folded quote differs from it; None if none is like it."""
    best: Miss | None = None
    wanted = page.alike(wanted)
    if len(wanted) > LONGEST:
        return None
    most = min(PASSAGES, COMPARED // max(1, len(wanted)))
    for passage in islice(_passages(wanted, page), most):
        miss = _compared(wanted, passage)
        if miss is not None and (best is None or miss.letters < best.letters):
            best = miss
        if best is not None and best.near:
            break
    return best if best is not None and best.letters <= max(4, len(wanted) // 2) else None


def _passages(wanted: str, page: Page) -> Iterator[str]:
    """Where a part of the quote stands, the longest parts first, with the words around it."""
    lower, text = page.lowered, page.joined
    slack, seen, looked = 10 + len(wanted) // 10, set[int](), 0
    for parts in _divisions(len(wanted)):
        size = max(SHORTEST, -(-len(wanted) // parts))
        last = max(0, len(wanted) - size)
        for offset in dict.fromkeys((*range(0, last, size), last)):
            looked += len(text)
            if looked > EFFORT:
                return
            part = wanted[offset : offset + size].lower()
            for place in islice(_places(part, lower), PLACES):
                if place - offset not in seen:
                    seen.add(place - offset)
                    start = max(0, place - offset)
                    yield _words_at(text, start - slack, start + len(wanted) + slack)


def _divisions(size: int) -> Iterator[int]:
    """Into how many parts a quote is cut, fewer first."""
    parts = 1
    while parts <= 8 or parts * SMALL < size:
        yield parts
        parts *= 2


def _places(part: str, text: str) -> Iterator[int]:
    place = text.find(part)
    while place >= 0:
        yield place
        place = text.find(part, place + 1)


def _words_at(text: str, start: int, end: int) -> str:
    """A part of the text from the word in which it begins to that in which it ends."""
    low, high = max(0, start), min(len(text), end)
    first = text.rfind(" ", max(0, low - LONGEST_WORD), low) + 1
    last = text.find(" ", high, high + LONGEST_WORD)
    return text[first or max(0, low - LONGEST_WORD) : last if last >= 0 else high + LONGEST_WORD]


def _compared(wanted: str, passage: str) -> Miss | None:
    """How the best place of a quote in a passage differs from it, if any word is like it."""
    quoted, there = wanted.split(" "), passage.split(" ")
    matcher = SequenceMatcher(None, [w.lower() for w in quoted], [w.lower() for w in there])
    steps = matcher.get_opcodes()
    if all(step[0] != "equal" for step in steps):
        if len(wanted) > LONGEST_WORD:
            return None
        there = _likest(quoted, there)
        steps = [("replace", 0, len(quoted), 0, len(there))]
    pairs = list(_pairs(quoted, there, _trimmed(steps, quoted, there)))
    letters = sum(_letters(*pair) for pair in pairs)
    few = letters <= max(2, len(wanted) // 20)
    return Miss(tuple(pairs), letters, few and all(_same_words(*pair) for pair in pairs))


Step = tuple[str, int, int, int, int]


def _trimmed(steps: Sequence[Step], quoted: Sequence[str], there: Sequence[str]) -> Iterator[Step]:
    """The steps without the words of the passage that come before and after the quote."""
    for number, (kind, i, j, k, m) in enumerate(steps):
        if number == 0 and kind != "equal":
            k = min(_ends(i, j, k, m), key=lambda end: _apart(quoted[i:j], there[end:m]))
        if number == len(steps) - 1 and kind != "equal":
            starts = [k + m - end for end in _ends(i, j, k, m)]
            m = min(starts, key=lambda end: _apart(quoted[i:j], there[k:end]))
        if j > i or m > k:
            yield kind, i, j, k, m


def _ends(i: int, j: int, k: int, m: int) -> list[int]:
    """Where a passage of about as many words as the quote has may begin that ends at `m`."""
    if i == j:
        return [m]
    return [min(max(k, m - (j - i) - more), max(k, m - 1)) for more in (0, 1, -1, 2)]


def _apart(quoted: Sequence[str], there: Sequence[str]) -> int:
    return _letters("".join(quoted), "".join(there).strip(_MARKS))


def _pairs(
    quoted: Sequence[str], there: Sequence[str], steps: Iterable[Step]
) -> Iterator[tuple[str, str]]:
    for kind, i, j, k, m in steps:
        words = [(" ".join(quoted[i:j]), " ".join(there[k:m]))]
        if kind == "equal":
            words = list(zip(quoted[i:j], there[k:m], strict=True))
        if i == 0:
            words[0] = words[0][0], _bare(words[0], first=True)
        if j == len(quoted):
            words[-1] = words[-1][0], _bare(words[-1], first=False)
        yield from (pair for pair in words if pair[0] != pair[1])


def _bare(pair: tuple[str, str], first: bool) -> str:
    """The words of the passage without the marks around them that the quote leaves out."""
    quoted, there = pair
    if not quoted or quoted[0 if first else -1] in _MARKS:
        return there
    return there.lstrip(_MARKS) if first else there.rstrip(_MARKS)


def _likest(quoted: Sequence[str], there: Sequence[str]) -> list[str]:
    """As many words of a passage as a quote has that are most like it, letter by letter."""
    wanted, size = " ".join(quoted), len(quoted)
    starts = range(max(1, min(len(there) - size + 1, 2 * LONGEST_WORD)))
    found = (list(there[start : start + size]) for start in starts)
    return min(found, key=lambda words: _letters(wanted, " ".join(words)))


def _letters(one: str, other: str) -> int:
    """About how many characters would have to be changed, whatever their case."""
    one, other = one.lower(), other.lower()
    longer = max(len(one), len(other))
    if one == other or longer > LONGEST_WORD:
        return 0 if one == other else longer
    blocks = SequenceMatcher(None, one, other, False).get_matching_blocks()
    return longer - sum(block.size for block in blocks)


def _same_words(quoted: str, there: str) -> bool:
    """Whether no word is left out or put in, and no number is another one."""
    if [c for c in quoted if c.isdigit()] != [c for c in there if c.isdigit()]:
        return False
    one_by_one = quoted.count(" ") == there.count(" ") and bool(quoted) == bool(there)
    return one_by_one or quoted.replace(" ", "") == there.replace(" ", "")
