"""Finding things by the names people use: slugs, references, prefixes of keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from evidence.core.errors import Invalid, NotFound
from evidence.core.ledger import Ledger, identity
from evidence.core.records import (
    SINGULAR,
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
    kind_of,
)


def title(record: Record) -> str:
    """A record's kind and name, as messages speak of it."""
    return f"{SINGULAR[kind_of(record)]} {name(record)}"


def name(record: Record) -> str:
    """The slug, the key, or what identifies a record that has neither."""
    if isinstance(record, Selection):
        return f"{record.subject} {record.attribute}"
    return identity(record)[-1]


def nearest(wrong: str, known: Iterable[str]) -> str | None:
    """The known name most like a wrong one, if any is like it."""
    from difflib import get_close_matches

    names = list(known)
    found = get_close_matches(wrong, names, 1, 0.6)
    return found[0] if found else next((n for n in names if wrong and wrong in n), None)


_LISTS = {
    "source": "'evidence list sources', or add it with 'evidence add source'",
    "claim": "'evidence list claims'",
    "subject": "'evidence list models', or hardware, clusters, organizations, laws",
}


def unknown(what: str, wanted: str, known: Iterable[str]) -> NotFound:
    """The error for a name that nothing has, with the nearest that something has."""
    near = nearest(wanted, known)
    hint = f"did you mean '{near}'?" if near else f"see {_LISTS[what]}"
    return NotFound(f"no {what} is called '{wanted}'", hint)


def require_names(ledger: Ledger, record: Record) -> None:
    """Raise NotFound unless the claim, subject and source that a record names are there."""
    if isinstance(record, Evidence | Search | Resolution):
        slug = claim_and_unit(record.claim)[0]
        if ledger.claim(slug) is None:
            raise unknown("claim", slug, _slugs(ledger, "claims"))
    if isinstance(record, Observation):
        reference(ledger, record.subject)
    named_source = getattr(record, "source", None)
    if named_source is not None and ledger.source(named_source) is None:
        raise unknown("source", named_source, _slugs(ledger, "sources"))


def _slugs(ledger: Ledger, kind: str) -> list[str]:
    return [getattr(record, "slug", "") for record in ledger.of_kind(kind)]


def reference(ledger: Ledger, wanted: str) -> str:
    """The reference of a subject named by its bare slug or an alias; raises NotFound, Invalid."""
    if ledger.subject(wanted) is not None:
        return wanted
    refs = [f"{t}:{wanted}" for t in SUBJECT_KINDS.values() if ledger.subject(f"{t}:{wanted}")]
    refs = refs or [subject.ref for subject in _called(ledger, wanted)]
    if len(refs) == 1:
        return refs[0]
    if refs:
        raise Invalid(f"'{wanted}' is the name of {' and of '.join(refs)}: name one of them")
    known = [subject.ref for kind in SUBJECT_KINDS for subject in ledger.subjects(kind)]
    raise unknown("subject", wanted, known)


def _called(ledger: Ledger, alias: str) -> list[Subject]:
    """The subjects that have this alias, as one has that another was merged into."""
    type_, _, other = alias.rpartition(":")
    subjects = (record for record in ledger if isinstance(record, Subject))
    return [s for s in subjects if other in s.aliases and type_ in ("", s.type)]


def named(ledger: Ledger, wanted: str) -> Record:
    """The record of a slug, a reference, a key's beginning or an alias; raises NotFound."""
    found = [r for r in ledger if wanted in _names(r)]
    if not found and wanted:
        found = [r for r in ledger if getattr(r, "key", "").startswith(wanted)]
    found = found or [*_called(ledger, wanted)]
    if len(found) > 1:
        raise Invalid(f"'{wanted}' names {', '.join(_full(r) for r in found[:5])}: say which")
    if found:
        return found[0]
    near = nearest(wanted, (n for record in ledger for n in _names(record)))
    hint = f"did you mean '{near}'?" if near else "see 'evidence search TEXT'"
    raise NotFound(f"nothing is called '{wanted}'", hint)


def _full(record: Record) -> str:
    return f"{SINGULAR[kind_of(record)]}:{name(record)}"


def _names(record: Record) -> tuple[str, ...]:
    if isinstance(record, Selection | Resolution):
        return (_full(record),)
    return name(record), _full(record)


def fitting(ledger: Ledger, tags: Sequence[str], about: str | None) -> list[str]:
    """The slugs of the claims that have all these tags and are about this subject."""
    return [c.slug for c in ledger.claims() if set(tags) <= set(c.tags) and _is_about(c, about)]


def _is_about(claim: Claim, wanted: str | None) -> bool:
    subjects = ({claim.subject} if claim.subject else set()) | {*claim.about, *claim.units}
    return wanted is None or any(wanted in (ref, ref.partition(":")[2]) for ref in subjects)


class Thing(NamedTuple):
    """One record and everything that it names or is named by."""

    kind: str
    record: Record
    around: Ledger


def thing(ledger: Ledger, wanted: str) -> Thing:
    """A record with the records that refer to it and those that it refers to."""
    record = named(ledger, wanted)
    near = Ledger(r for r in ledger if r != record and _linked(record, r))
    return Thing(kind_of(record), record, near)


def _linked(one: Record, other: Record) -> bool:
    return bool(_full(one) in references(other) or _full(other) in references(one))


def references(record: Record) -> set[str]:
    """What a record refers to, each as `kind:name`."""
    found: set[str | None] = set()
    if isinstance(record, Evidence | Search):
        found |= {f"claim:{claim_and_unit(record.claim)[0]}", _to("source", record.source)}
    elif isinstance(record, Observation):
        found |= {record.subject, f"source:{record.source}"}
    elif isinstance(record, Claim):
        found |= {record.subject, *record.about, *record.units, _to("claim", record.asserts)}
    elif isinstance(record, Subject):
        found |= {_to("organization", record.organization), _to("hardware", record.hardware)}
        found.add(_to("source", record.source))
    elif isinstance(record, Source):
        found |= {_to("source", record.repeats), _to("organization", record.party)}
    elif isinstance(record, Selection):
        found.add(record.subject)
    else:
        found |= {f"claim:{record.claim}", _to("source", record.source)}
    return {ref for ref in found if ref}


def _to(kind: str, slug: str | None) -> str | None:
    return f"{kind}:{slug}" if slug else None
