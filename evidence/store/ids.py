"""The integers by which rows refer to each other: looked up, or given to new rows.

The writer holds the only write lock, so the next number is simply one more than the highest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evidence.core.errors import Invalid
from evidence.core.records import Claim, Record, Source, Subject, claim_and_unit
from evidence.store.decoding import batches
from evidence.store.queries import Rows
from evidence.store.scenarios import ScenarioChange

_LOOKUPS = {
    "subject": ("subject_ids", "of_subjects", "slugs"),
    "source": ("source_ids", "of_sources", "slugs"),
    "claim": ("claim_ids", "of_claims", "claims"),
    "derivation": ("derivation_ids", "of_derivations", "slugs"),
}


class Ids:
    """The ids of what a set of changes refers to."""

    def __init__(self, reader: Rows) -> None:
        self._reader = reader
        self._known: dict[tuple[str, str], int] = {}

    def learn(self, records: Iterable[Record]) -> None:
        """Look up everything that the records are or refer to."""
        self._look_up({name for record in records for name in _names(record)})

    def learn_scenarios(self, changes: Sequence[ScenarioChange]) -> None:
        """Look up the scenarios and the subjects that they refer to, and number new ones."""
        given = [one for pair in changes for one in pair if one is not None]
        refs = {ref for one in given for ref in (one.subject, *(i.subject for i in one.inputs))}
        self._look_up({("subject", ref) for ref in refs if ref})
        self._look_up({("derivation", one.slug) for one in given})
        self._assign([("derivation", one.slug) for one in given])

    def learn_named(self, sources: Iterable[str], subjects: Iterable[str | None]) -> None:
        """Look up sources by slug and subjects by reference."""
        self._look_up({("source", slug) for slug in sources})
        self._look_up({("subject", ref) for ref in subjects if ref})

    def assign(self, records: Iterable[Record]) -> None:
        """Give numbers to the named things among these new records."""
        self._assign([name for record in records for name in _own(record)])

    def subject(self, ref: str) -> int:
        """The id of a subject by its reference; raises Invalid if there is none."""
        return self._id("subject", ref)

    def source(self, slug: str) -> int:
        """The id of a source by its slug; raises Invalid if there is none."""
        return self._id("source", slug)

    def claim(self, slug: str) -> int:
        """The id of a claim by its slug; raises Invalid if there is none."""
        return self._id("claim", slug)

    def derivation(self, slug: str) -> int:
        """The id of a scenario by its slug; raises Invalid if there is none."""
        return self._id("derivation", slug)

    def _id(self, kind: str, name: str) -> int:
        try:
            return self._known[kind, name]
        except KeyError:
            raise Invalid(f"there is no {kind} called '{name}'", "add it first") from None

    def _look_up(self, names: set[tuple[str, str]]) -> None:
        for kind, (query, suffix, parameter) in _LOOKUPS.items():
            slugs = sorted({name.rpartition(":")[2] for other, name in names if other == kind})
            for batch in batches(slugs):
                for *parts, number in self._reader.rows(query, suffix, **{parameter: batch}):
                    self._known[kind, ":".join(parts)] = number

    def _assign(self, names: Sequence[tuple[str, str]]) -> None:
        new = [name for name in names if name not in self._known]
        if not new:
            return
        highest = dict(self._reader.rows("highest_ids"))
        for kind, name in new:
            highest[kind] += 1
            self._known[kind, name] = highest[kind]


def _own(record: Record) -> list[tuple[str, str]]:
    if isinstance(record, Subject):
        return [("subject", record.ref)]
    if isinstance(record, Source):
        return [("source", record.slug)]
    return [("claim", record.slug)] if isinstance(record, Claim) else []


def _names(record: Record) -> list[tuple[str, str]]:
    names = _own(record)
    if isinstance(record, Subject):
        names += [
            ("subject", f"organization:{record.organization}"),
            ("subject", f"hardware:{record.hardware}"),
        ]
    elif isinstance(record, Claim):
        variants = (record.units_variants or {}).values()
        refs = [record.subject, *record.about, *record.units, *(r for v in variants for r in v)]
        names += [("subject", ref) for ref in refs if ref]
        names += [("claim", record.asserts or "")]
    elif not isinstance(record, Source):
        names += [("subject", getattr(record, "subject", ""))]
        names += [("claim", claim_and_unit(getattr(record, "claim", ""))[0])]
    if isinstance(record, Source):
        names += [("source", record.repeats or "")]
    else:
        names += [("source", getattr(record, "source", None) or "")]
    return [name for name in names if name[1]]
