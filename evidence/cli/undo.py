"""`evidence undo`: take back the last change, as a new change."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.changing import print_outcome
from evidence.cli.options import dry_run
from evidence.cli.screen import say


@click.command("undo")
@dry_run
@command_options
def command(dry_run: bool) -> None:
    """Take back the last change that still stands; both stay in the history."""
    outcome = current().workspace().undo(dry_run=dry_run)
    if outcome.entry is not None and not current().json:
        say(outcome.entry.summary)
    print_outcome(outcome, dry_run)
