"""`evidence backup`: a copy of the whole database, history included."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.screen import print_json, remark


@click.command("backup")
@click.argument("file", type=click.Path())
@click.option("--force", is_flag=True, help="Replace an existing file.")
@command_options
def command(file: str, force: bool) -> None:
    """Copy the whole database to FILE, history included, while others go on writing."""
    app = current()
    app.workspace().backup(file, force)
    if app.json:
        print_json({"schema": 1, "output": file})
    elif not app.quiet:
        remark(f"wrote {file}")
