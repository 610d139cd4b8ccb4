"""Days and partial dates.

A date is written `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. An imprecise date counts from the last day
that it covers: what is only known to be "2022-09" was certainly public on 2022-09-30.
"""

from __future__ import annotations

from functools import lru_cache

from evidence.core.errors import Invalid

SHAPES = "YYYY, YYYY-MM or YYYY-MM-DD"
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@lru_cache(maxsize=1 << 14)
def last_day(text: str) -> str:
    """The last day that a date covers; raises Invalid for anything that is no date.

    >>> last_day("2022-09"), last_day("2024"), last_day("2024-02")
    ('2022-09-30', '2024-12-31', '2024-02-29')
    """
    parts = text.split("-")
    if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]) or not _digits(parts):
        raise Invalid(f"'{text}' is not a date: write {SHAPES}")
    year, month = int(parts[0]), int(parts[1]) if len(parts) > 1 else 12
    if year < 1:
        raise Invalid(f"'{text}' is not a date: there is no year 0")
    if not 1 <= month <= 12:
        raise Invalid(f"'{text}' is not a date: there is no such month")
    length = _days_in(year, month)
    day = int(parts[2]) if len(parts) > 2 else length
    if not 1 <= day <= length:
        raise Invalid(f"'{text}' is not a date: that month has {length} days")
    return f"{year:04d}-{month:02d}-{day:02d}"


def days_before(day: str, days: int) -> str:
    """The day so many days before another; no day lies before the first of year 1.

    >>> days_before("2024-03-01", 1), days_before("0001-01-01", 1)
    ('2024-02-29', '0001-01-01')
    """
    from datetime import date

    return date.fromordinal(max(1, date.fromisoformat(day).toordinal() - days)).isoformat()


def _digits(parts: list[str]) -> bool:
    return all(part.isascii() and part.isdigit() for part in parts)


def _days_in(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _LENGTHS[month - 1]
