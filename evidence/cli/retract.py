"""`evidence retract`: withdraw something that was never sound."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.changing import print_outcome
from evidence.cli.options import dry_run, slugs


@click.command("retract")
@click.argument("key", shell_complete=slugs("sources"))
@click.option("--reason", required=True, help="Why it was never sound.")
@dry_run
@command_options
def command(key: str, reason: str, dry_run: bool) -> None:
    """Withdraw the item, number, search or source KEY as never sound, and show what moved.

    It is hidden at every date and kept in history. For something that was right in its time, log
    what replaced it with --supersedes instead.
    """
    print_outcome(current().workspace().retract(key, reason, dry_run=dry_run), dry_run)
