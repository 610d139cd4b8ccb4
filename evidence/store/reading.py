"""The questions that are asked of a database, answered with core records.

Everything here is light to import: the standard library, the core records, and texts of SQL.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from evidence.core.errors import Invalid
from evidence.core.ledger import Ledger, identity
from evidence.core.records import (
    SUBJECT_KINDS,
    Claim,
    Observation,
    Record,
    Selection,
    Source,
    Subject,
)
from evidence.store.decoding import SHAPES, entered, records
from evidence.store.gathering import Gathering, claims_of, subjects_of
from evidence.store.queries import Rows

if TYPE_CHECKING:
    from evidence.store.history import Entry


LONGEST = 1000
"""Characters of the longest text that is looked for; SQLite itself refuses 50,000."""


class Keyed(NamedTuple):
    """An item that has a key instead of a name: of a claim (or claim/unit), or of a subject."""

    kind: str
    owner: str
    key: str


class Found(NamedTuple):
    """Something that a text was found in: a named thing, or an item of it by its key."""

    kind: str
    owner: str
    key: str
    text: str


def everything(reader: Rows) -> Ledger:
    """All records."""
    found: list[Record] = []
    for query in SHAPES:
        found.extend(records(reader, query))
    return Ledger(found)


def about_claims(reader: Rows, slugs: Sequence[str]) -> Ledger:
    """All that judging these claims needs, found through indexes only.

    The claims with their items and resolutions; their subjects, units and the chips and laws that
    they are computed by, with the observations and selections of these and of the chips they use;
    the observations that those derive from; every source with the whole chain that it repeats;
    and the organizations that own or speak. A slug that names no claim is left out.
    """
    gathering = Gathering(reader)
    gathering.claims(slugs)
    named = [subjects_of(claim) for claim in gathering.of(Claim)]
    gathering.numbers(set().union(*named))
    return gathering.ledger()


def about_records(reader: Rows, records: Sequence[Record]) -> Ledger:
    """All that telling whether these records fit needs: what they name, and what that names.

    The records themselves are not in it; those that are stored under their identities are.
    """
    gathering = Gathering(reader)
    gathering.named_by(records)
    return gathering.ledger()


def nearby(reader: Rows, records: Sequence[Record]) -> Ledger | None:
    """All that checking new records, and telling what they move, needs; None if that is no part.

    Of a chip, a law or a changed source anything may be worked out, so they have no neighbourhood.
    """
    if any(_is_everywhere(record) for record in records):
        return None
    gathering = Gathering(reader)
    gathering.named_by(records)
    subjects = {r.subject for r in records if isinstance(r, Observation | Selection)}
    about = {slug for ref in sorted(subjects) for slug in _claims_about(reader, ref)}
    gathering.claims({*about, *(slug for record in records for slug in claims_of(record))})
    claims = [*gathering.of(Claim), *(r for r in records if isinstance(r, Claim))]
    gathering.numbers(subjects.union(*map(subjects_of, claims)))
    ledger = gathering.ledger()
    changed = (r for r in records if isinstance(r, Source | Subject))
    return None if any(ledger.get(identity(r)) not in (None, r) for r in changed) else ledger


def _is_everywhere(record: Record) -> bool:
    named = ""
    if isinstance(record, Subject):
        named = record.ref
    elif isinstance(record, Observation | Selection):
        named = record.subject
    return named.startswith(("hardware:", "law:"))


def _claims_about(reader: Rows, ref: str) -> list[str]:
    type_, _, slug = ref.partition(":")
    return [claim for (claim,) in reader.rows("claims_about", type=type_, slug=slug)]


def bearing_on_claims(
    reader: Rows, slugs: Sequence[str], items: Iterable[Record] | None = None
) -> Ledger:
    """All that weighing the items on these claims, or some of them, needs; without numbers."""
    gathering = Gathering(reader)
    gathering.claims(slugs, items=items is None)
    gathering.items(items or ())
    return gathering.ledger()


def bearing_of_groups(
    reader: Rows, known: Ledger, slugs: Sequence[str], groups: Iterable[str]
) -> Ledger:
    """The same of the items that may be of these named groups; others may be among them.

    `known` holds the claims, and some of what their items name.
    """
    gathering = Gathering(reader)
    gathering.items(one for one in known if isinstance(one, Claim | Source | Subject))
    gathering.items(records(reader, "searches", "of_claims", claims=slugs))
    named = sorted(groups)
    gathering.items(records(reader, "evidence", "evidence_of_groups", claims=slugs, groups=named))
    return gathering.ledger()


def about_subject(reader: Rows, ref: str) -> Ledger:
    """All that deriving a subject's numbers needs, the claims that name it, and what it owns.

    The claims come without their evidence. An unknown reference gives an empty ledger.
    """
    gathering = Gathering(reader)
    gathering.numbers([ref])
    type_, _, slug = ref.partition(":")
    gathering.claims(_claims_about(reader, ref), items=False)
    gathering.subjects(owned for (owned,) in reader.rows("subjects_owned", type=type_, slug=slug))
    return gathering.ledger()


def slugs(reader: Rows, kind: str) -> list[str]:
    """The slugs of a kind of named things (`models`, `claims`, `derivations`), sorted."""
    if kind in SUBJECT_KINDS:
        rows = reader.rows("slugs_of_subjects", type=SUBJECT_KINDS[kind])
    else:
        rows = reader.rows(f"slugs_of_{_NAMED[kind]}")
    return sorted(slug for (slug,) in rows)


def keys(reader: Rows, prefix: str) -> list[Keyed]:
    """The items whose key begins with this prefix."""
    # Keys are hexadecimal, so everything that begins with the prefix sorts before prefix + "g".
    rows = reader.rows("keys", low=prefix, high=f"{prefix}g")
    return sorted(Keyed(*row) for row in rows)


def find(reader: Rows, text: str) -> list[Found]:
    """What holds this text, whatever the case: claims, sources, subjects and quotes."""
    from unicodedata import normalize

    _require_short(text)
    wanted = normalize("NFC", text)
    found = {Found(*row) for row in reader.rows("find", pattern=_pattern(wanted))}
    # A list is stored as JSON, whose own quotes and brackets nobody looks for.
    as_listed = json.dumps(wanted, ensure_ascii=False)[1:-1]
    for *row, listed in reader.rows("find_listed", pattern=_pattern(as_listed)):
        if any(wanted.lower() in item.lower() for item in entered(listed)):
            found.add(Found(*row))
    return sorted(one._replace(kind=_PLURAL.get(one.kind, one.kind)) for one in found)


def log(reader: Rows, thing: str | None = None) -> list[Entry]:
    """The entries of the log in order: all, or those that touch a slug, reference or key."""
    from evidence.store.bodies import entries
    from evidence.store.touching import touches

    if thing is None:
        return list(entries(reader))
    _require_short(thing)
    owner = _owner(reader, thing)
    pattern = "%" if owner is None else _pattern(owner)
    near = entries(reader, "log_mentioning", pattern=pattern)
    return [entry for entry in near if touches(entry, thing, owner)]


def head(reader: Rows) -> tuple[int, str]:
    """The number and the hash of the last entry of the log; 0 and '' if there is none."""
    rows = reader.rows("head")
    return (int(rows[0][0]), str(rows[0][1])) if rows else (0, "")


_NAMED: Mapping[str, str] = {
    "claims": "claims",
    "sources": "sources",
    "derivations": "derivations",
    "scenarios": "derivations",
}
_PLURAL: Mapping[str, str] = {type_: kind for kind, type_ in SUBJECT_KINDS.items()}


def _owner(reader: Rows, thing: str) -> str | None:
    """The slug, claim or subject that every entry on a thing names; None where it is not known."""
    owners = {item.owner for item in keys(reader, thing) if item.key == thing}
    if len(owners) == 1:
        return owners.pop()
    is_key = len(thing) == 12 and set(thing) <= set("0123456789abcdef")
    return None if owners or is_key else thing.rpartition(":")[2]


def _require_short(text: str) -> None:
    if len(text) > LONGEST:
        raise Invalid(f"a text of {len(text)} characters is looked for", f"give at most {LONGEST}")
    if "\0" in text:
        raise Invalid("the text that is looked for has a NUL character", "remove it")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Invalid("the text that is looked for is not UTF-8", "correct it") from None


def _pattern(text: str) -> str:
    for character in "!%_":
        text = text.replace(character, f"!{character}")
    return f"%{text}%"
