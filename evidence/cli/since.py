"""`evidence since`: what has moved since a day."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.changing import print_impact
from evidence.cli.options import as_of, day, known_at
from evidence.cli.screen import print_json


@click.command("since")
@click.argument("date", metavar="DATE", callback=day)
@as_of
@known_at
@command_options
def command(date: str, as_of: str | None, known_at: str | None) -> None:
    """Show which claims and numbers have moved between DATE and today (or --as-of)."""
    app = current()
    found = app.workspace().since(date, as_of, known_at)
    if app.json:
        from evidence.reports.documents import impact

        print_json(impact(found))
    else:
        print_impact(found)
