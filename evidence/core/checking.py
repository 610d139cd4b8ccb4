"""Whether records fit together: every reference leads somewhere, and nothing leads in a circle."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from evidence.core.judging import UNNAMED, all_units, speaker
from evidence.core.ledger import Ledger
from evidence.core.records import (
    SUBJECT_KINDS,
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
from evidence.core.visibility import missing_parts, public_from, targets

SUGGESTED = 20
"""Problems that come with a suggestion; comparing with every slug takes time."""


class Problem(NamedTuple):
    """What is wrong with a record, and what to do."""

    record: Record
    message: str


def named(record: Record) -> str:
    """The words by which a reader tells a record from others of its kind: its slug or key."""
    if isinstance(record, Subject | Source | Claim):
        return record.slug
    if isinstance(record, Resolution):
        return record.claim
    if isinstance(record, Selection):
        return f"{record.subject} {record.attribute}"
    return record.key


def did_you_mean(word: str, among: Iterable[str]) -> str:
    """A question naming the nearest of some words; empty where none is near.

    >>> did_you_mean("suports", ("supports", "refutes"))
    "did you mean 'supports'?"
    """
    from difflib import get_close_matches

    close = [w for w in among if abs(len(w) - len(word)) <= 4 and _shares(word, w)]
    near = get_close_matches(word.lower()[:80], close[:2000], n=1)
    return f"did you mean '{near[0]}'?" if near else ""


def problems(ledger_after: Ledger, records: Iterable[Record]) -> list[Problem]:
    """What is wrong with these records in the ledger that already holds them."""
    check = _Check(ledger_after)
    found: list[Problem] = []
    for record in records:
        found.extend(Problem(record, message) for message in dict.fromkeys(check.of(record)))
    return found


def warnings(ledger: Ledger, records: Iterable[Record]) -> list[Problem]:
    """What these records lack in order to count."""
    found: list[Problem] = []
    for record in records:
        found.extend(Problem(record, message) for message in _lacking(ledger, record))
    return found


class _Check:
    """The references of records, looked up in one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._suggested = 0
        self._slugs: dict[str, list[str]] = {}
        self._followed: dict[str, set[str]] = {}

    def of(self, record: Record) -> Iterator[str]:
        """Everything that is wrong with a record."""
        if isinstance(record, Subject):
            yield from self._subject(record)
        elif isinstance(record, Source):
            yield from self._slug("repeats", "sources", record.repeats)
            yield from self._circle("repeats", record.slug, self._repeated)
        elif isinstance(record, Claim):
            yield from self._claim(record)
        elif isinstance(record, Evidence):
            yield from self._claim_reference(record.claim)
            yield from self._slug("source", "sources", record.source)
            yield from self._supersedes(record)
        elif isinstance(record, Observation):
            yield from self._observation(record)
        elif isinstance(record, Search):
            yield from self._claim_reference(record.claim)
            yield from self._slug("source", "sources", record.source)
        elif isinstance(record, Selection):
            yield from self._selection(record)
        else:
            yield from self._slug("claim", "claims", record.claim)
            yield from self._slug("source", "sources", record.source)

    def _subject(self, subject: Subject) -> Iterator[str]:
        yield from self._slug("organization", "organizations", subject.organization)
        yield from self._slug("hardware", "hardware", subject.hardware)
        yield from self._slug("source", "sources", subject.source)

    def _claim(self, claim: Claim) -> Iterator[str]:
        yield from self._ref("subject", claim.subject)
        for ref in claim.about:
            yield from self._ref("about", ref)
        units = all_units(claim)
        for ref in units:
            yield from self._ref("units", ref)
        yield from _same_names(units)
        yield from self._slug("asserts", "claims", claim.asserts)
        yield from self._circle("asserts", claim.slug, self._asserted)
        yield from self._left_behind(claim, units)

    def _left_behind(self, claim: Claim, units: tuple[str, ...]) -> Iterator[str]:
        """Units that the claim no longer lists, although there is evidence on them."""
        known = {ref.partition(":")[2] for ref in units}
        for item in self._ledger.bearing_on(claim.slug):
            unit = claim_and_unit(item.claim)[1]
            if unit is not None and unit not in known:
                known.add(unit)
                yield f"units lacks '{unit}', on which there is evidence ({item.key}): keep it"

    def _observation(self, number: Observation) -> Iterator[str]:
        yield from self._ref("subject", number.subject)
        yield from self._slug("source", "sources", number.source)
        yield from self._supersedes(number)
        for entry in number.derived_from:
            if _looks_like_key(entry) and self._ledger.observation(entry) is None:
                yield f"derived_from '{entry}' is no observation: write the key of one, or a party"
        yield from self._circle("derived_from", number.key, self._derived)

    def _selection(self, selection: Selection) -> Iterator[str]:
        yield from self._ref("subject", selection.subject)
        if selection.observation is None:
            return
        keys = [
            number.key
            for number in self._ledger.observations_of(selection.subject)
            if number.attribute == selection.attribute
            and number.key.startswith(selection.observation)
        ]
        where = f"of {selection.attribute} of {selection.subject}"
        yield from _one_of(keys, "observation", selection.observation, where)

    def _claim_reference(self, reference: str) -> Iterator[str]:
        slug, unit = claim_and_unit(reference)
        claim = self._ledger.claim(slug)
        if claim is None:
            yield from self._slug("claim", "claims", slug)
        elif unit is not None and claim.kind != "prevalence":
            yield f"claim '{reference}' names a unit, but '{slug}' is no roll call: write '{slug}'"
        elif unit is not None:
            units = [ref.partition(":")[2] for ref in all_units(claim)]
            if unit not in units:
                remedy = self._suggestion(unit, lambda: units) or f"add it to the units of '{slug}'"
                yield f"claim '{reference}': '{unit}' is no unit of '{slug}': {remedy}"

    def _supersedes(self, record: Evidence | Observation) -> Iterator[str]:
        wanted = record.supersedes
        if wanted is None:
            return
        rivals: list[Evidence] | list[Observation]
        if isinstance(record, Evidence):
            owner = claim_and_unit(record.claim)[0]
            rivals = [r for r in self._ledger.bearing_on(owner) if isinstance(r, Evidence)]
        else:
            owner = record.subject
            rivals = self._ledger.observations_of(owner)
        shown = wanted if isinstance(wanted, str) else ", ".join(f"{v}" for v in wanted.values())
        keys = targets(record, rivals)
        if not keys and isinstance(wanted, str) and record.key.startswith(wanted):
            yield f"supersedes '{shown}' is the record itself: write the key of the older one"
        else:
            yield from _one_of(keys, "supersedes", shown, f"on {owner}")
        if len(keys) == 1:
            by_key = {r.key: r for r in rivals if r.supersedes}
            yield from self._circle(
                f"supersedes on {owner}",
                record.key,
                lambda key: targets(by_key[key], rivals) if key in by_key else (),
            )

    def _slug(self, field: str, kind: str, slug: str | None) -> Iterator[str]:
        if slug is not None and self._ledger.get((kind, slug)) is None:
            yield self._unknown(field, slug, kind, slug)

    def _ref(self, field: str, ref: str | None) -> Iterator[str]:
        if ref is None or self._ledger.subject(ref) is not None:
            return
        type_, _, slug = ref.partition(":")
        kind = next((kind for kind, name in SUBJECT_KINDS.items() if name == type_), "")
        yield self._unknown(field, ref, kind, slug)

    def _unknown(self, field: str, given: str, kind: str, slug: str) -> str:
        remedy = self._suggestion(slug, lambda: self._known(kind)) or f"add it to {kind}"
        return f"{field} '{given}' does not exist: {remedy}"

    def _known(self, kind: str) -> Collection[str]:
        if kind not in self._slugs:
            self._slugs[kind] = [named(record) for record in self._ledger.of_kind(kind)]
        return self._slugs[kind]

    def _suggestion(self, word: str, among: Callable[[], Iterable[str]]) -> str:
        self._suggested += 1
        return did_you_mean(word, among()) if self._suggested <= SUGGESTED else ""

    def _repeated(self, slug: str) -> list[str]:
        source = self._ledger.source(slug)
        return [source.repeats] if source and source.repeats else []

    def _asserted(self, slug: str) -> list[str]:
        claim = self._ledger.claim(slug)
        return [claim.asserts] if claim and claim.asserts else []

    def _derived(self, key: str) -> list[str]:
        number = self._ledger.observation(key)
        return [entry for entry in number.derived_from if _looks_like_key(entry)] if number else []

    def _circle(
        self, field: str, start: str, following: Callable[[str], Iterable[str]]
    ) -> Iterator[str]:
        """A circle that can be reached from here; each is reported once."""
        path, steps = [start], [iter(following(start))]
        on_path = {start}
        done = self._followed.setdefault(field, set())
        while steps and path[-1] not in done:
            step = next(steps[-1], None)
            if step is None:
                steps.pop()
                on_path.discard(path[-1])
                done.add(path.pop())
            elif step in on_path:
                yield f"{field} leads in a circle, {_drawn(path, step)}: remove one of the links"
                break
            elif step not in done:
                path.append(step)
                on_path.add(step)
                steps.append(iter(following(step)))
        done.update(path)


