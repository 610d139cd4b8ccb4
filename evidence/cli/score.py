"""`evidence score`: the figures of every claim, a line for each."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.options import as_of, claim_argument, known_at
from evidence.cli.screen import print_json, remark, table
from evidence.core.standing import Standing


@click.command("score")
@claim_argument(nargs=-1, required=False)
@as_of
@known_at
@command_options
def command(claims: tuple[str, ...], as_of: str | None, known_at: str | None) -> None:
    """Show the score of every claim, or of each CLAIM, in one line: figures without reasons.

    Made for very many claims. 'evidence status' adds the flags, and what a roll call's silent
    units leave of its confidence.
    """
    app = current()
    found = app.workspace().scores(claims, as_of, known_at)
    if app.json:
        from evidence.reports.scores import document

        print_json(document(found))
        return
    print_scores(found.standings)
    if not found.standings and not app.quiet:
        remark("there is no claim yet: 'evidence add claim SLUG ...' adds one")


def print_scores(standings: tuple[Standing, ...]) -> None:
    """Print a line for each claim."""
    rows = [
        (
            claim,
            f"{found.probability:.3f}",
            f"{found.log_odds_db:+.2f}",
            f"{found.weight_for_db:.2f}",
            f"{found.weight_against_db:.2f}",
            found.status,
        )
        for claim, found in standings
    ]
    headers = ("claim", "P", "log odds", "for, dB", "against, dB", "status")
    table(headers, rows, right=(1, 2, 3, 4), narrow=(0, 1, 5))
