"""`evidence check`: that the log is whole and the records follow from it."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.screen import print_json, say


@click.command("check")
@click.option("--anchor", metavar="HASH", help="A head that was noted down earlier.")
@command_options
def command(anchor: str | None) -> int:
    """Check the log's chain of hashes and that the stored records follow from it.

    Exits with 5 if anything does not hold together. Kept derivations whose inputs have changed or
    were retracted are listed as stale.
    """
    app = current()
    found = app.workspace().check(anchor)
    if app.json:
        print_json(
            {
                "schema": 1,
                "ok": not found.problems,
                "rows": found.rows,
                "head": found.head,
                "problems": [problem._asdict() for problem in found.problems],
                "stale": [one._asdict() for one in found.stale],
                "warnings": list(found.warnings),
            }
        )
    else:
        for problem in found.problems:
            say(f"{problem.where}: {problem.message} [{problem.code}]")
        for old in found.stale:
            say(f"stale: {old.slug}: {old.why}")
        for warning in found.warnings:
            say(f"warning: {warning}")
        say(f"{len(found.problems)} problems in {found.rows} records, head {found.head or '-'}")
    return 5 if found.problems else 0
