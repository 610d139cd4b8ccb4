"""`evidence resolve`: how a claim turned out."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.changing import print_outcome
from evidence.cli.options import claim_argument, dry_run, slugs
from evidence.core.vocabulary import OUTCOMES


@click.command("resolve")
@claim_argument()
@click.argument("outcome", type=click.Choice(tuple(OUTCOMES)))
@click.option("--date", metavar="DATE", required=True, help="The day from which it was settled.")
@click.option("--source", metavar="SLUG", shell_complete=slugs("sources"), help="What settled it.")
@click.option("--note", help="A remark.")
@dry_run
@command_options
def command(
    claim: str, outcome: str, date: str, source: str | None, note: str | None, dry_run: bool
) -> None:
    """Record that CLAIM turned out true or false, or that it is void."""
    workspace = current().workspace()
    found = workspace.resolve(claim, outcome, dry_run=dry_run, date=date, source=source, note=note)
    print_outcome(found, dry_run)
