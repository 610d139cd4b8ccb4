"""`evidence observe`: one sourced number about a subject."""

from __future__ import annotations

from typing import Any

import click

from evidence.cli.app import command_options, current
from evidence.cli.changing import print_outcome
from evidence.cli.options import SUBJECTS, dry_run, slugs
from evidence.core.vocabulary import (
    ATTRIBUTES,
    BASES,
    CONVENTIONS,
    NUMBER_FORMATS,
    SCOPES,
    SPARSITIES,
    VERIFICATION,
)


@click.command("observe")
@click.argument("subject", shell_complete=slugs(*SUBJECTS))
@click.argument("attribute", type=click.Choice(tuple(ATTRIBUTES)), metavar="ATTRIBUTE")
@click.argument("value")
@click.option(
    "--source",
    metavar="SLUG",
    required=True,
    shell_complete=slugs("sources"),
    help="Who states it.",
)
@click.option("--quote", help="The source's own words.")
@click.option("--at", "locator", metavar="LOCATOR", help="Where in the source: page, section.")
@click.option("--number-format", type=click.Choice(NUMBER_FORMATS), help="Of a peak or share.")
@click.option("--sparsity", type=click.Choice(tuple(SPARSITIES)), help="Of a peak.")
@click.option("--scope", type=click.Choice(tuple(SCOPES)), help="What the figure covers.")
@click.option("--convention", type=click.Choice(tuple(CONVENTIONS)), help="How it counts.")
@click.option("--basis", type=click.Choice(tuple(BASES)), help="How it came about.")
@click.option("--year", metavar="YEAR", help="The year of a price.")
@click.option("--published", metavar="DATE", help="When it was public; else the source's date.")
@click.option("--origin", metavar="PARTY", help="Whose figure it is, if the source relays it.")
@click.option("--supersedes", metavar="KEY", help="The observation that this one replaces.")
@click.option("--verified", type=click.Choice(tuple(VERIFICATION)), help="How it was read.")
@click.option("--note", help="A remark.")
@dry_run
@command_options
def command(subject: str, attribute: str, value: str, dry_run: bool, **given: Any) -> None:
    """Log the VALUE that a source gives for an ATTRIBUTE of SUBJECT, and show what moved.

    VALUE is a number as people write it: 14.8T, "38% to 43%", ~30T, ">30T", 989 TFLOP/s,
    or alternatives, "20% or 40%".
    """
    from evidence.exchange.scalars import scalar
    from evidence.looking import reference

    fields = {name: given_ for name, given_ in given.items() if given_ is not None}
    fields |= {"year": scalar(fields["year"])} if "year" in fields else {}
    workspace = current().workspace()
    ref = reference(workspace.ledger(), subject)
    outcome = workspace.observe(ref, attribute, scalar(value), dry_run=dry_run, **fields)
    print_outcome(outcome, dry_run)
