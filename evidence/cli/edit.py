"""`evidence edit`: correct a record; the former stays in history."""

from __future__ import annotations

import sys
from typing import Any

import click

from evidence.cli.app import command_options, current
from evidence.cli.changing import print_outcome
from evidence.cli.fields import pairs, typed
from evidence.cli.options import dry_run
from evidence.core.ledger import Ledger
from evidence.core.records import Record


@click.command("edit")
@click.argument("thing")
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
        corrected: dict[str, Any] = typed(shown.kind, fields)
    elif sys.stdin.isatty():
        corrected = _in_editor(shown.record)
    else:
        raise click.UsageError("nothing to correct: --set FIELD=VALUE")
    print_outcome(workspace.edit(thing, corrected, dry_run=dry_run), dry_run)


def _in_editor(record: Record) -> dict[str, Any]:
    from evidence.cli.form import edited
    from evidence.core.forms import as_mapping
    from evidence.exchange.dump import render

    corrected = edited(str(render(Ledger([record]), "yaml")))
    return dict.fromkeys(as_mapping(record)) | as_mapping(corrected)
