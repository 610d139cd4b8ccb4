"""`evidence merge`: two records of one thing made one."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.changing import print_outcome
from evidence.cli.options import SUBJECTS, dry_run, slugs

THINGS = slugs("claims", "sources", *SUBJECTS)


@click.command("merge")
@click.argument("kept", shell_complete=THINGS)
@click.argument("gone", shell_complete=THINGS)
@click.option("--reason", help="How it is known that both are one thing.")
@dry_run
@command_options
def command(kept: str, gone: str, reason: str | None, dry_run: bool) -> None:
    """Join two records of one thing: all that refers to GONE refers to KEPT, and GONE goes.

    Both are sources, claims, organizations, models, chips, clusters or laws. KEPT stays as it is
    and takes over what only GONE says; the slug of GONE becomes an alias, or stands in the notes.
    What is said twice is kept once. Where the two say what cannot be one, such as two outcomes,
    nothing is written and the difference is told. `evidence undo` parts them again.
    """
    print_outcome(current().workspace().merge(kept, gone, reason, dry_run=dry_run), dry_run)
