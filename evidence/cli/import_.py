"""`evidence import`: files of records, all or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evidence.cli.app import command_options, current
from evidence.cli.changing import CONFLICT, print_outcome
from evidence.cli.changing_tables import FORMATS, print_snapshot
from evidence.cli.options import dry_run
from evidence.cli.progress import progress
from evidence.cli.stopping import stopping
from evidence.core.errors import Interrupted
from evidence.core.limits import LIMITS
from evidence.core.records import KINDS
from evidence.exchange.bundle import size

if TYPE_CHECKING:
    from evidence.proposal import Outcome

_WIDTH = max(len(limit.variable) for limit in LIMITS)
_LIMITS = "\n".join(
    (
        "\b",
        "The most that is read, unless a variable of the environment says otherwise:",
        *(f"  {limit.variable:{_WIDTH}}  {limit.default:>10}  {limit.meaning}" for limit in LIMITS),
    )
)


@click.command("import", epilog=_LIMITS)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@dry_run
@click.option("--update", is_flag=True, help="Accept changed records; the former stay in history.")
@click.option("--kind", type=click.Choice(tuple(KINDS)), help="The kind of a CSV file's records.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("bundle", *FORMATS)),
    default="bundle",
    help="The files' format: a bundle, or a table that Epoch AI publishes.",
)
@click.option(
    "--published", metavar="DATE", help="The day of a published table; else its file's name tells."
)
@command_options
def command(
    files: tuple[str, ...],
    dry_run: bool,
    update: bool,
    kind: str | None,
    form: str,
    published: str | None,
) -> int:
    """Import files of records (YAML, JSON, JSONL, CSV, BibTeX, or a folder of them), all or none.

    Every faulty record is named with its file and line, and then nothing is written. With
    --dry-run the impact is shown: which numbers and claims would move, and because of what.
    "-" reads from standard input.

    Ctrl-C ends the import of a long JSONL file between two records: what was taken by then is kept
    as an entry of its own, and the same call goes on from there. Ctrl-C twice drops it.

    A BibTeX file gives its entries as sources, whose slugs are their keys; the kind of a source,
    unless it was exported from here, is told by the type of its entry.

    A table of Epoch AI is one file a call. A cell that cannot be read is left out with a warning;
    what has changed since the table's last import is told, and former figures are kept.
    """
    if form == "bundle":
        if published:
            raise click.UsageError("--published is for a table of Epoch AI: name its --format")
        workspace = current().workspace()
        can_stop = None if dry_run else stopping
        with progress(size(files), "bytes") as passed:
            outcome = workspace.import_files(
                files, dry_run=dry_run, update=update, kind=kind, passed=passed, stopping=can_stop
            )
        print_outcome(outcome, dry_run)
        if not outcome.complete:
            raise _interrupted(outcome)
        return CONFLICT if outcome.conflicts else 0
    if len(files) > 1:
        raise click.UsageError("a table is imported alone: name one file")
    if kind or update:
        raise click.UsageError("--kind and --update are for bundles")
    found = (
        current().workspace().import_snapshot(files[0], form, published=published, dry_run=dry_run)
    )
    print_snapshot(found, dry_run)
    return 0


def _interrupted(outcome: Outcome) -> Interrupted:
    """What is told of an import that was stopped on the way."""
    if outcome.entry is None:
        return Interrupted("interrupted: nothing new was written", "run it again to go on")
    seq = outcome.entry.seq
    told = f"interrupted: what was read by then is kept as entry {seq}"
    return Interrupted(told, f"run it again to go on, or 'evidence undo {seq}' to drop it")
