"""`evidence score`: the figures of every claim, a line for each."""

from __future__ import annotations

from collections.abc import Mapping

import click

from evidence.cli.app import command_options, current
from evidence.cli.options import as_of, claim_argument, known_at
from evidence.cli.screen import print_json, remark, table
from evidence.core.standing import Standing
from evidence.over import ENGINES, scores_over


def _pairs(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> Mapping[str, str]:
    """Read KEY=VALUE; a later one takes the place of an earlier one."""
    for pair in given:
        if not pair.partition("=")[0].strip() or "=" not in pair:
            raise click.BadParameter(f"'{pair}' is not KEY=VALUE", ctx, param)
    return {pair.partition("=")[0].strip(): pair.partition("=")[2] for pair in given}


@click.command("score")
@claim_argument(nargs=-1, required=False)
@as_of
@known_at
@click.option("--over", metavar="DIR", help="Ask a Parquet export instead of the database.")
@click.option("--engine", type=click.Choice(ENGINES), help="What asks it; else duckdb.")
@click.option(
    "--conf",
    "settings",
    metavar="KEY=VALUE",
    multiple=True,
    callback=_pairs,
    help="A setting of Spark's own, such as spark.master; may be given again.",
)
@command_options
def command(
    claims: tuple[str, ...],
    as_of: str | None,
    known_at: str | None,
    over: str | None,
    engine: str | None,
    settings: Mapping[str, str],
) -> None:
    """Show the score of every claim, or of each CLAIM, in one line: figures without reasons.

    Made for very many claims. 'evidence status' adds the flags, and what a roll call's silent
    units leave of its confidence.

    DIR is what 'evidence export scoring' or 'evidence export parquet' wrote, for Spark also at an
    address that it reads. Quantity claims are left out there: the database answers them.
    """
    app = current()
    _refuse(over, engine, settings, known_at)
    if over is None:
        found = app.workspace().scores(claims, as_of, known_at)
    else:
        found = scores_over(over, engine or ENGINES[0], settings, claims, as_of)
        if found.left_out and not app.quiet:
            remark(_left_out(found.left_out))
    if app.json:
        from evidence.reports.scores import document

        print_json(document(found))
        return
    print_scores(found.standings)
    if not found.standings and over is None and not app.quiet:
        remark("there is no claim yet: 'evidence add claim SLUG ...' adds one")


def _left_out(number: int) -> str:
    claims = "1 quantity claim" if number == 1 else f"{number} quantity claims"
    return f"{claims} left out: 'evidence score' without --over answers them"


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


def _refuse(
    over: str | None, engine: str | None, settings: Mapping[str, str], known_at: str | None
) -> None:
    """Raise UsageError for options that mean nothing together."""
    if over is None and (engine or settings):
        raise click.UsageError("--engine and --conf are for an export: name it with --over")
    if over is not None and known_at:
        raise click.UsageError("an export holds what was known when it was written: no --known-at")
    if settings and engine != "spark":
        raise click.UsageError("--conf is for Spark: add --engine spark")
