"""How the fields of records become columns: the same names, each held in one of a few ways."""

from __future__ import annotations

ENTERED = frozenset(
    {"aliases", "authors", "computed_by", "derived_from", "fitted_high", "fitted_low", "high"}
    | {"low", "supersedes", "tags", "value"}
)
"""Fields kept as canonical JSON, so that 8, 8.0, "8" and a list come back as they were entered."""

LISTED = frozenset({"about", "aliases", "authors", "derived_from", "tags", "units"})
"""Fields that are an empty tuple where nothing was given."""

CHILDREN = frozenset({"about", "units", "units_variants"})
"""Fields of a claim that have rows of their own."""

FLOATS = frozenset({"detection", "prior", "probability", "threshold"})
"""Fields that the database holds as floating point numbers."""
