"""Every regular expression of the program on texts of 50,000 characters made to hold it up."""

from __future__ import annotations

import re
import string
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.reliability.conftest import Figure
from tests.reliability.patterns import compiled, uses

LENGTH = 50_000
SECONDS = 0.1

PATTERNS: dict[str, tuple[str, re.Pattern[Any]]] = {
    **{place: (function, pattern) for place, function, pattern in compiled()},
    **{
        f"{use.place} {use.function} {number}": (
            use.function,
            re.compile(use.pattern, use.flags),
        )
        for number, use in enumerate(uses())
        if use.pattern is not None
    },
}
"""Each with the function by which it is used."""


def test_every_pattern_is_made_of_constants_or_kept_under_a_name() -> None:
    assert [use.place for use in uses() if use.pattern is None] == []
    assert len(PATTERNS) > 80


def texts(pattern: str) -> Iterator[str]:
    """What is repeated to make long texts: what stands in the pattern, alone and in pairs."""
    words = re.findall(r"[A-Za-z]{2,}|[0-9]+", pattern)
    signs = [c for c in dict.fromkeys(pattern) if c in string.punctuation]
    plain = ("a", "0", " ", ".", "-", "_", "aB", "0.", "a ", "a.", "a-", "0 ", "é", "\n", "\t")
    units = [*plain, *signs, *words, *(f"{w} " for w in words), *(f"{w} 1" for w in words)]
    units += [f"{a}{b}" for a in signs[:8] for b in ("a", "0", " ")]
    yield from dict.fromkeys(units)


def attempts(pattern: str, length: int) -> Iterator[str]:
    """Texts of this length, each also with an end that does not fit."""
    firsts = [*re.findall(r"[A-Za-z]{2,}", pattern), *string.punctuation]
    for unit in texts(pattern):
        yield unit * (length // len(unit))
        yield unit * (length // len(unit)) + "\0"
    for first in dict.fromkeys(firsts):
        yield from (first + unit * length for unit in (" ", "a", "0"))


@pytest.mark.parametrize("place", PATTERNS)
def test_no_pattern_takes_long_on_any_text(place: str, figure: Figure) -> None:
    function, pattern = PATTERNS[place]
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode()
    slowest, worst = 0.0, ""
    for length in (LENGTH // 25, LENGTH // 5, LENGTH):
        # What takes long on a short text is not tried on a long one, or this would never end.
        for given in attempts(text, length):
            taken = seconds(pattern, function, given)
            if taken > SECONDS:
                taken = seconds(pattern, function, given)
            slowest, worst = max((slowest, worst), (taken, given[:30]))
            assert slowest < SECONDS, f"{text!r} on {worst!r}... of {length} characters"
    if slowest > SECONDS / 4:
        figure(f"{place}: {slowest * 1000:.0f} ms on {worst!r}")


def seconds(pattern: re.Pattern[Any], function: str, text: str) -> float:
    given: Any = text if isinstance(pattern.pattern, str) else text.encode()
    started = time.process_time()
    if function in ("match", "fullmatch"):
        getattr(pattern, function)(given)
    else:
        for _ in pattern.finditer(given):
            pass
    return time.process_time() - started
