"""`evidence import`: files of records, all or none."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.changing import CONFLICT, print_outcome
from evidence.cli.options import dry_run
from evidence.core.records import KINDS


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@dry_run
@click.option("--update", is_flag=True, help="Accept changed records; the former stay in history.")
@click.option("--kind", type=click.Choice(tuple(KINDS)), help="The kind of a CSV file's records.")
@click.option(
    "--format", "form", type=click.Choice(("bundle",)), default="bundle", help="The files' format."
)
@command_options
def command(
    files: tuple[str, ...], dry_run: bool, update: bool, kind: str | None, form: str
) -> int:
    """Import files of records (YAML, JSON, JSONL, CSV, or a folder of them), all or none.

    Every faulty record is named with its file and line, and then nothing is written. With
    --dry-run the impact is shown: which numbers and claims would move, and because of what.
    "-" reads from standard input.
    """
    outcome = current().workspace().import_files(files, dry_run=dry_run, update=update, kind=kind)
    print_outcome(outcome, dry_run)
    return CONFLICT if outcome.conflicts else 0
