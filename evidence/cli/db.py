"""`evidence db`: the database itself, not what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from evidence.cli.app import command_options, current
from evidence.cli.options import dry_run
from evidence.cli.screen import print_json, say

if TYPE_CHECKING:
    from evidence.store.distributing import Distribution


@click.group("db")
@command_options
def command() -> None:
    """Look after the database itself."""


@command.command("distribute")
@click.option("--print", "printed", is_flag=True, help="Print the SQL that does it; run nothing.")
@dry_run
@command_options
def distribute(printed: bool, dry_run: bool) -> None:
    """Spread the tables of a PostgreSQL database over a Citus cluster, by claim.

    What bears on claims is distributed by claim, numbers by subject; claims, sources and subjects
    are copied to every machine; the log stays on the coordinator. All of it is done, or nothing.
    Run again, after an upgrade has made new tables, it spreads those alone.
    """
    from evidence.workspace import Workspace

    if printed:
        for statement in ("BEGIN", *Workspace.distribution().statements, "COMMIT"):
            click.echo(f"{statement};")
        return
    app = current()
    done = app.workspace().distribute(dry_run=dry_run)
    if app.json:
        print_json(document(done))
    else:
        print_done(done, "would be " if dry_run else "")


def document(done: Distribution) -> dict[str, Any]:
    """What was distributed as JSON."""
    return {"schema": 1, **done._asdict()}


def print_done(done: Distribution, would: str) -> None:
    """Print where the tables went."""
    if not done.statements:
        say("nothing to do: the tables are distributed already")
    for how, tables in (
        ("distributed by claim", done.by_claim),
        ("distributed by subject", done.by_subject),
        ("copied to every machine", done.everywhere),
    ):
        if tables:
            say(f"{would}{how}: {', '.join(tables)}")
