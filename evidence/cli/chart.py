"""`evidence chart`: a chart on the terminal, or as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from evidence.cli.app import command_options, current
from evidence.cli.options import as_of, known_at, slugs
from evidence.cli.screen import columns, heading, picture, print_json, remark, say

if TYPE_CHECKING:
    from evidence.reports.charts import Chart

KINDS = (
    *("support-over-time", "contributions", "estimates", "roll-call"),
    *("input-shares", "reliability", "compute-by-date"),
)
"""The kinds of `reports.charts`, which is not loaded to print the help."""

ENDINGS = (".svg", ".png")


@click.command("chart")
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.argument("thing", required=False, shell_complete=slugs("claims", "models", "clusters"))
@click.option("--output", "-o", metavar="FILE", help="A file ending in .svg or .png to write.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@as_of
@known_at
@command_options
def command(
    kind: str,
    thing: str | None,
    output: str | None,
    force: bool,
    as_of: str | None,
    known_at: str | None,
) -> None:
    """Draw a chart of KIND on the terminal, or to a file.

    \b
    support-over-time CLAIM   the probability on every day on which it moved
    contributions CLAIM       from the prior over each contribution to the total
    estimates CLAIM           each estimate of a number beside what is claimed
    roll-call CLAIM           the units of a prevalence claim and their answers
    input-shares SUBJECT      what makes a derived number uncertain
    reliability               probabilities given beside how often claims came true
    compute-by-date           training compute of all models by the day of release

    Files need the libraries of the extra 'plot'; the terminal needs none.
    """  # noqa: D301 - click reads the escape
    app = current()
    if output is not None and Path(output).suffix not in ENDINGS:
        raise click.UsageError(f"'{output}' must end in .svg or .png", click.get_current_context())
    chart = app.workspace().chart(kind, thing, as_of, known_at)
    if output is not None:
        write(chart, output, force)
    if app.json:
        fields = {"title": chart.title, "description": chart.description}
        settings = dict(chart.settings)
        print_json(
            {"schema": 1, "kind": kind, **fields, "settings": settings, "rows": chart.to_dicts()}
        )
    elif output is None:
        draw(chart)
    elif not app.quiet:
        remark(f"wrote {output}: {chart.description}")


def write(chart: Chart, output: str, force: bool) -> None:
    """Write a chart as the file's ending says."""
    from evidence.exchange.atomic import write_file
    from evidence.reports.charts import png, svg

    drawn = png(chart) if output.endswith(".png") else svg(chart).encode()
    write_file(output, drawn, force)


def draw(chart: Chart) -> None:
    """Print a chart in characters, under its title and above its text alternative."""
    from evidence.reports.charts import text

    heading(chart.title)
    say()
    picture(text(chart, columns(100)))
    say()
    say(chart.description)