def _lacking(ledger: Ledger, record: Record) -> Iterator[str]:
    if isinstance(record, Evidence):
        missing = missing_parts(record, public_from(record, ledger))
        if missing:
            yield f"is kept as a draft and weighs nothing: it needs {' and '.join(missing)}"
    elif isinstance(record, Source) and speaker(record, ledger) == UNNAMED:
        yield "has no party: say who speaks, or it is pooled with all others that do not"
    elif isinstance(record, Observation):
        if public_from(record, ledger) is None:
            yield "has no date and is not used: write published here or in its source"
        if record.locator is None:
            yield "has no locator: say where in the source the number stands"


def _same_names(units: tuple[str, ...]) -> Iterator[str]:
    """Units that their slugs do not tell apart."""
    first: dict[str, str] = {}
    for ref in units:
        other = first.setdefault(ref.partition(":")[2], ref)
        if other != ref:
            yield f"units '{other}' and '{ref}' have the same slug: rename one of them"


def _one_of(keys: Collection[str], field: str, given: str, where: str) -> Iterator[str]:
    """What is wrong unless exactly one record is meant."""
    if not keys:
        yield f"{field} '{given}' is not found {where}: write the key of a record there"
    elif len(keys) > 1:
        some = ", ".join(sorted(keys)[:5])
        yield f"{field} '{given}' may be any of {some}: write more digits of the key"


def _drawn(path: list[str], step: str) -> str:
    """The part of a path that is a circle, shortened in the middle."""
    circle = [*path[path.index(step) :], step]
    return " -> ".join(circle if len(circle) < 10 else [*circle[:5], "...", *circle[-3:]])


def _looks_like_key(entry: str) -> bool:
    return len(entry) == 12 and all(c in "0123456789abcdef" for c in entry)


def _shares(word: str, other: str) -> bool:
    """Whether two words begin or end alike, which near ones nearly always do."""
    one, two = word.lower(), other.lower()
    return one[:1] == two[:1] or one[-2:] == two[-2:]
