"""Finding things by the names people use: slugs, references, prefixes of keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from evidence.core.errors import EvidenceError, Invalid, NotFound
from evidence.core.ledger import Ledger, identity
from evidence.core.records import (
    SINGULAR,
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

if TYPE_CHECKING:
    from evidence.core.numbers import Figure
    from evidence.workspace import Thing

SHORTEST_PREFIX = 4


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


def named(ledger: Ledger, wanted: str) -> Record:
    """The record of a slug, a reference or an unambiguous prefix of a key; raises NotFound."""
    found = [r for r in ledger if wanted in _names(r)]
    if not found and len(wanted) >= SHORTEST_PREFIX:
        found = [r for r in ledger if getattr(r, "key", "").startswith(wanted)]
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


def thing(ledger: Ledger, wanted: str) -> Thing:
    """A record with the records that refer to it and those that it refers to."""
    from evidence.workspace import Thing

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


def peak(location: str, hardware: str, number_format: str, sparsity: str) -> tuple[Figure, str]:
    """A chip's peak and where it comes from: the database, or the shipped chips without one."""
    from evidence.core.observing import readings
    from evidence.core.routes import peak_of
    from evidence.workspace import today

    ledger, origin = _chips(location)
    ref = f"hardware:{hardware}"
    if ledger.subject(ref) is None:
        near = nearest(hardware, (name(r) for r in ledger.of_kind("hardware")))
        hint = f"did you mean '{near}'?" if near else "give --peak instead"
        raise NotFound(f"no hardware is called '{hardware}'", hint)
    known = readings(ledger, ref, today())
    found = peak_of(ledger, ref, known, number_format, sparsity)
    if found is None or found.figure is None:
        raise NotFound(
            f"no {sparsity} {number_format} peak of '{hardware}' is known", "give --peak instead"
        )
    o = found.observation
    return found.figure, f"peak of {hardware}: {sparsity} {number_format}, {o.source}, {origin}"


def _chips(location: str) -> tuple[Ledger, str]:
    """The chips of the database; without one, those shipped with the program."""
    from evidence.workspace import Workspace

    try:
        return Workspace(location).ledger(), "from the database"
    except EvidenceError:
        from evidence.shipped import ledger

        return ledger(), "from the shipped chips"
