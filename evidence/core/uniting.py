"""What is left of two records of one thing: what the first says, and what only the other knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from evidence.core.canonical import canonical
from evidence.core.forms import as_mapping, from_mapping
from evidence.core.records import SINGULAR, Claim, Record, Subject, kind_of
from evidence.core.renaming import Renaming

_QUESTION = (
    *("kind", "subject", "attribute", "low", "high", "value", "number_format", "sparsity"),
    *("scope", "convention", "computed_by", "threshold", "units", "units_variants", "period"),
    "asserts",
)
"""What a claim asks: two claims that differ in it are two claims."""

_GATHERED = ("aliases", "tags", "about")
"""The fields in which both lists are kept, one after the other."""


def united(kept: Record, gone: Record, names: Renaming, reason: str | None) -> Record:
    """The record that stays, with what only the other one says and with the other's name."""
    ours, theirs = _renamed(kept, names), _renamed(gone, names)
    fields: dict[str, Any] = {**_known(theirs), **_known(ours)}
    fields["slug"] = names.kept
    for name in _GATHERED:
        lists = [*ours.get(name, ()), *theirs.get(name, ())]
        fields |= {name: list(dict.fromkeys(lists))} if lists else {}
    if isinstance(kept, Subject) and isinstance(gone, Subject):
        aliases = (*kept.aliases, gone.slug, gone.name, *gone.aliases)
        others = [a for a in dict.fromkeys(aliases) if a not in (kept.slug, kept.name)]
        fields |= {"aliases": others} if others else {}
    notes = _notes(ours, theirs, isinstance(kept, Subject), reason, names.gone)
    return from_mapping(kind_of(kept), fields | ({"notes": notes} if notes else {}))


def differing(
    kept: Record, gone: Record, names: Renaming
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """In what two records differ: what speaks against one thing, and what is left out."""
    against, left_out = [], []
    ours, theirs = _known(_renamed(kept, names)), _known(_renamed(gone, names))
    asked = _QUESTION if isinstance(kept, Claim) else ()
    what = SINGULAR[kind_of(kept)]
    for name in asked:
        if not _equal(name, ours.get(name), theirs.get(name)):
            values = f"{ours.get(name)!r:.200} and {theirs.get(name)!r:.200}"
            against.append(
                f"{what} {names.kept} and {what} {names.gone} differ in {name}: {values}"
            )
    for name in _said_otherwise(ours, theirs):
        if name not in asked:
            values = f"{ours[name]!r:.200} stays, {theirs[name]!r:.200} is left out"
            left_out.append(f"{what} {names.kept}: {name} {values}")
    return tuple(against), tuple(left_out)


def _renamed(record: Record, names: Renaming) -> dict[str, Any]:
    """The fields of one of the two, without a reference of the thing to itself."""
    fields = as_mapping(names.record(record))
    if names.kind == "organizations" and fields.get("organization") == names.kept:
        del fields["organization"]
    return fields


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something: a source that nobody has assessed has no kind yet."""
    return {name: value for name, value in fields.items() if (name, value) != _UNASSESSED}


_UNASSESSED = ("kind", "unassessed")


def _said_otherwise(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(ours.keys() & theirs.keys() - {"slug", "name", "notes", *_GATHERED}):
        if not _equal(name, ours[name], theirs[name]):
            yield name


def _equal(name: str, ours: Any, theirs: Any) -> bool:
    if name == "units" and ours and theirs:
        return sorted(ours) == sorted(theirs)
    return canonical(ours) == canonical(theirs)


def _notes(
    ours: Mapping[str, Any], theirs: Mapping[str, Any], is_subject: bool, why: str | None, gone: str
) -> str:
    """The notes of both, and which name is gone where no alias tells it."""
    told = "" if is_subject and not why else f"Merged with '{gone}'" + (f": {why}" if why else "")
    lines = (ours.get("notes"), theirs.get("notes"), told)
    return "\n".join(dict.fromkeys(line for line in lines if line))
