"""Copies of sources: kept, replaced, undone, checked, on both engines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from evidence.core.errors import Conflict, Invalid, NotFound
from evidence.core.forms import as_mapping
from evidence.core.records import Source
from evidence.store.copies import Copy, CopyChange
from evidence.store.engine import Location, Reader, Writer, engine
from evidence.store.history import replay_copies
from evidence.store.reading import log
from evidence.store.writing import apply
from evidence.workspace import Workspace
from tests.store.examples import added, records, write

REPORT = "The Lab writes: \u201cin all runs, we\u00a0train in FP8\n\u2603\u201d, on 14.8T tokens.\n"
"""Holds both quotes of the source `report`; one of the two was retracted."""
REVISED = "The Lab writes: in all runs we train in BF16, on 14.8T tokens."


@pytest.fixture
def workspace(database: Location) -> Workspace:
    write(database, added(records()))
    workspace = Workspace(database.target)
    workspace.edit("source:report", {"sha256": None})
    return workspace


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    def made(text: str) -> Path:
        path = tmp_path / "copy.txt"
        path.write_text(text)
        return path

    return made


File = Callable[[str], Path]


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def source(workspace: Workspace, slug: str = "report") -> Source:
    record = workspace.show(f"source:{slug}").record
    assert isinstance(record, Source)
    return record


def test_a_kept_copy_names_its_hash_in_the_source_and_its_quotes_are_found(
    workspace: Workspace, file: File
) -> None:
    found = workspace.keep_copy("report", file(REPORT))

    assert found.copy.sha256 == source(workspace).sha256 == sha256(REPORT)
    assert found.copy.content == REPORT
    assert found.quotes.counts == {"found": 1, "near": 0, "missing": 0, "not_checked": 0}
    held = workspace.copy_of(source(workspace))
    assert held is not None
    assert held.copy == found.copy
    assert held.quotes == found.quotes


def test_check_counts_what_was_found_and_what_could_not_be_checked(
    workspace: Workspace, file: File
) -> None:
    before = workspace.check().quotes.counts
    workspace.keep_copy("report", file(REPORT))
    after = workspace.check()

    assert before == {"found": 0, "near": 0, "missing": 0, "not_checked": 2}
    assert after.quotes.counts == {"found": 1, "near": 0, "missing": 0, "not_checked": 1}
    assert after.problems == ()
    assert len(after.quotes.to_dicts()) == 2


def test_keeping_the_same_copy_again_writes_nothing(workspace: Workspace, file: File) -> None:
    first = workspace.keep_copy("report", file(REPORT))
    head = workspace.head()
    again = workspace.keep_copy("report", file(REPORT))

    assert again.entry is None
    assert not again.new
    assert again.copy == first.copy
    assert workspace.head() == head


def test_a_dry_run_writes_nothing(workspace: Workspace, file: File) -> None:
    head = workspace.head()
    found = workspace.keep_copy("report", file(REVISED), dry_run=True)

    assert (found.new, found.entry) == (True, None)
    assert [one.verdict for one in found.quotes.items] == ["missing"]
    assert workspace.head() == head
    assert workspace.copy_of(source(workspace)) is None


def test_a_bundle_that_says_nothing_of_the_kept_copy_is_imported_again_without_a_change(
    workspace: Workspace, file: File, tmp_path: Path
) -> None:
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps({"sources": [as_mapping(source(workspace))]}))
    workspace.keep_copy("report", file(REPORT))
    again = workspace.import_files([path])

    assert (again.new, again.changed, again.conflicts, again.entry) == ({}, {}, (), None)
    assert source(workspace).sha256 == sha256(REPORT)
    assert workspace.import_files([path], update=True).entry is None
    assert workspace.check().quotes.counts["found"] > 0


def test_another_copy_is_a_conflict_and_nothing_is_written(
    workspace: Workspace, file: File
) -> None:
    workspace.keep_copy("report", file(REPORT))
    head = workspace.head()

    with pytest.raises(Conflict) as caught:
        workspace.keep_copy("report", file(REVISED))

    assert sha256(REPORT) in caught.value.message
    assert sha256(REVISED) in caught.value.message
    assert workspace.head() == head


def test_a_copy_must_be_the_one_that_the_source_names_already(
    workspace: Workspace, file: File
) -> None:
    workspace.edit("source:report", {"sha256": sha256(REPORT)})

    with pytest.raises(Conflict, match="was read in another copy"):
        workspace.keep_copy("report", file(REVISED))
    assert workspace.keep_copy("report", file(REPORT)).new


def test_the_same_file_read_as_another_kind_is_a_conflict_too(
    workspace: Workspace, file: File
) -> None:
    workspace.keep_copy("report", file(REPORT), kind="pdf-text")

    with pytest.raises(Conflict, match="kept as pdf-text"):
        workspace.keep_copy("report", file(REPORT), kind="html")
    assert workspace.keep_copy("report", file(REPORT), kind="html", update=True).new


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_changed_copy_tells_which_quotes_are_no_longer_there(
    workspace: Workspace, file: File, dry_run: bool
) -> None:
    first = workspace.keep_copy("report", file(REPORT))
    second = workspace.keep_copy("report", file(REVISED), update=True, dry_run=dry_run)

    assert second.former == first.copy
    assert second.copy.replaces == first.copy.sha256
    assert [(one.locator, one.verdict) for one in second.lost] == [("p. 3", "missing")]
    problems = workspace.check().problems
    assert [problem.code for problem in problems] == ([] if dry_run else ["quote_missing"])


def test_a_replaced_copy_stays_in_history_and_comes_back_with_undo(
    workspace: Workspace, file: File
) -> None:
    first = workspace.keep_copy("report", file(REPORT))
    workspace.keep_copy("report", file(REVISED), update=True)
    kept = [entry for entry in workspace.history("report") if entry.copies]
    assert [entry.copies[0].after.content for entry in kept if entry.copies[0].after] == [
        *(REPORT, REVISED)
    ]

    workspace.undo()

    held = workspace.copy_of(source(workspace))
    assert held is not None
    assert held.copy == first.copy
    assert source(workspace).sha256 == first.copy.sha256
    assert workspace.check().problems == ()

    workspace.undo()

    assert workspace.copy_of(source(workspace)) is None
    assert source(workspace).sha256 is None
    assert workspace.check().problems == ()


def test_retracting_an_item_settles_its_missing_quote(workspace: Workspace, file: File) -> None:
    [lost] = workspace.keep_copy("report", file(REVISED)).quotes.items
    assert len(workspace.check().problems) == 1

    workspace.retract(lost.key, "misquoted")

    assert workspace.check().problems == ()


def test_a_near_miss_is_a_warning_that_shows_the_difference(
    workspace: Workspace, file: File
) -> None:
    workspace.keep_copy("report", file(REPORT.replace("we\u00a0train", "we trains")))
    found = workspace.check()

    assert found.problems == ()
    [warning] = found.warnings
    assert warning.code == "quote_near"
    assert warning.message == "'train' is 'trains' there"
    assert "(report, p. 3)" in warning.where


def test_a_copy_that_its_source_no_longer_names_is_not_searched(
    workspace: Workspace, file: File
) -> None:
    workspace.keep_copy("report", file(REPORT))
    workspace.edit("source:report", {"sha256": "0" * 64})
    counts = workspace.check().quotes.counts

    assert counts == {"found": 0, "near": 0, "missing": 0, "not_checked": 2}


def test_a_source_that_is_not_there_and_a_file_that_is_not(
    workspace: Workspace, file: File
) -> None:
    with pytest.raises(NotFound, match="no source is called 'reprot'"):
        workspace.keep_copy("reprot", file(REPORT))
    with pytest.raises(Invalid, match="no such file"):
        workspace.keep_copy("report", "/nowhere/at-all.txt")


def test_the_log_says_what_the_table_holds(workspace: Workspace, file: File) -> None:
    first = workspace.keep_copy("report", file(REPORT))
    with Reader(workspace.location) as reader:
        assert replay_copies(log(reader)) == {"report": first.copy.digest}


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE source_copy SET content = replace(content, 'FP8', 'FP9')", "record_changed"),
        ("UPDATE source_copy SET kept = '2020-01-01'", "record_changed"),
        ("UPDATE source_copy SET sha256 = replaces, replaces = sha256", None),
        ("DELETE FROM source_copy", "record_changed"),
        ("UPDATE source_copy SET entry = 1", "entry"),
    ],
)
def test_a_copy_that_was_tampered_with_is_noticed(
    workspace: Workspace, file: File, statement: str, code: str | None
) -> None:
    workspace.keep_copy("report", file(REPORT))
    with engine(workspace.location).connect() as connection:
        if code is None:
            with pytest.raises(sa.exc.DBAPIError):
                connection.exec_driver_sql(statement)
            return
        connection.exec_driver_sql(statement)
        connection.commit()

    assert code in {problem.code for problem in workspace.check().problems}


@pytest.mark.parametrize(
    "setting",
    ["kind = 'scan'", "sha256 = 'ab'", "size = 0", "content = ''", "kept = 'today'"],
)
def test_the_database_itself_refuses_a_copy_that_cannot_be(
    workspace: Workspace, file: File, setting: str
) -> None:
    workspace.keep_copy("report", file(REPORT))

    with (
        engine(workspace.location).connect() as connection,
        pytest.raises(sa.exc.DBAPIError),
    ):
        connection.exec_driver_sql(f"UPDATE source_copy SET {setting}")


def test_of_two_writers_the_later_one_is_told_that_the_copy_has_changed(
    workspace: Workspace, file: File
) -> None:
    workspace.keep_copy("report", file(REPORT))
    mine = Copy("report", "text", "1" * 64, "2026-01-01", 1, "x")

    with (
        pytest.raises(Conflict, match="the copy of report has changed"),
        Writer(workspace.location) as writer,
    ):
        apply(
            *(writer, [], "keep", "keep", "2026-01-01T00:00:00Z", "me"),
            copy_changes=[CopyChange(None, mine)],
        )


def test_copies_are_in_a_backup_and_not_in_a_bundle(
    tmp_path: Path, new_database: Callable[[str], Location], file: File
) -> None:
    database = new_database("sqlite")
    write(database, added(records()))
    workspace = Workspace(database.target)
    workspace.edit("source:report", {"sha256": None})
    workspace.keep_copy("report", file(REPORT))
    workspace.backup(str(tmp_path / "backup.db"))

    copied = Workspace(str(tmp_path / "backup.db"))
    assert copied.head() == workspace.head()
    assert copied.check().quotes.counts["found"] == 1

    from evidence.exchange import dump

    text = dump.render(workspace.ledger(), "jsonl")
    assert sha256(REPORT) in str(text)
    assert "in all runs" not in str(text)


def test_a_source_with_a_copy_cannot_be_taken_away(workspace: Workspace, file: File) -> None:
    workspace.add("sources", slug="newest")
    workspace.keep_copy("newest", file(REPORT))

    with pytest.raises(Conflict):
        workspace.edit("source:newest", {"slug": "renamed"})
