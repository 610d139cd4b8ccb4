"""`evidence impact`: what files would move, without writing anything."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.changing import CONFLICT, print_outcome
from evidence.cli.options import as_of
from evidence.cli.progress import progress
from evidence.core.records import KINDS
from evidence.exchange.bundle import size


@click.command("impact")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option("--kind", type=click.Choice(tuple(KINDS)), help="The kind of a CSV file's records.")
@as_of
@command_options
def command(files: tuple[str, ...], kind: str | None, as_of: str | None) -> int:
    """Show which numbers and claims FILES would move, without writing anything."""
    workspace = current().workspace()
    with progress(size(files), "bytes") as passed:
        outcome = workspace.import_files(files, dry_run=True, kind=kind, as_of=as_of, passed=passed)
    print_outcome(outcome, dry_run=True)
    return CONFLICT if outcome.conflicts else 0
