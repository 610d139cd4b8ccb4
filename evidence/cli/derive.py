"""`evidence derive`: every route to a subject's number, side by side."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.options import as_of, known_at, slugs
from evidence.cli.screen import print_json, remark, say, table
from evidence.core.deriving import DERIVABLE, Derivation, Path
from evidence.core.numbers import format_range
from evidence.core.vocabulary import ATTRIBUTES


@click.command("derive")
@click.argument("subject", shell_complete=slugs("models", "clusters"))
@click.argument(
    "attribute",
    type=click.Choice(tuple(ATTRIBUTES)),
    default="training_compute",
    metavar="[ATTRIBUTE]",
)
@as_of
@known_at
@command_options
def command(subject: str, attribute: str, as_of: str | None, known_at: str | None) -> None:
    """Show every route to an ATTRIBUTE of SUBJECT from its sourced numbers, side by side.

    ATTRIBUTE is training_compute unless given. Routes with the share of the chips' peak that they
    imply, how far they lie apart, and which one derivations use.
    """
    app = current()
    found = app.workspace().derive(subject, attribute, as_of, known_at)
    if app.json:
        from evidence.reports.documents import derivation

        print_json(derivation(found))
        return
    print_derivation(found)
    if not found.paths and not app.quiet:
        ways = ", ".join(DERIVABLE)
        remark(f"no source states it and no method leads to it; methods lead to {ways}")


def print_derivation(found: Derivation) -> None:
    """Print the routes, the bounds, and how far the routes agree."""
    say(f"{found.attribute} of {found.subject}, as of {found.as_of}")
    if found.paths:
        rows = [_row(path, found) for path in found.paths]
        table(("route", "value", "implied share of peak", "grade", "from"), rows)
    for bound in found.constraints:
        say(f"bound: {bound.text} ({bound.source})")
    if found.agreement:
        say()
        agreed = [
            (one.a, one.b, f"{one.ratio:.2f}", f"{one.z:.1f}" if one.z < 1e6 else "-")
            for one in found.agreement
        ]
        table(("route", "against", "ratio", "z"), agreed, right=(2, 3))
    if found.selected:
        say(f"derivations use: {found.selected}")


def _row(path: Path, found: Derivation) -> tuple[str, ...]:
    share = ""
    if path.implied is not None:
        share = f"{path.implied.utilization.median:.1%} of {path.implied.number_format}"
    inputs = "; ".join(
        f"{name} {reading.observation.value} ({reading.observation.source})"
        for name, reading in path.inputs.items()
    )
    label = path.label + (" - circular, not counted" if path.circular else "")
    return label, format_range(*path.range, found.unit), share, path.grade, inputs
