"""`evidence calibration`: how good the probabilities of resolved claims were."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evidence.cli.app import command_options, current
from evidence.cli.options import as_of, known_at
from evidence.cli.screen import heading, print_json, say, table

if TYPE_CHECKING:
    from evidence.core.resolved import Calibration

MOST = 10
"""Sources shown, the longest records first."""


@click.command("calibration")
@as_of
@known_at
@command_options
def command(as_of: str | None, known_at: str | None) -> None:
    """Show how good the probabilities of resolved claims were.

    Each claim is taken as it stood on the eve of its resolution, without what the resolving
    source says, on what was public then; grades and groups are those of today. A perfect Brier
    or log score is 0; saying one half to everything gives 0.25 and 0.693.
    """
    app = current()
    found = app.workspace().calibration(as_of, known_at)
    if app.json:
        from evidence.reports.documents import calibration

        print_json(calibration(found))
        return
    _print_scores(found)
    _print_bins(found)
    _print_leads(found)
    _print_sources(found)


def _print_scores(found: Calibration) -> None:
    size, true = len(found.forecasts), found.turned_out_true
    say(f"{size} resolved {'claim' if size == 1 else 'claims'}: {true} true, {size - true} false")
    if found.void:
        say(f"left out as void: {', '.join(found.void)}")
    if found.caution:
        say(found.caution)
    say()
    error = "" if found.brier_error is None else f" (standard error {found.brier_error:.3f})"
    skill = "" if found.skill is None else f", skill {found.skill:+.3f} over the base rate"
    parts = found.murphy
    say(f"Brier {found.brier:.3f}{error}{skill}; log score {found.log_score:.3f}")
    say(
        f"  about reliability {parts.reliability:.3f} - resolution {parts.resolution:.3f}"
        f" + uncertainty {parts.uncertainty:.3f}"
    )
    line = found.recalibration
    say(f"best line: {line.a:+.3f} dB {line.b:+.3f} L; {line.reason}")


def _print_bins(found: Calibration) -> None:
    from evidence.reports.drawing import bar

    say()
    heading("What was said, and what turned out true")
    rows = [
        (
            f"{one.low:.2f} to {one.high:.2f}",
            str(one.size),
            f"{one.mean_probability:.3f}",
            f"{one.frequency:.3f}",
            bar(one.frequency),
            "{:.2f} to {:.2f}".format(*one.interval),
        )
        for one in found.murphy.bins
    ]
    headers = ("said", "claims", "mean P", "true", "0 ........ 1", "true, 90 %")
    table(headers, rows, right=(1, 2, 3))


def _print_leads(found: Calibration) -> None:
    say()
    heading("How early")
    rows = [(_early(x.days), f"{x.brier:.3f}", f"{x.log_score:.3f}") for x in found.leads]
    table(("asked", "Brier", "log score"), rows, right=(1, 2))


def _early(days: int) -> str:
    return f"{days} days before" if days else "on the eve"


def _print_sources(found: Calibration) -> None:
    if not found.sources:
        return
    say()
    heading("Whose counted voices were right")
    rows = [
        (
            x.source,
            x.grade,
            str(x.hits),
            str(x.misses),
            f"{x.reliability:.2f}",
            f"{x.posterior:.3f}",
        )
        for x in found.sources[:MOST]
    ]
    headers = ("source", "grade", "right", "wrong", "reliability", "with its record")
    table(headers, rows, right=(2, 3, 4, 5))
    if len(found.sources) > MOST:
        say(f"  and {len(found.sources) - MOST} more: see --json")
