"""`evidence init`: create or upgrade the database and load the seed discussion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evidence.cli.app import command_options, current
from evidence.cli.screen import print_json, remark, say

if TYPE_CHECKING:
    from evidence.store.schema import Migrated


@click.command("init")
@click.option("--empty", is_flag=True, help="Load no seed data.")
@click.option("--reweigh", is_flag=True, help="Weigh all records again, for 'evidence score'.")
@click.option("--print-roles", is_flag=True, help="Print the SQL for PostgreSQL's roles; stop.")
@command_options
def command(empty: bool, reweigh: bool, print_roles: bool) -> None:
    """Create the database, or bring its schema up to date, and load the seed discussion.

    Running it again changes nothing. A database of an older version is copied before it is
    upgraded.

    On PostgreSQL, 'evidence init --print-roles | psql NAME' first makes the roles of an owner, a
    writer and a reader.
    """
    from evidence.shipped import THREAD, bundle, roles

    if print_roles:
        click.echo(roles(), nl=False)
        return
    app = current()
    workspace = app.workspace()
    migrated = workspace.create()
    if reweigh:
        workspace.reweigh()
    outcome = None
    if not empty:
        outcome = workspace.import_files([bundle(THREAD)], keep=True, impact=False)
    new = dict(outcome.new) if outcome else {}
    if app.json:
        print_json({"schema": 1, "database": str(workspace.location), "new": new})
        return
    say(f"{workspace.location}: {_done(migrated)}")
    if outcome is not None:
        total = sum(new.values())
        left = len(outcome.conflicts)
        kept = f", {left} left as they were changed here" if left else ""
        say(f"seed discussion: {total} new records{kept}")
    if migrated.warning:
        remark(f"warning: {migrated.warning}")
    if not app.quiet:
        asked = "'evidence status' shows where the claims stand"
        added = "'evidence add claim SLUG ...', or 'evidence import FILE'"
        remark(f"next: {added if empty else asked}")


def _done(migrated: Migrated) -> str:
    if migrated.before is None:
        return "created"
    if migrated.before == migrated.after:
        return "up to date"
    kept = f", the former is kept in {migrated.copy}" if migrated.copy else ""
    return f"upgraded from {migrated.before} to {migrated.after}{kept}"
