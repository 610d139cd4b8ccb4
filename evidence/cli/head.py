"""`evidence head`: the head of the log, to be kept elsewhere."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.screen import print_json, say


@click.command("head")
@command_options
def command() -> None:
    """Print the number and hash of the log's last entry.

    Publish it elsewhere: 'evidence check --anchor HASH' then finds out whether the log was
    rewritten or shortened.
    """
    seq, digest = current().workspace().head()
    if current().json:
        print_json({"schema": 1, "entry": seq, "head": digest})
    else:
        say(f"{seq} {digest}")
