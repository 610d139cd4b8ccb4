"""`evidence add`: one organization, source, chip, model, cluster, law or claim."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.changing import print_outcome
from evidence.cli.fields import pairs, typed
from evidence.cli.options import dry_run

ADDABLE = {
    "organization": "organizations",
    "source": "sources",
    "hardware": "hardware",
    "model": "models",
    "cluster": "clusters",
    "law": "laws",
    "claim": "claims",
}


@click.command("add")
@click.argument("kind", type=click.Choice(tuple(ADDABLE)))
@click.argument("slug")
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]...", callback=pairs)
@dry_run
@command_options
def command(kind: str, slug: str, fields: dict[str, str], dry_run: bool) -> None:
    """Add one record of KIND, named SLUG, with its fields written FIELD=VALUE.

    The fields are those of the bundle format; a list is written with semicolons.

    \b
    evidence add source llama-4-blog kind=company_statement party=meta \\
        title="The Llama 4 herd" published=2025-04-05
    """  # noqa: D301 - click reads the escape
    named = {"name": slug} if kind not in ("source", "claim") else {}
    plural = ADDABLE[kind]
    record = named | {"slug": slug} | typed(plural, fields)
    print_outcome(current().workspace().add(plural, dry_run=dry_run, **record), dry_run)
