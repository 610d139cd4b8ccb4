"""`evidence derive`: every route to a subject's number, side by side."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.options import as_of, known_at, slugs
from evidence.cli.screen import print_json, remark, say, table
from evidence.core.deriving import DERIVABLE, Agreement, Derivation, Path
from evidence.core.numbers import brief, format_number, format_range
from evidence.core.vocabulary import ATTRIBUTES


@click.command("derive")
@click.argument(
    "subject", required=False, metavar="[SUBJECT]", shell_complete=slugs("models", "clusters")
)
@click.argument(
    "attribute",
    type=click.Choice(tuple(ATTRIBUTES)),
    required=False,
    metavar="[ATTRIBUTE]",
)
@click.option("--save", metavar="SLUG", help="Keep the route that derivations use, under a name.")
@click.option("--why", help="What the kept derivation is for.")
@click.option("--laws", is_flag=True, help="Put every model beside the scaling laws instead.")
@as_of
@known_at
@command_options
def command(
    subject: str | None,
    attribute: str | None,
    save: str | None,
    why: str | None,
    laws: bool,
    as_of: str | None,
    known_at: str | None,
) -> None:
    """Show every route to an ATTRIBUTE of SUBJECT from its sourced numbers, side by side.

    ATTRIBUTE is the first to which a route leads unless given: of a model its training_compute.
    Routes with the share of the chips' peak that they imply, how far they lie apart, and which one
    derivations use. With --laws in place of SUBJECT every model with known active parameters and
    tokens stands beside the scaling laws.
    """
    app = current()
    if bool(subject) == laws:
        raise click.UsageError("give either a SUBJECT or --laws", click.get_current_context())
    if bool(save) != bool(why):
        raise click.UsageError("--save SLUG and --why TEXT go together")
    if subject is None:
        from evidence.cli.laws import print_laws

        print_laws(as_of, known_at)
        return
    workspace = app.workspace()
    found = workspace.derive(subject, attribute, as_of, known_at)
    if save and why:
        workspace.save_route(save, why, found)
    if app.json:
        from evidence.reports.documents import derivation

        print_json(derivation(found))
        return
    print_derivation(found)
    if found.others and found.paths and not app.quiet:
        remark(f"routes lead also to: {', '.join(found.others)}")
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
    print_apart(found)
    if found.selected:
        say(f"derivations use: {found.selected}")
    for warning in found.warnings:
        say(f"! {warning}")


def print_agreement(found: Derivation) -> None:
    """Print how far the other routes of its scope lie from the one that derivations use."""
    pairs = [one for one in found.agreement if found.selected in (one.a, one.b)]
    if not pairs:
        return
    say()
    rows = [
        (other, format_number(ratio), f"{one.z:.1f}" if one.z < 1e6 else "-")
        for one in pairs
        for other, ratio in [_against(one, found.selected or "")]
    ]
    table((f"beside {found.selected}", "ratio", "z"), rows, right=(1, 2))


def print_apart(found: Derivation) -> None:
    """Print, where a route lies far from the selected one, what would have to be wrong."""
    from evidence.core.reconciling import needed

    for one in found.agreement:
        if found.selected not in (one.a, one.b) or one.z <= FAR_APART:
            continue
        say()
        say(f"for {one.a} and {one.b} to agree, one of these would have to be wrong:")
        for wrong in needed(found.path(one.a), found.path(one.b)):
            values = f"{format_number(wrong.value)} would be {format_number(wrong.needed)}"
            say(f"  {wrong.input} of {wrong.route}: {values} ({wrong.source})")


FAR_APART = 2.0
"""Standard deviations from which two routes are said to disagree."""


def _against(one: Agreement, selected: str) -> tuple[str, float]:
    return (one.b, one.ratio) if one.a == selected else (one.a, 1 / one.ratio)


def _row(path: Path, found: Derivation) -> tuple[str, ...]:
    share = ""
    if path.implied is not None:
        share = f"{path.implied.utilization.median:.1%} of {path.implied.number_format}"
        hours = path.implied.scope
        share += f", {hours} hours" if hours and hours != path.scope else ""
    inputs = "; ".join(
        f"{name} {brief(reading.observation.value)} ({reading.observation.source})"
        for name, reading in path.inputs.items()
    )
    label = path.label + (" - circular, not counted" if path.circular else "")
    return label, format_range(*path.range, found.unit), share, path.grade, inputs
