"""Where an axis has its marks, and what is written at them."""

from __future__ import annotations

import math
from datetime import date, timedelta

from evidence.core.numbers import format_number
from evidence.reports.charts.chart import Datum, Span

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
MINUS = "\u2212"
"""As wide as a plus."""

_NICE = (1, 2, 2.5, 5, 10)


def numbers(span: Span, most: int = 6) -> list[Datum]:
    """Marks at round numbers, or at powers of ten where the axis is logarithmic."""
    values = _powers(span, most) if span.logarithmic else _round(span, most)
    labels = _told_apart(values, span.logarithmic)
    return [{"value": value, "label": label} for value, label in zip(values, labels, strict=True)]


def _told_apart(values: list[float], logarithmic: bool) -> list[str]:
    """Labels with as many digits as it takes: of 1000 and 1000.005 six are not enough."""
    for digits in range(6, 17):
        labels = [number(value, digits) for value in values]
        if len(set(labels)) == len(values):
            break
    if logarithmic and any("e" in label for label in labels):
        return [_scientific(value, digits) for value in values]
    return labels


def number(value: float, digits: int = 6) -> str:
    """A number at an axis: powers of ten bare, small ones plain.

    >>> number(1e24), number(2e24), number(0.25), number(1e5)
    ('1e24', '2e24', '0.25', '1e5')
    """
    plain = 1e-4 < abs(value) < 1e5 or not value
    size = f"{abs(value):.{digits}g}" if plain else _scientific(abs(value), digits)
    return f"{MINUS}{size}" if value < 0 else size


def _scientific(value: float, digits: int) -> str:
    mantissa, _, exponent = f"{value:.{digits - 3}e}".partition("e")
    return f"{float(mantissa):.{digits}g}e{int(exponent)}"


def _round(span: Span, most: int) -> list[float]:
    width = span.high - span.low
    rough = width / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(n * power for n in _NICE if n * power >= rough * (1 - 1e-9))
    first = math.ceil(span.low / step - 1e-9)
    last = math.floor(span.high / step + 1e-9)
    return [round(n * step, 12) + 0.0 for n in range(first, last + 1)]


def _powers(span: Span, most: int) -> list[float]:
    """Powers of ten; of a short axis also 2 and 5, of a very short one round numbers."""
    low, high = math.log10(span.low), math.log10(span.high)
    for digits in ((1,), (1, 2, 5), (1, 2, 3, 4, 5, 6, 7, 8, 9)):
        powers = range(math.floor(low), math.ceil(high) + 1)
        values = [d * 10.0**p for p in powers for d in digits]
        inside = [v for v in values if span.low <= v * (1 + 1e-9) and v <= span.high * (1 + 1e-9)]
        if len(inside) >= 3:
            break
    if len(inside) < 2:
        return _round(span, most)
    every = math.ceil(len(inside) / most)
    return inside[::every]


def dates(first: date, last: date, most: int = 7) -> list[Datum]:
    """Marks at the starts of years, quarters, months or days; the value is the ordinal day."""
    days = (last - first).days
    for months in (1, 3, 6, 12, 24, 60, 120):
        if days / (30.44 * months) <= most:
            return _by_months(first, last, months) if days > 62 else _by_days(first, last, most)
    return _by_months(first, last, 240)


def _by_months(first: date, last: date, months: int) -> list[Datum]:
    found = []
    start = first.year * 12 // months * months
    for count in range(start, last.year * 12 + 12, months):
        day = date(max(1, count // 12), count % 12 + 1, 1)
        if first <= day <= last:
            word = str(day.year) if day.month == 1 else f"{_MONTHS[day.month - 1]} {day.year}"
            found.append({"value": day.toordinal(), "label": word})
    return found


def _by_days(first: date, last: date, most: int) -> list[Datum]:
    step = max(1, math.ceil(((last - first).days + 1) / most))
    days = (first + timedelta(n) for n in range(0, (last - first).days + 1, step))
    return [{"value": day.toordinal(), "label": day.isoformat()} for day in days]


def padded(values: list[float], share: float = 0.05) -> Span:
    """The span of some numbers with room at both ends, logarithmic if all are positive."""
    low, high = min(values), max(values)
    if low > 0:
        ends = math.log10(low), math.log10(high)
        room = max((ends[1] - ends[0]) * share, 0.05)
        return Span(10 ** (ends[0] - room), 10 ** (ends[1] + room), True)
    room = max((high - low) * share, max(-low, high) * 1e-3) or 1.0
    return Span(low - room, high + room)


def probability(p: float) -> str:
    """A probability with two digits, with more near 0 and 1.

    >>> probability(0.5), probability(0.999)
    ('0.50', '0.999')
    """
    return f"{p:.2f}" if 0.01 <= p <= 0.99 else f"{p:.4g}"


def signed(db: float) -> str:
    """A weight with its sign, as wide for minus as for plus."""
    return f"{db:+.2f}".replace("-", MINUS)


def figure(value: float) -> str:
    """A number beside a mark, with two digits.

    >>> figure(3.2856e24), figure(0.5)
    ('3.3e24', '0.5')
    """
    text = format_number(abs(value), 2)
    return f"{MINUS}{text}" if value < 0 else text
