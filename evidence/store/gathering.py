"""All that one judgement needs and no more: the part of a large database around a claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from evidence.core.ledger import Ledger, identity
from evidence.core.records import (
    Claim,
    Evidence,
    Observation,
    Record,
    Resolution,
    Search,
    Selection,
    Source,
    Subject,
    claim_and_unit,
)
from evidence.core.vocabulary import COMPARED_WITH
from evidence.store.decoding import records_named
from evidence.store.queries import Rows

R = TypeVar("R", bound=Record)


class Gathering:
    """Records found so far, and what they name that has not been asked for yet."""

    def __init__(self, reader: Rows) -> None:
        self._reader = reader
        self._found: dict[tuple[str, ...], Record] = {}
        self._asked: set[tuple[str, str]] = set()
        self._fresh: list[Record] = []

    def claims(self, slugs: Iterable[str], *, items: bool = True) -> None:
        """Take these claims, and what bears on them."""
        wanted = list(slugs)
        kinds = ("claims", "evidence", "searches", "resolutions") if items else ("claims",)
        for kind in kinds:
            self._take(records_named(self._reader, kind, "of_claims", "claims", wanted))

    def items(self, given: Iterable[Record]) -> None:
        """Take these records, which are at hand."""
        listed = list(given)
        self._take(listed)
        self._asked |= {("source", one.slug) for one in listed if isinstance(one, Source)}
        self._asked |= {("subject", one.ref) for one in listed if isinstance(one, Subject)}

    def numbers(self, refs: Iterable[str]) -> None:
        """Take these subjects with the chips that they use, and the observations of both."""
        first = set(refs)
        self._subjects(first)
        chips = {chip for ref in first for chip in self._chips(ref)}
        self._subjects(chips)
        wanted = first | chips
        for kind in ("observations", "selections"):
            found = records_named(self._reader, kind, "of_subjects", "slugs", _slugs(wanted))
            self._take(record for record in found if record.subject in wanted)

    def ledger(self) -> Ledger:
        """What was found, together with all that it names in turn."""
        while self._completed():
            pass
        return Ledger.of(self._found)

    def subjects(self, refs: Iterable[str]) -> None:
        """Take these subjects, without their numbers."""
        self._subjects(refs)

    def named_by(self, records: Sequence[Record]) -> None:
        """Take what new records refer to, and what is there already of what they are."""
        self.claims({slug for record in records for slug in _rivals_on(record)})
        claims = {slug for record in records for slug in claims_of(record)}
        while new := self._new("claim", claims):
            self.claims(new, items=False)
            claims = {claim.asserts for claim in self.of(Claim) if claim.asserts}
        self.numbers({r.subject for r in records if isinstance(r, Observation | Selection)})
        self._subjects({*_subjects(records), *(r.ref for r in records if isinstance(r, Subject))})
        sources = {*_sources(records), *(r.slug for r in records if isinstance(r, Source))}
        named = self._new("source", sources)
        self._take(records_named(self._reader, "sources", "of_sources", "slugs", named))
        keys = self._new(
            "key", (k for r in records if isinstance(r, Observation) for k in r.derived_from)
        )
        self._take(
            records_named(self._reader, "observations", "observations_of_keys", "keys", keys)
        )

    def of(self, shape: type[R]) -> list[R]:
        """The records of one shape found so far."""
        return [record for record in self._found.values() if isinstance(record, shape)]

    def _take(self, records: Iterable[Record]) -> None:
        for record in records:
            self._found[identity(record)] = record
            self._fresh.append(record)

    def _completed(self) -> bool:
        """Take what the records found since name; False if nothing was left to ask for."""
        fresh, self._fresh = self._fresh, []
        numbers = (one for one in fresh if isinstance(one, Observation))
        keys = self._new("key", (key for one in numbers for key in one.derived_from))
        if keys:
            self._take(
                records_named(self._reader, "observations", "observations_of_keys", "keys", keys)
            )
        sources = self._new("source", _sources(fresh))
        if sources:
            self._take(records_named(self._reader, "sources", "of_sources", "slugs", sources))
        subjects = set(_subjects(fresh))
        return bool(self._subjects(subjects)) or bool(keys) or bool(sources)

    def _subjects(self, refs: Iterable[str]) -> list[str]:
        wanted = self._new("subject", refs)
        if wanted:
            found = records_named(self._reader, "subjects", "of_subjects", "slugs", _slugs(wanted))
            self._take(record for record in found if record.ref in set(wanted))
        return wanted

    def _new(self, kind: str, names: Iterable[str]) -> list[str]:
        new = sorted({name for name in names if (kind, name) not in self._asked})
        self._asked.update((kind, name) for name in new)
        return new

    def _chips(self, ref: str) -> list[str]:
        return [
            f"hardware:{subject.hardware}"
            for subject in self.of(Subject)
            if subject.ref == ref and subject.hardware
        ]


def subjects_of(claim: Claim) -> set[str]:
    """The subjects whose numbers a claim may be judged by."""
    listed = [ref for refs in (claim.units_variants or {}).values() for ref in refs]
    computed = _texts(claim.computed_by)
    named = {ref for text in computed for ref in _refs_in(text)}
    subject = [claim.subject] if claim.subject else []
    compared = [f"hardware:{COMPARED_WITH}"] if claim.attribute == "h100_equivalent" else []
    return {*subject, *claim.about, *claim.units, *listed, *named, *compared}


def claims_of(record: Record) -> list[str]:
    """The claims that a record is, or is on, or asserts."""
    if isinstance(record, Claim):
        return [record.slug, *([record.asserts] if record.asserts else [])]
    if isinstance(record, Evidence | Search | Resolution):
        return [claim_and_unit(record.claim)[0]]
    return []


def _rivals_on(record: Record) -> list[str]:
    """The claims whose items tell whether a record fits: it ends one, or lists their units."""
    if isinstance(record, Evidence) and record.supersedes:
        return claims_of(record)
    return [record.slug] if isinstance(record, Claim) and record.kind == "prevalence" else []


def _sources(records: Iterable[Record]) -> Iterator[str]:
    for record in records:
        name = record.repeats if isinstance(record, Source) else getattr(record, "source", None)
        if name:
            yield name


def _subjects(records: Iterable[Record]) -> Iterator[str]:
    for record in records:
        if isinstance(record, Claim):
            yield from subjects_of(record)
        elif isinstance(record, Subject):
            if record.organization:
                yield f"organization:{record.organization}"
            if record.hardware:
                yield f"hardware:{record.hardware}"
        elif isinstance(record, Observation):
            yield record.subject
        if party := _party(record):
            yield f"organization:{party}"


def _party(record: Record) -> str | None:
    """Who speaks in a source, or whose words an item or a number is."""
    if isinstance(record, Evidence | Observation):
        return record.origin
    return record.party if isinstance(record, Source) else None


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)


def _refs_in(text: str) -> list[str]:
    """The subjects that an input may mean: a reference, or the bare slug of a chip or law."""
    if len(text) > 100 or " " in text:
        return []
    return [text] if ":" in text else [f"hardware:{text}", f"law:{text}"]


def _slugs(refs: Iterable[str]) -> list[str]:
    return [ref.partition(":")[2] for ref in refs]
