"""What importing a published table prints: what was written, and how the table has changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evidence.cli.app import current
from evidence.cli.changing import counts, document, print_impact
from evidence.cli.screen import print_json, remark, say, table
from evidence.core.numbers import brief, format_number

if TYPE_CHECKING:
    from evidence.core.snapshots import Revision
    from evidence.snapshot import SnapshotOutcome

FORMATS = ("epoch-models", "epoch-hardware", "epoch-clusters")
"""The tables that are read; named here so that choosing a format imports no reader."""
MOST = 15
"""Figures of each kind that are printed; --json lists all."""


def print_snapshot(found: SnapshotOutcome, dry_run: bool) -> None:
    """Print what importing a table did in the form that was asked for."""
    app = current()
    d = found.difference
    if app.json:
        print_json(
            {
                **document(found.outcome),
                "rows": found.rows,
                "since": d.since,
                "revised": [one.to_dict() for one in d.revised],
                "withdrawn": [one.to_dict() for one in d.withdrawn],
                "added": [one.to_dict() for one in d.new],
            }
        )
        return
    if not app.quiet:
        for warning in found.outcome.warnings:
            remark(f"warning: {warning}")
    say(("would write: " if dry_run else "") + f"{counts(found.outcome)}; {found.rows} rows kept")
    if d.since is not None:
        print_difference(found)
    print_impact(found.outcome.impact)


def print_difference(found: SnapshotOutcome) -> None:
    """Print what has changed since the last import, the largest ratios first."""
    d = found.difference
    say(
        f"since {d.since}: {len(d.revised)} revised, {len(d.withdrawn)} withdrawn, {len(d.new)} new"
    )
    _list("revised", d.revised)
    _list("withdrawn", d.withdrawn)
    _list("new", d.new)


def _list(word: str, found: Sequence[Revision]) -> None:
    if not found:
        return
    say()
    rows = [
        (
            one.subject,
            f"{one.attribute} {one.scope or ''}".strip(),
            "-" if one.before is None else brief(one.before),
            "-" if one.after is None else brief(one.after),
            format_number(one.ratio) if one.ratio else "",
        )
        for one in found[:MOST]
    ]
    table((word, "number", "before", "after", "ratio"), rows)
    if len(found) > MOST:
        say(f"and {len(found) - MOST} more {word}: --json lists all")
