"""`evidence export`: the records, in files that can be imported again."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.screen import print_json, remark


@click.command("export")
@click.argument("kind", type=click.Choice(("bundle",)))
@click.option(
    "--output",
    "-o",
    metavar="OUT",
    required=True,
    help="A name ending in .json, .yaml or .jsonl is one file, any other a folder.",
)
@click.option("--force", is_flag=True, help="Replace what is there.")
@command_options
def command(kind: str, output: str, force: bool) -> None:
    """Write all records as a bundle; importing it into an empty database gives the same bundle.

    When something was recorded, the log and former versions are not part of it: 'evidence backup'
    keeps those.
    """
    from evidence.exchange.dump import dump

    app = current()
    ledger = app.workspace().ledger()
    dump(ledger, output, force)
    if app.json:
        print_json({"schema": 1, "output": output, "records": len(ledger)})
    elif not app.quiet:
        remark(f"wrote {len(ledger)} records to {output}")
