"""One thing's name in place of another's, wherever a record refers to it.

A content key is made of names, so that a record whose names change may get another key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from evidence.core.forms import as_mapping, from_mapping
from evidence.core.judging import all_units
from evidence.core.ledger import Ledger
from evidence.core.records import SUBJECT_KINDS, Claim, Record, claim_and_unit, kind_of

_SLUGS: Mapping[str, frozenset[str]] = {
    "sources": frozenset(("source", "repeats")),
    "claims": frozenset(("asserts",)),
    "organizations": frozenset(
        ("organization", "party", "publisher", "origin", "group", "derived_from")
    ),
    "hardware": frozenset(("hardware", "as")),
}
"""For each kind, the fields that hold the slug of one of it, or a name that may be its slug."""

_REFERENCES = frozenset(
    ("subject", "about", "units", "units_variants", "hardware", "as")  # chips in `computed_by`
)
"""The fields that hold references to subjects."""

_OF_FIELDS = ("supersedes", "computed_by", "inputs")
"""The fields whose mapping has names of fields for its keys."""


class Renaming(NamedTuple):
    """One thing that is to be called by another's name."""

    kind: str
    gone: str
    kept: str
    roll_calls: frozenset[str] = frozenset()
    """The claims of which the subject that goes is a unit."""

    def record(self, record: Record) -> Record:
        """The record with the name replaced; the same one where it does not hold the name."""
        fields = as_mapping(record)
        after = {name: self._value(name, value) for name, value in fields.items()}
        return record if after == fields else from_mapping(kind_of(record), after)

    def reference(self, ref: str) -> str:
        """A reference to a subject, by its new name."""
        return self._new if ref == self._old and self._old else ref

    def slug(self, kind: str, slug: str) -> str:
        """The slug of a thing of some kind, by its new name."""
        return self.kept if (kind, slug) == (self.kind, self.gone) else slug

    @property
    def _old(self) -> str:
        return f"{SUBJECT_KINDS[self.kind]}:{self.gone}" if self.kind in SUBJECT_KINDS else ""

    @property
    def _new(self) -> str:
        return f"{SUBJECT_KINDS[self.kind]}:{self.kept}"

    def _value(self, field: str, value: Any) -> Any:
        if isinstance(value, Mapping):
            inner = field in _OF_FIELDS
            return {name: self._value(name if inner else field, v) for name, v in value.items()}
        if isinstance(value, list):
            after = [self._value(field, item) for item in value]
            return list(dict.fromkeys(after)) if after != value else value
        return self._name(field, value) if isinstance(value, str) else value

    def _name(self, field: str, name: str) -> str:
        if field == "claim":
            return self._claim(name)
        if field in _SLUGS.get(self.kind, ()) and name == self.gone:
            return self.kept
        return self.reference(name) if field in _REFERENCES else name

    def _claim(self, reference: str) -> str:
        slug, unit = claim_and_unit(reference)
        if unit is not None and slug in self.roll_calls and unit == self.gone:
            unit = self.kept
        slug = self.slug("claims", slug)
        return slug if unit is None else f"{slug}/{unit}"


def renaming(ledger: Ledger, kind: str, gone: str, kept: str) -> Renaming:
    """What puts the name of one thing in place of another's, both of one kind."""
    old = Renaming(kind, gone, kept)
    units_in = (
        claim.slug
        for claim in ledger.of_kind("claims")
        if isinstance(claim, Claim) and any(old.reference(r) != r for r in all_units(claim))
    )
    return old._replace(roll_calls=frozenset(units_in))
