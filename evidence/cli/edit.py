"""`evidence edit`: correct a record; the former stays in history."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from evidence.cli.app import command_options, current
from evidence.cli.changing import print_outcome
from evidence.cli.fields import pairs, typed
from evidence.cli.options import SUBJECTS, dry_run, slugs
from evidence.core.ledger import Ledger
from evidence.core.records import Record

if TYPE_CHECKING:
    from evidence.proposal import Outcome
    from evidence.workspace import Workspace


@click.command("edit")
@click.argument("thing", shell_complete=slugs("claims", "sources", *SUBJECTS))
@click.option(
    "--set",
    "fields",
    multiple=True,
    metavar="FIELD=VALUE",
    callback=pairs,
    help="The corrected field; an empty value takes it away.",
)
@dry_run
@command_options
def command(thing: str, fields: dict[str, str], dry_run: bool) -> None:
    """Correct THING, named by slug, reference or key; the former stays in history.

    Without --set on a terminal $EDITOR opens with the record.
    """
    workspace = current().workspace()
    shown = workspace.show(thing)
    if fields:
        corrected = typed(shown.kind, fields)
        outcome = workspace.edit(thing, corrected, dry_run=dry_run, base=shown.record)
    elif sys.stdin.isatty():
        outcome = _in_editor(workspace, thing, shown.record, dry_run)
    else:
        raise click.UsageError("nothing to correct: --set FIELD=VALUE")
    print_outcome(outcome, dry_run)


def _in_editor(workspace: Workspace, thing: str, record: Record, dry_run: bool) -> Outcome:
    from evidence.cli.form import edited
    from evidence.core.forms import as_mapping
    from evidence.exchange.dump import render

    def corrected(after: Record) -> Outcome:
        fields = dict.fromkeys(as_mapping(record)) | as_mapping(after)
        return workspace.edit(thing, fields, dry_run=dry_run, base=record)

    return edited(str(render(Ledger([record]), "yaml")), corrected)
