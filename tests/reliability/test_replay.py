"""The log alone gives everything back: records, saved calculations, imported rows and copies."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.core.canonical import canonical
from evidence.core.forms import as_mapping
from evidence.core.ledger import identity
from evidence.integrity import check
from evidence.store.copies import copy_of, sources_with_copies
from evidence.store.engine import Location, Reader
from evidence.store.history import (
    Entry,
    last_to_undo,
    replay,
    replay_copies,
    replay_rows,
    replay_scenarios,
)
from evidence.store.imported import all_rows
from evidence.store.reading import everything
from evidence.store.scenarios import scenarios
from evidence.workspace import Workspace
from tests.reliability.conftest import Figure
from tests.reliability.furnished import furnish
from tests.reliability.replaying import history_of, replayed


@pytest.fixture(scope="module")
def history(thread_database: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Entry]:
    """Imports, edits, a retraction that was undone, a merge, calculations, a table, a copy."""
    entries = history_of(furnish(thread_database, tmp_path_factory.mktemp("furnished")))
    assert {entry.operation for entry in entries} >= {"import", "edit", "undo", "compute", "merge"}
    assert all(any(getattr(e, kind) for e in entries) for kind in ("scenarios", "rows", "copies"))
    return entries


def stored(location: Location) -> str:
    """What the tables hold as one canonical text."""
    with Reader(location) as reader:
        copies = (copy_of(reader, slug) for slug in sources_with_copies(reader))
        return canonical(
            [
                {" ".join(identity(one)): as_mapping(one) for one in everything(reader)},
                {one.slug: one.as_mapping() for one in scenarios(reader)},
                {str(one.identity): one.as_mapping() for one in all_rows(reader)},
                {one.source: one.digest for one in copies if one},
            ]
        )


def following(entries: list[Entry]) -> str:
    """What the log says that the tables hold, as the same text."""
    return canonical(
        [
            {" ".join(identity(one)): as_mapping(one) for one in replay(entries)},
            {slug: one.as_mapping() for slug, one in replay_scenarios(entries).items()},
            {str(name): one.as_mapping() for name, one in replay_rows(entries).items()},
            replay_copies(entries),
        ]
    )


def test_after_every_entry_the_tables_hold_what_the_log_says(
    database: Location, history: list[Entry], figure: Figure
) -> None:
    for number, entry in enumerate(history, 1):
        replayed([entry], database)
        assert stored(database) == following(history[:number]), entry.operation
    assert history_of(database) == history
    assert check(database).problems == ()
    figure(f"{database.dialect}: {len(history)} entries replayed, the same bytes after each")


def test_a_whole_history_can_be_taken_back_entry_by_entry(
    database: Location, history: list[Entry], figure: Figure
) -> None:
    replayed(history, database)

    taken = 0
    while last := last_to_undo(history_of(database)):
        Workspace(database.target).undo()
        assert stored(database) == following(history[: last.seq - 1]), last.operation
        taken += 1
    assert stored(database) == "[{},{},{},{}]"
    assert check(database).problems == ()
    figure(f"{database.dialect}: {taken} entries taken back, the bytes from before after each")
