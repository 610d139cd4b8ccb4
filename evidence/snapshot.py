"""Importing a published table: read it, compare it with what is known, check, write.

A table is imported again and again as it is published anew. What it says now never conflicts with
what it said before: the difference is written, and told.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from evidence.clock import today
from evidence.core.checking import problems
from evidence.core.errors import Conflict, Invalid
from evidence.core.impact import Impact, moved_claims, touched_claims
from evidence.core.ledger import Change, Ledger
from evidence.core.records import Subject, kind_of
from evidence.core.snapshots import Difference, described, difference, snapshots_of
from evidence.exchange.epoch.gathering import PARTY, Snapshot
from evidence.exchange.epoch.reading import read_snapshot
from evidence.exchange.inputs import accept
from evidence.proposal import Besides, Outcome, keys, refuse, write
from evidence.store.engine import Location, Reader
from evidence.store.imported import ImportedRow, RowChange, rows_of_sources
from evidence.store.reading import everything

TITLES = {
    "epoch-models": ("Epoch AI, Data on AI Models", "https://epoch.ai/data/ai-models"),
    "epoch-hardware": (
        "Epoch AI, Machine Learning Hardware",
        "https://epoch.ai/data/machine-learning-hardware",
    ),
    "epoch-clusters": ("Epoch AI, GPU Clusters", "https://epoch.ai/data/gpu-clusters"),
}
"""Of each format: the table's title and its address."""


class SnapshotOutcome(NamedTuple):
    """What importing a table wrote, or would, and how the table has changed."""

    outcome: Outcome
    difference: Difference
    rows: int
    """How many rows of the file are kept."""

    def to_dicts(self) -> list[dict[str, Any]]:
        """One mapping a revised, withdrawn or new figure, as data frames take them."""
        d = self.difference
        parts = (("revised", d.revised), ("withdrawn", d.withdrawn), ("new", d.new))
        return [{"change": word, **one.to_dict()} for word, found in parts for one in found]


def import_snapshot(
    location: Location, path: str | Path, form: str, published: str | None, dry_run: bool
) -> SnapshotOutcome:
    """Import a table; raises Invalid for a file that is none, Conflict for another of its day."""
    with Reader(location) as reader:
        before = everything(reader)
        known = [one for one in before if isinstance(one, Subject)]
        snapshot = read_snapshot(path, form, published, known)
        kept = rows_of_sources(reader, [snapshot.source])
    if _superseded(before, snapshot):
        return _nothing(snapshot, len(kept))
    changes, remarks = described(before, snapshot.subjects)
    found = difference(
        before, snapshot.series, snapshot.source, snapshot.published, snapshot.observations
    )
    changes = [*_origin(before, snapshot, form), *changes, *found.changes]
    rows = _rows(snapshot, kept)
    after = before.with_changes(changes)
    refuse(problems(after, [change.after for change in changes if change.after is not None]))
    impact = Impact(
        moved_claims((before, today()), (after, today()), touched_claims(before, after, changes)),
        (),
    )
    entry = None
    if (changes or rows) and not dry_run:
        entry = write(
            location, changes, "import", f"import {Path(path).name}", besides=Besides(rows=rows)
        )
    counted = _counted(changes)
    outcome = Outcome(
        counted[0],
        {"observations": found.unchanged},
        counted[1],
        (),
        (*snapshot.warnings, *remarks),
        impact,
        keys([change.after for change in changes if change.before is None]),
        entry,
    )
    return SnapshotOutcome(outcome, found, len(snapshot.rows))


def _superseded(before: Ledger, snapshot: Snapshot) -> bool:
    """Whether the same file was imported and a later one since; raises for a file out of order."""
    earlier = snapshots_of(before, snapshot.series)
    same = next((one for one in earlier if one.slug == snapshot.source), None)
    later = [one.slug for one in earlier if one.slug > snapshot.source]
    if same is not None and same.sha256 != snapshot.sha256:
        raise Conflict(
            f"{snapshot.source} was imported from another file (SHA-256 {same.sha256})",
            "pass --published with the day of this one, or undo the former import",
        )
    if later and same is None:
        raise Invalid(
            f"{later[-1]} is imported already and {snapshot.source} is older: a table is imported "
            "in the order of its days",
            "import it into an empty database first",
        )
    return bool(later)


def _nothing(snapshot: Snapshot, rows: int) -> SnapshotOutcome:
    remark = f"{snapshot.source} was imported before, and a later one since: nothing is changed"
    outcome = Outcome({}, {"sources": 1}, {}, (), (remark,), Impact((), ()), (), None)
    return SnapshotOutcome(outcome, Difference((), 0, None), rows)


def _origin(before: Ledger, snapshot: Snapshot, form: str) -> list[Change]:
    """The source that stands for the file, and the organization that speaks in it."""
    made = []
    if before.source(snapshot.source) is None:
        title, url = TITLES[form]
        fields = {
            "slug": snapshot.source,
            "kind": "dataset",
            "title": f"{title} ({snapshot.published})",
            "party": PARTY,
            "published": snapshot.published,
            "url": url,
            "sha256": snapshot.sha256,
        }
        made.append(Change(None, accept("sources", fields)))
    there = {one.ref for one in snapshot.subjects}
    if before.subject(f"organization:{PARTY}") is None and f"organization:{PARTY}" not in there:
        made.append(Change(None, accept("organizations", {"slug": PARTY, "name": "Epoch AI"})))
    return made


def _rows(snapshot: Snapshot, kept: list[ImportedRow]) -> list[RowChange]:
    """The file's rows that are not kept yet, or were taken to be about something else."""
    held = {row.identity: row for row in kept}
    wanted = [ImportedRow(snapshot.source, *row) for row in snapshot.rows]
    return [
        RowChange(held.get(row.identity), row) for row in wanted if held.get(row.identity) != row
    ]


def _counted(changes: list[Change]) -> tuple[dict[str, int], dict[str, int]]:
    """How many records are new and how many changed, by kind."""
    new: dict[str, int] = {}
    changed: dict[str, int] = {}
    for before, after in changes:
        if after is not None:
            counts = new if before is None else changed
            kind = kind_of(after)
            counts[kind] = counts.get(kind, 0) + 1
    return new, changed
