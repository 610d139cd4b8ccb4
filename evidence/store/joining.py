"""What a merge of two things changes besides records: kept calculations and imported rows."""

from __future__ import annotations

from collections.abc import Mapping

from evidence.core.errors import Conflict
from evidence.core.records import SUBJECT_KINDS
from evidence.core.renaming import Renaming
from evidence.store.copies import CopyChange, copy_of
from evidence.store.imported import ImportedRow, RowChange, rows_about, rows_of_sources
from evidence.store.queries import Rows
from evidence.store.scenarios import Input, Scenario, ScenarioChange, scenarios


def scenarios_joined(
    reader: Rows, names: Renaming, keys: Mapping[str, str]
) -> tuple[ScenarioChange, ...]:
    """The kept calculations that name what goes, or an observation whose key changes."""
    pairs = [(old, _scenario(old, names, keys)) for old in scenarios(reader)]
    return tuple(ScenarioChange(old, new) for old, new in pairs if old != new)


def _scenario(old: Scenario, names: Renaming, keys: Mapping[str, str]) -> Scenario:
    inputs = tuple(_input(one, names, keys) for one in old.inputs)
    return old._replace(inputs=inputs, subject=old.subject and names.reference(old.subject))


def _input(old: Input, names: Renaming, keys: Mapping[str, str]) -> Input:
    key = old.observation and keys.get(old.observation, old.observation)
    return old._replace(subject=old.subject and names.reference(old.subject), observation=key)


def rows_joined(reader: Rows, names: Renaming) -> tuple[RowChange, ...]:
    """The rows of imported tables that are about what goes, or stood in its file.

    Raises Conflict where a row of the one file is another in the other.
    """
    if names.kind in SUBJECT_KINDS:
        old = rows_about(reader, f"{SUBJECT_KINDS[names.kind]}:{names.gone}")
        return tuple(RowChange(row, row._replace(subject=_new_subject(row, names))) for row in old)
    if names.kind != "sources":
        return ()
    held = {row.number: row for row in rows_of_sources(reader, [names.kept])}
    old = rows_of_sources(reader, [names.gone])
    return tuple(RowChange(row, _row(row, names.kept, held)) for row in old)


def _new_subject(row: ImportedRow, names: Renaming) -> str | None:
    return row.subject and names.reference(row.subject)


def _row(row: ImportedRow, source: str, held: Mapping[int, ImportedRow]) -> ImportedRow | None:
    new, there = row._replace(source=source), held.get(row.number)
    if there is not None and there != new:
        raise Conflict(
            f"row {row.number} of {source} and of {row.source} differ: they are two tables",
            "name two sources of one document",
        )
    return new if there is None else None


def copies_joined(reader: Rows, names: Renaming) -> tuple[CopyChange, ...]:
    """The stored copy of a source that goes; raises Conflict where both have one of their own."""
    if names.kind != "sources":
        return ()
    there, old = copy_of(reader, names.kept), copy_of(reader, names.gone)
    if old is None:
        return ()
    if there is not None and there.sha256 != old.sha256:
        raise Conflict(
            f"{names.kept} and {names.gone} have copies of different files",
            "name two sources of one document",
        )
    moved = () if there is not None else (CopyChange(None, old._replace(source=names.kept)),)
    return (CopyChange(old, None), *moved)
