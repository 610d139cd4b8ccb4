"""The one door: command line, notebooks and pages all enter here.

Every question gathers records, decides by a pure function of `core` and returns its result; every
change gathers, plans, and is applied in one transaction with its entry in the log.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from evidence.asking import Asking, Headlines

if TYPE_CHECKING:
    from pathlib import Path

    from evidence.core.derivations import Result
    from evidence.core.deriving import Derivation
    from evidence.core.records import Record
    from evidence.core.watching import Stopping
    from evidence.keeping import Kept
    from evidence.proposal import Outcome
    from evidence.snapshot import SnapshotOutcome
    from evidence.store.distributing import Distribution
    from evidence.store.history import Entry
    from evidence.store.schema import Migrated

__all__ = ["Headlines", "Workspace", "changed_any"]


def changed_any() -> bool:
    """Whether this process has written to a database, or was at the very end of it."""
    from evidence.store.engine import CHANGED

    return bool(CHANGED)


class Workspace(Asking):
    """A database to ask and to change; each call stands for itself."""

    def create(self) -> Migrated:
        """Create the database, or bring its schema up to date."""
        from evidence.store.schema import create

        return create(self.location)

    @staticmethod
    def distribution() -> Distribution:
        """How the tables lie on a Citus cluster, with the SQL that brings them there."""
        from evidence.store.distributing import distribution

        return distribution()

    def distribute(self, *, dry_run: bool = False) -> Distribution:
        """Spread the tables over a Citus cluster; raises Invalid where there is none."""
        from evidence.store.distributing import distribute

        return distribute(self.location, dry_run)

    def reweigh(self) -> None:
        """Make the voices that scores are added up from anew from the records."""
        from evidence.store.engine import Writer
        from evidence.store.weighing import reweigh_all

        with Writer(self.location) as writer:
            reweigh_all(writer)

    def backup(self, path: str, force: bool = False) -> None:
        """Copy the whole database, history included."""
        from evidence.store.copying import backup

        backup(self.location, path, force)

    def import_files(
        self,
        paths: Sequence[str | Path],
        *,
        dry_run: bool = False,
        update: bool = False,
        kind: str | None = None,
        keep: bool = False,
        impact: bool = True,
        as_of: str | None = None,
        passed: Callable[[int], None] | None = None,
        stopping: Stopping | None = None,
    ) -> Outcome:
        """Import files, all records or none; raises Problems for faulty ones, Conflict.

        Records that differ from those here are a conflict, unless `update` takes them or `keep`
        leaves those here as they are. `passed` is told how many more bytes have been read; by
        `stopping` a long import can be ended on the way, and what it has taken by then stays.
        """
        from evidence.proposal import Wish, import_files

        names = ", ".join(str(path).rpartition("/")[2] for path in paths)
        how = (dry_run, update, keep, impact, as_of, self.watch, passed, stopping)
        wish = Wish("import", f"import {names}", *how)
        return import_files(self.location, paths, kind, wish)

    def import_snapshot(
        self,
        path: str | Path,
        form: str,
        *,
        published: str | None = None,
        dry_run: bool = False,
    ) -> SnapshotOutcome:
        """Import a published table of Epoch AI: `epoch-models`, `epoch-hardware`, ...

        `published` is the table's day, where the file's name does not tell it.
        """
        from evidence.snapshot import import_snapshot

        return import_snapshot(self.location, path, form, published, dry_run)

    def import_bundle(self, path: str | Path, *, dry_run: bool = False) -> Outcome:
        """Import one file or folder of records."""
        return self.import_files([path], dry_run=dry_run)

    def keep_copy(
        self,
        source: str,
        path: str | Path,
        *,
        kind: str | None = None,
        update: bool = False,
        dry_run: bool = False,
    ) -> Kept:
        """Keep the text of a file as the copy of a source, in which its quotes are looked for.

        A copy other than the one that the source names is a conflict, unless `update` takes it.
        """
        from evidence.keeping import keep

        return keep(self.location, source, path, kind, update, dry_run)

    def log(self, claim: str, *, dry_run: bool = False, **fields: Any) -> Outcome:
        """Log one item of evidence; the fields are those of the bundle format."""
        return self.add("evidence", dry_run=dry_run, claim=claim, **fields)

    def observe(
        self,
        subject: str,
        attribute: str,
        value: str | float,
        *,
        dry_run: bool = False,
        **fields: Any,
    ) -> Outcome:
        """Log one sourced number about a subject."""
        named = {"subject": subject, "attribute": attribute, "value": value}
        return self.add("observations", dry_run=dry_run, **named, **fields)

    def add(self, kind: str, /, *, dry_run: bool = False, **fields: Any) -> Outcome:
        """Add one record of any kind."""
        from evidence.proposal import add

        return add(self.location, kind, fields, dry_run)

    def edit(
        self,
        name: str,
        fields: dict[str, Any],
        *,
        dry_run: bool = False,
        base: Record | None = None,
    ) -> Outcome:
        """Correct a record; None takes a field away; the former content stays in history.

        With `base`, the record as it was read, a change by somebody else since is a Conflict.
        """
        from evidence.correction import edit

        return edit(self.location, name, fields, dry_run, base)

    def retract(self, key: str, reason: str, *, dry_run: bool = False) -> Outcome:
        """Withdraw an item, a number or a search as never sound, or a source as retracted."""
        from evidence.correction import retract

        return retract(self.location, key, reason, dry_run)

    def merge(
        self, kept: str, gone: str, reason: str | None = None, *, dry_run: bool = False
    ) -> Outcome:
        """Join two records of one thing: what refers to `gone` will refer to `kept`."""
        from evidence.correction import merge

        return merge(self.location, kept, gone, reason, dry_run)

    def undo(self, *, dry_run: bool = False) -> Outcome:
        """Take back the last change that is not yet taken back, as a new change."""
        from evidence.correction import undo

        return undo(self.location, dry_run)

    def resolve(self, claim: str, outcome: str, *, dry_run: bool = False, **fields: Any) -> Outcome:
        """Record how a claim turned out."""
        return self.add("resolutions", dry_run=dry_run, claim=claim, outcome=outcome, **fields)

    def save_scenario(self, slug: str, why: str, result: Result) -> Entry:
        """Keep a calculation on assumed numbers, citable in reports, never evidence."""
        from evidence.proposal import save_scenario

        return save_scenario(self.location, slug, why, result)

    def save_route(self, slug: str, why: str, found: Derivation) -> Entry:
        """Keep the selected route to a number under a name; it is stale once an input changes."""
        from evidence.proposal import save_route

        return save_route(self.location, slug, why, found)
