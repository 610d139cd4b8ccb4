"""`evidence history`: what was written, when and by whom."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.options import SUBJECTS, slugs
from evidence.cli.screen import print_json, table


@click.command("history")
@click.argument("thing", shell_complete=slugs("claims", "sources", *SUBJECTS), required=False)
@command_options
def command(thing: str | None) -> None:
    """Show what was written, when and by whom; with THING only what wrote it or on it."""
    app = current()
    entries = app.workspace().history(thing)
    if app.json:
        fields = ("seq", "recorded", "actor", "operation", "summary", "records_sha256", "hash")
        listed = [{name: getattr(entry, name) for name in fields} for entry in entries]
        print_json({"schema": 1, "entries": listed})
        return
    rows = [(str(e.seq), e.recorded, e.actor, e.operation, e.summary, e.hash[:12]) for e in entries]
    table(("entry", "recorded", "by", "did", "what", "hash"), rows, right=(0,))
