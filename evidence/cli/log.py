"""`evidence log`: one item of evidence, and what moved."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from evidence.cli.app import command_options, current
from evidence.cli.changing import print_outcome
from evidence.cli.options import claim_argument, dry_run, slugs
from evidence.core.vocabulary import DIRECTNESS, GRADES, STANCES, STRENGTHS, VERIFICATION

if TYPE_CHECKING:
    from evidence.proposal import Outcome

QUESTION = (
    "If this source is right and this is exactly about the claim: how many times more likely "
    "would we read it if the claim is true than if it is false? conclusive 199, strong 19, "
    "moderate 4, weak 2."
)


@click.command("log")
@claim_argument()
@click.option("--source", metavar="SLUG", shell_complete=slugs("sources"), help="Who says it.")
@click.option("--supports", is_flag=True, help=STANCES["supports"].capitalize())
@click.option("--refutes", is_flag=True, help=STANCES["refutes"].capitalize())
@click.option("--neutral", is_flag=True, help=STANCES["neutral"].capitalize())
@click.option("--strength", type=click.Choice(tuple(STRENGTHS)), help=QUESTION)
@click.option("--directness", type=click.Choice(tuple(DIRECTNESS)), help="How near to the claim.")
@click.option("--quote", help="The source's own words.")
@click.option("--at", "locator", metavar="LOCATOR", help="Where in the source: page, section.")
@click.option("--value", metavar="NUMBER", help="The measurement, where there is no quote.")
@click.option("--probability", metavar="P", help="The source's probability that the claim holds.")
@click.option("--published", metavar="DATE", help="When it was public; else the source's date.")
@click.option("--origin", metavar="PARTY", help="Whose words they are, if the source relays them.")
@click.option(
    "--relayed-from-grade", type=click.Choice(tuple(GRADES)), help="Grade of the unseen original."
)
@click.option("--supersedes", metavar="KEY", help="The item that this one replaces from its date.")
@click.option("--verified", type=click.Choice(tuple(VERIFICATION)), help="How it was read.")
@click.option("--note", help="A remark.")
@dry_run
@command_options
def command(claim: str, dry_run: bool, **given: Any) -> None:
    """Log one item of evidence on CLAIM (or CLAIM/UNIT) and show what moved.

    A source and a stance are enough; without a quote or number and a locator the item is kept as
    a draft and weighs nothing. Without options on a terminal $EDITOR opens with a form.
    """
    stances = [stance for stance in STANCES if given.pop(stance)]
    if len(stances) > 1:
        raise click.UsageError(f"--{' and --'.join(stances)}: choose one")
    given["stance"] = stances[0] if stances else None
    fields = {name: value for name, value in given.items() if value is not None}
    if not fields and sys.stdin.isatty():
        print_outcome(_from_editor(claim, dry_run), dry_run)
        return
    if "source" not in fields:
        raise click.UsageError("no source given: --source SLUG; 'evidence list sources' shows them")
    if "stance" not in fields and "probability" not in fields:
        raise click.UsageError("no stance given: --supports, --refutes, --neutral or --probability")
    print_outcome(current().workspace().log(claim, dry_run=dry_run, **_typed(fields)), dry_run)


def _from_editor(claim: str, dry_run: bool) -> Outcome:
    from evidence.cli.form import filled_in
    from evidence.core.forms import as_mapping

    workspace = current().workspace()
    # A claim that is not there is told before anybody types.
    workspace.status(claim)
    return filled_in(
        claim, lambda record: workspace.add("evidence", dry_run=dry_run, **as_mapping(record))
    )


def _typed(fields: dict[str, Any]) -> dict[str, Any]:
    from evidence.exchange.scalars import scalar

    numbers: dict[str, Any] = {
        name: scalar(fields[name]) for name in ("value", "probability") if name in fields
    }
    return {**fields, **numbers}
