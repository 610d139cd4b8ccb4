"""`evidence derive`: every route to a subject's number, side by side."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.options import as_of, known_at, slugs
from evidence.cli.screen import print_json, remark, say, table
from evidence.core.deriving import DERIVABLE, Agreement, Derivation, Path
from evidence.core.numbers import format_range
from evidence.core.vocabulary import ATTRIBUTES


@click.command("derive")
@click.argument(
    "subject", required=False, metavar="[SUBJECT]", shell_complete=slugs("models", "clusters")
)
@click.argument(
    "attribute",
    type=click.Choice(tuple(ATTRIBUTES)),
    default="training_compute",
    metavar="[ATTRIBUTE]",
)
@click.option("--laws", is_flag=True, help="Put every model beside the scaling laws instead.")
@as_of
@known_at
@command_options
def command(
    subject: str | None, attribute: str, laws: bool, as_of: str | None, known_at: str | None
) -> None:
    """Show every route to an ATTRIBUTE of SUBJECT from its sourced numbers, side by side.

    ATTRIBUTE is training_compute unless given. Routes with the share of the chips' peak that they
    imply, how far they lie apart, and which one derivations use. With --laws in place of SUBJECT
    every model with known active parameters and tokens stands beside the scaling laws.
    """
    app = current()
    if bool(subject) == laws:
        raise click.UsageError("give either a SUBJECT or --laws", click.get_current_context())
    if subject is None:
        from evidence.cli.laws import print_laws

        print_laws(as_of, known_at)
        return
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
        headers = ("route", "value", "implied share of peak", "grade", "from")
        table(headers, rows, narrow=(0, 1, 2))
    for path in found.paths:
        for warning in path.warnings:
            say(f"! {path.label}: {warning}")
    for bound in found.constraints:
        say(f"bound: {bound.text} ({bound.source})")
    print_agreement(found)
    if found.selected:
        say(f"derivations use: {found.selected}")


def print_agreement(found: Derivation) -> None:
    """Print how far the other routes of its scope lie from the one that derivations use."""
    pairs = [one for one in found.agreement if found.selected in (one.a, one.b)]
    if not pairs:
        return
    say()
    rows = [
        (other, f"{ratio:.2f}", f"{one.z:.1f}" if one.z < 1e6 else "-")
        for one in pairs
        for other, ratio in [_against(one, found.selected or "")]
    ]
    table((f"beside {found.selected}", "ratio", "z"), rows, right=(1, 2))


def _against(one: Agreement, selected: str) -> tuple[str, float]:
    return (one.b, one.ratio) if one.a == selected else (one.a, 1 / one.ratio)


def _row(path: Path, found: Derivation) -> tuple[str, ...]:
    share = ""
    if path.implied is not None:
        share = f"{path.implied.utilization.median:.1%} of {path.implied.number_format}"
        hours = path.implied.scope
        share += f", {hours} hours" if hours and hours != path.scope else ""
    inputs = "; ".join(
        f"{name} {reading.observation.value} ({reading.observation.source})"
        for name, reading in path.inputs.items()
    )
    label = path.label + (" - circular, not counted" if path.circular else "")
    return label, format_range(*path.range, found.unit), share, path.grade, inputs
