"""Plain items of evidence: rows that can be written as they were read."""

from __future__ import annotations

from typing import Any

FIELDS = (
    *("stance", "strength", "directness", "quote", "locator", "probability", "published"),
    *("origin", "relayed_from_grade", "verified", "verified_note", "note"),
)
"""What a plain item may have besides its claim and its source."""

Row = tuple[Any, ...]
"""The slug of its claim, its key, the slug of its source, and what it has of FIELDS or None."""

CLAIM, KEY, SOURCE, PUBLISHED = 0, 1, 2, 3 + FIELDS.index("published")
"""Where some of them stand in a row."""


def fields_of(row: Row) -> dict[str, Any]:
    """The fields of a row by their names, without those that it lacks."""
    named = zip(("claim", "source", *FIELDS), (row[CLAIM], *row[SOURCE:]), strict=True)
    return {name: value for name, value in named if value is not None}
