"""Numbers as people enter them: `37B`, `4e24 to 6e24 @80%`, `~$5bn`, `>30T`, `150 MW`, `40%`.

The text is read by hand, left to right: nothing is evaluated, nothing can backtrack, and each
refusal says what to write instead. What is read is a `Figure`; quantity.py gives it a spread.

Alternatives are `20% or 40%`, or with weights `70%: 20% to 25%, 30%: 40%` (alternatives.py).
Magnitudes are K or k, M, B or bn, T or tn, or the words from thousand to trillion. A magnitude or
unit at the end of a range stands for both ends: `24 to 27 kW`, `10 to 15T`, `38-43%`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from evidence.core.alternatives import alternatives
from evidence.core.amounts import EXAMPLE, amount_value, read_amount
from evidence.core.errors import Invalid
from evidence.core.limits import NUMBER

LONGEST_ALTERNATIVES = 200
"""Characters of the longest list of alternatives that is read."""

LEVEL = 0.90
"""The probability inside a range that states no level."""


class Figure(NamedTuple):
    """How a number was entered, with its values in the attribute's unit."""

    kind: str
    """`point`, `range`, `bound` or `alternatives`."""
    value: float
    """The number; of a range its middle (geometric where both ends are positive); of alternatives
    the weighted mean of theirs."""
    low: float
    high: float
    """The ends of a range; an open end of a bound is -inf or inf; of a point both the number; of
    alternatives the lowest and the highest of theirs."""
    level: float
    """The probability inside a range."""
    approximate: bool
    """Whether it was marked `~` or `about`."""
    unit: str
    text: str
    """As it was entered."""
    parts: tuple[tuple[float, Figure], ...] = ()
    """Of alternatives: each with its probability."""


_BOUNDS: Mapping[str, str] = {
    ">=": "low",
    "<=": "high",
    ">": "low",
    "<": "high",
    "≥": "low",
    "≤": "high",
}


def parse_figure(entered: str | int | float, unit: str = "", *, signed: bool = False) -> Figure:
    """Read a number, a range or a bound; raises Invalid with what to write instead.

    `unit` is the attribute's: a number without a unit is in it, a number in another unit of its
    dimension is converted. Zero and negative numbers are refused unless `signed`; 0 may still be
    the low end of a range.

    >>> parse_figure("14.8T", "token").value
    14800000000000.0
    >>> figure = parse_figure("20% to 30%", "share")
    >>> figure.kind, figure.low, figure.high, figure.level
    ('range', 0.2, 0.3, 0.9)
    >>> parse_figure("4 months", "s").value
    10519200.0
    """
    text = _checked_text(entered)
    try:
        weighted = alternatives(text)
        figure = _mixed(weighted, unit, signed) if weighted else _read(text, unit, signed)
        return figure._replace(text=str(entered))
    except Invalid as error:
        raise Invalid(f"'{_shown(text)}' {error.message}") from None


def _mixed(weighted: tuple[tuple[float, str], ...], unit: str, signed: bool) -> Figure:
    parts = tuple((weight, _read(text, unit, signed)) for weight, text in weighted)
    figures = [figure for _, figure in parts]
    if any(figure.kind == "bound" for figure in figures):
        raise Invalid("has a bound among its alternatives: write numbers and ranges")
    low, high = min(f.low for f in figures), max(f.high for f in figures)
    mean = sum(weight * figure.value for weight, figure in parts)
    value = min(max(mean, low), high)
    return Figure("alternatives", value, low, high, LEVEL, False, unit, "", parts)


@lru_cache(maxsize=8192)
def _read(text: str, unit: str, signed: bool) -> Figure:
    """A figure of one number or range; the same ones are read whenever a claim is scored again."""
    rest, approximate = _without_mark(text)
    for mark, side in _BOUNDS.items():
        if rest.startswith(mark) and not approximate:
            return _bound(rest.removeprefix(mark), side, unit, signed)
    rest, level = _without_level(rest)
    ends = _range_ends(rest)
    if ends is None:
        if level is not None:
            raise Invalid("has a level but no range: write 'LOW to HIGH @80%'")
        value = _positive(amount_value(read_amount(rest), unit), signed)
        return Figure("point", value, value, value, LEVEL, approximate, unit, text)
    low, high = _range(*ends, unit, signed)
    middle = math.sqrt(low) * math.sqrt(high) if low > 0 else (low + high) / 2
    return Figure("range", middle, low, high, level or LEVEL, approximate, unit, text)


def _checked_text(entered: object) -> str:
    if isinstance(entered, bool) or not isinstance(entered, str | int | float):
        raise Invalid(f"{entered!r:.40} is no number: {EXAMPLE}")
    if isinstance(entered, int) and abs(entered) >= 10**64:
        raise Invalid("a whole number of more than 64 digits: write it as 1e64")
    text = str(entered)
    several = ":" in text or " or " in text
    longest = max(LONGEST_ALTERNATIVES, NUMBER.value) if several else NUMBER.value
    if len(text) > longest:
        more = "" if several else f", {NUMBER.or_raise()}"
        raise Invalid(f"'{_shown(text)}' is longer than {longest} characters: {EXAMPLE}{more}")
    text = text.replace("\u00a0", " ").replace("\u202f", " ").strip(" ")
    if not text:
        raise Invalid(f"the number is empty: {EXAMPLE}")
    if not text.isprintable():
        raise Invalid(f"'{_shown(text)}' contains control characters: {EXAMPLE}")
    return text


