"""`evidence search`: find claims, sources, subjects and quotes by their text."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.screen import print_json, remark, table


@click.command("search")
@click.argument("text")
@command_options
def command(text: str) -> None:
    """Find TEXT in claims, sources, subjects and quotes, whatever the case."""
    app = current()
    found = app.workspace().search(text)
    if app.json:
        print_json({"schema": 1, "found": [one._asdict() for one in found]})
        return
    table(("kind", "of", "key", "text"), [(f.kind, f.owner, f.key, f.text) for f in found])
    if not found and not app.quiet:
        remark(f"nothing contains '{text}'")
