"""Whether the tables hold what the log says: every record, every calculation, and by which entry.

SQLite does not protect what it stores, so a flipped bit shows only by comparing with the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from evidence.core.canonical import canonical
from evidence.core.errors import Damaged
from evidence.core.forms import as_mapping
from evidence.core.ledger import Change, Ledger, identity
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
from evidence.store.backups import restoring
from evidence.store.copies import copy_of, sources_with_copies
from evidence.store.engine import Reader
from evidence.store.history import (
    Entry,
    Problem,
    ledger_after,
    replay_copies,
    replay_rows,
    replay_scenarios,
)
from evidence.store.imported import all_rows
from evidence.store.reading import everything
from evidence.store.scenarios import scenarios
from evidence.store.spelling import misspelt
from evidence.store.voice_checks import stale_voices

if TYPE_CHECKING:
    from evidence.core.watching import Watch

Label = tuple[str, str]


def broken(reader: Reader) -> list[Problem]:
    """What SQLite itself finds wrong with its file: then anything may stand in any column."""
    if reader.location.dialect != "sqlite":
        return []
    found = [line for (line,) in reader.rows("sqlite_integrity") if line != "ok"]
    remedy = restoring(reader.location) if found else ""
    return [Problem("file", str(reader.location), f"{line} ({remedy})") for line in found]


def unsound(reader: Reader, entries: Sequence[Entry], watch: Watch = iter) -> list[Problem]:
    """Whatever in the tables does not agree with the log.

    The file is judged by `broken` and the log by `history.verify`; where these find problems,
    this adds little.
    """
    try:
        writes = {entry.seq: entry.changes for entry in watch(entries)}
        replayed = ledger_after(writes.values())
        return [
            *_references(reader),
            *differences(replayed, everything(reader)),
            *_voices(reader, replayed),
            *_scenarios(reader, entries),
            *_rows(reader, entries),
            *_copies(reader, entries),
            *misspelt(reader),
            *_numbers(reader, _last_written(writes, entries)),
        ]
    except Damaged as error:
        return [Problem("unreadable", str(reader.location), error.message)]


def differences(replayed: Ledger, stored: Ledger) -> list[Problem]:
    """Where the records of the tables are not those that follow from the log."""
    problems = []
    for record in replayed:
        held = stored.get(identity(record))
        if held is None:
            problems.append(_about(record, "record_missing", "is in the log, not in the tables"))
        elif repr(held) != repr(record) and _text(held) != _text(record):
            problems.append(_about(record, "record_changed", "is not as the log last wrote it"))
    for record in stored:
        if replayed.get(identity(record)) is None:
            problems.append(_about(record, "record_unlogged", "is in the tables, not in the log"))
    return problems


def _text(record: Record) -> str:
    """The canonical text of a record, in which 8, 8.0 and true differ, as they do in its repr."""
    return canonical(as_mapping(record))


def _about(record: Record, code: str, message: str) -> Problem:
    return Problem(code, " ".join(part for part in identity(record) if part), message)


def _references(reader: Reader) -> Iterator[Problem]:
    if reader.location.dialect == "sqlite":
        for table, row, *_ in reader.rows("sqlite_foreign_keys"):
            yield Problem("reference", f"{table} row {row}", "refers to a row that is not there")


def _voices(reader: Reader, ledger: Ledger) -> Iterator[Problem]:
    for slug in stale_voices(reader, ledger):
        remedy = "are not those of its records: run 'evidence init --reweigh'"
        yield Problem("voices_stale", f"voices of {slug}", remedy)


def _scenarios(reader: Reader, entries: Sequence[Entry]) -> Iterator[Problem]:
    replayed = {
        slug: canonical(one.as_mapping()) for slug, one in replay_scenarios(entries).items()
    }
    stored = {one.slug: canonical(one.as_mapping()) for one in scenarios(reader)}
    for slug in sorted(replayed.keys() | stored.keys()):
        if replayed.get(slug) != stored.get(slug):
            yield Problem("record_changed", f"scenario {slug}", "is not as the log last wrote it")


def _rows(reader: Reader, entries: Sequence[Entry]) -> Iterator[Problem]:
    replayed = replay_rows(entries)
    stored = {row.identity: row for row in all_rows(reader)}
    for name in sorted(replayed.keys() | stored.keys()):
        if replayed.get(name) != stored.get(name):
            where = f"row {name[1]} of {name[0]}"
            yield Problem("record_changed", where, "is not as the log last wrote it")


def _copies(reader: Reader, entries: Sequence[Entry]) -> Iterator[Problem]:
    replayed = replay_copies(entries)
    for slug in sorted({*replayed, *sources_with_copies(reader)}):
        stored = copy_of(reader, slug)
        if stored is None or stored.digest != replayed.get(slug):
            yield Problem("record_changed", f"copy of {slug}", "is not as the log last wrote it")


def _numbers(reader: Reader, written: Mapping[Label, int]) -> Iterator[Problem]:
    for place, key, entry in reader.rows("last_written"):
        expected = written.get((place, key))
        if expected is not None and entry != expected:
            where = f"{place} {key}".strip()
            yield Problem("entry", where, f"names entry {entry}, but entry {expected} wrote it")


def _last_written(
    writes: Mapping[int, Iterable[Change]], entries: Iterable[Entry]
) -> dict[Label, int]:
    """The number of the entry that last wrote each row."""
    written: dict[Label, int] = {}
    for seq, changes in writes.items():
        written |= {_label(after): seq for _, after in changes if after is not None}
    for entry in entries:
        for _, scenario in entry.scenarios:
            if scenario is not None:
                written[f"derivation:{scenario.slug}", ""] = entry.seq
        for _, row in entry.rows:
            if row is not None:
                written[f"row:{row.source}", str(row.number)] = entry.seq
        for _, copy in entry.copies:
            if copy is not None:
                written[f"copy:{copy.source}", ""] = entry.seq
    return written


def _label(record: Record) -> Label:
    return _LABELS[type(record)](record)


def _claim_of(reference: str) -> str:
    return claim_and_unit(reference)[0]


_LABELS: dict[type[Record], Callable[..., Label]] = {
    Subject: lambda one: (one.ref, ""),
    Source: lambda one: (f"source:{one.slug}", ""),
    Claim: lambda one: (f"claim:{one.slug}", ""),
    Evidence: lambda one: (f"evidence:{_claim_of(one.claim)}", one.key),
    Observation: lambda one: (f"observation:{one.subject}", one.key),
    Search: lambda one: (f"search:{_claim_of(one.claim)}", one.key),
    Selection: lambda one: (
        f"selection:{one.subject}",
        f"{one.attribute}/{one.scope or ''}/{one.number_format or ''}",
    ),
    Resolution: lambda one: (f"resolution:{one.claim}", ""),
}
"""How the query `last_written` names a record of each kind."""