def _shown(text: str) -> str:
    visible = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
    return visible if len(visible) <= 40 else visible[:39] + "…"


def _without_mark(text: str) -> tuple[str, bool]:
    for mark in ("~", "≈", "about "):
        if text.startswith(mark):
            return text.removeprefix(mark).lstrip(), True
    return text, False


def _without_level(text: str) -> tuple[str, float | None]:
    body, mark, level = text.rpartition("@")
    if not mark:
        return text, None
    amount = read_amount(level.strip())
    share = amount_value(amount, "")
    if not 0.5 <= share <= 0.999:
        raise Invalid(f"has the level '{level.strip()}': write one from @50% to @99.9%")
    return body.rstrip(), share


def _range_ends(text: str) -> tuple[str, str] | None:
    for mark in (" to ", "..", "\u2013"):
        if mark in text:
            low, _, high = text.partition(mark)
            return low.strip(), high.strip()
    for place, character in enumerate(text):
        if character == "-" and _is_dash(text, place):
            return text[:place].strip(), text[place + 1 :].strip()
    return None


def _is_dash(text: str, place: int) -> bool:
    """Whether a hyphen stands between two numbers: not a sign, an exponent or `GPU-hours`."""
    before, after = text[:place].rstrip(), text[place + 1 :].lstrip()
    if not before or not (after[:1].isdigit() or after[:1] in (".", "$")):
        return False
    return not (before[-1] in "eE" and before[-2:-1].isdigit())


def _range(low_text: str, high_text: str, unit: str, signed: bool) -> tuple[float, float]:
    low, high = read_amount(low_text), read_amount(high_text)
    if low.unit and not high.unit:
        raise Invalid("has a unit at its low end only: write it at the end")
    if not low.unit:
        low = low._replace(unit=high.unit, suffix=low.suffix or high.suffix)
    dollars = low.dollars or high.dollars
    ends = [amount_value(end._replace(dollars=dollars), unit) for end in (low, high)]
    if ends[0] > ends[1]:
        raise Invalid("has its low end above its high end: write 'LOW to HIGH', units at both ends")
    if not signed and ends[0] < 0:
        raise Invalid("is negative: write a positive number")
    return ends[0], _positive(ends[1], signed)


def _bound(text: str, side: str, unit: str, signed: bool) -> Figure:
    if "@" in text or _range_ends(text.strip()):
        raise Invalid("is both a bound and a range: write '>30T' or 'LOW to HIGH'")
    value = amount_value(read_amount(text.strip()), unit)
    if not signed and value < 0:
        raise Invalid("is negative: write a positive number")
    low, high = (value, math.inf) if side == "low" else (-math.inf, value)
    return Figure("bound", value, low, high, LEVEL, False, unit, text)


def _positive(value: float, signed: bool) -> float:
    if not signed and value <= 0:
        raise Invalid("is not positive: write a number above 0, or leave it out if unknown")
    return value


def format_number(x: float, digits: int = 3) -> str:
    """A number for reading: plain from 0.001 to 100000, else like 3.29e24.

    >>> format_number(3.2856e24), format_number(0.38494), format_number(2788), format_number(2.0)
    ('3.29e24', '0.385', '2788', '2')
    """
    mantissa, _, exponent = f"{x:.{digits - 1}e}".partition("e")
    if x == 0 or not math.isfinite(x):
        return f"{x + 0.0:g}"
    if not 1e-3 <= abs(x) < 1e5:
        return f"{mantissa}e{int(exponent)}"
    plain = f"{x:.{max(0, digits - 1 - int(exponent))}f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def brief(entered: object) -> str:
    """What was entered, with four digits of numbers that are written out longer.

    >>> brief("1.22903225806e+24 to 1.1811e+27"), brief(540350000000.0), brief("14.8T")
    ('1.229e24 to 1.181e27', '5.404e11', '14.8T')
    """
    return _LONG.sub(lambda found: f"{float(found[0]):.4g}".replace("e+", "e"), str(entered))


_LONG = re.compile(r"\b(?:[0-9]{7,}(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?e[+-]?[0-9]+)\b")


def format_range(low: float, median: float, high: float, unit: str) -> str:
    """A value with its 90 % range; an exact one stands alone.

    >>> format_range(2.8e24, 3.2856e24, 3.9e24, "FLOP")
    '3.29e24 FLOP [2.80e24, 3.90e24]'
    >>> format_range(0.4, 0.4, 0.4, "share")
    '0.4'
    """
    head = format_number(median)
    if unit not in ("", "share"):
        head = f"{head} {unit}"
    if low == high:
        return head
    return f"{head} [{format_number(low)}, {format_number(high)}]"
