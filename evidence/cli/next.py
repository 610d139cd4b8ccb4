"""`evidence next`: what to research next, by how much it could settle."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.options import as_of
from evidence.cli.screen import print_json, say, table


@click.command("next")
@click.option("--claim", metavar="CLAIM", help="Only questions about this claim.")
@click.option("--most", type=click.IntRange(min=1), default=15, show_default=True, help="How many.")
@click.option("--inputs", is_flag=True, help="Only the inputs of derived numbers.")
@as_of
@command_options
def command(claim: str | None, most: int, inputs: bool, as_of: str | None) -> None:
    """Show what to research next, by how far an answer could be expected to move its claim.

    Each question is supposed answered by somebody who has not spoken yet, as often each way as
    the claim now makes likely, or an input of a derived number known exactly; its worth is the
    expected change of the probability.
    """
    app = current()
    every = app.workspace().questions(claim, as_of)
    found = [question for question in every if question.input or not inputs][:most]
    if app.json:
        print_json({"schema": 1, "questions": [question._asdict() for question in found]})
        return
    rows = [(f"{q.worth:.3f}", q.claim, q.ask, ", ".join(q.reach) or "-") for q in found]
    table(("worth", "claim", "find out", "could become"), rows, right=(0,))
    if found:
        say()
        say("to record an answer, the most telling first:")
    for line in dict.fromkeys(question.command for question in found):
        say(f"  {line}")
