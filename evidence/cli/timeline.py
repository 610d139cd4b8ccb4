"""`evidence timeline`: a claim's support on every day on which it moved."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.options import as_of, claim_argument, known_at
from evidence.cli.screen import columns, picture, print_json, remark, say, some, table
from evidence.core.headline import Headline
from evidence.core.timeline import Timeline


@click.command("timeline")
@claim_argument()
@as_of
@known_at
@command_options
def command(claim: str, as_of: str | None, known_at: str | None) -> None:
    """Show CLAIM's support on every day on which it moved, and what moved it."""
    app = current()
    workspace = app.workspace()
    points = workspace.timeline(claim, as_of, known_at)
    if app.json:
        from evidence.reports.documents import timeline

        print_json(timeline(claim, points))
    elif points:
        print_points(points)
        draw(workspace.status(claim, as_of, known_at), points)
    elif not app.quiet:
        remark("nothing bears on this claim yet")


def print_points(points: Timeline) -> None:
    """Print a line for each day, with a bar."""
    from evidence.reports.drawing import bar

    rows = [
        (p.date, f"{p.probability:.3f}", bar(p.probability), p.status, some(p.because))
        for p in points
    ]
    table(("date", "P", "0 ........ 1", "status", "because of"), rows, right=(1,))


def draw(headline: Headline, points: Timeline) -> None:
    """Draw the probability as a line over time, where there is one."""
    from evidence.reports.charts import support_over_time, text

    chart = support_over_time.chart(headline, points)
    if chart is not None:
        say()
        picture(text(chart, columns(76)))
