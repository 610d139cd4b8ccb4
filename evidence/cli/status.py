"""`evidence status`: where claims stand."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.options import SUBJECTS, as_of, claim_argument, known_at, slugs
from evidence.cli.screen import print_json, remark, say, table
from evidence.core.support import Support
from evidence.core.vocabulary import STATUSES


@click.command("status")
@claim_argument(nargs=-1, required=False)
@click.option("--tag", "tags", multiple=True, help="Only claims with this tag.")
@click.option("--status", "wanted", type=click.Choice(STATUSES), help="Only claims of this status.")
@click.option(
    "--about", metavar="SUBJECT", shell_complete=slugs(*SUBJECTS), help="Only claims about it."
)
@as_of
@known_at
@command_options
def command(
    claims: tuple[str, ...],
    tags: tuple[str, ...],
    wanted: str | None,
    about: str | None,
    as_of: str | None,
    known_at: str | None,
) -> None:
    """Show where claims stand: one in full, or a line for each.

    Without CLAIM all claims are listed; --tag, --status and --about choose among them.
    """
    app = current()
    supports = app.workspace().statuses(
        claims, tags=tags, status=wanted, about=about, as_of=as_of, known_at=known_at
    )
    one = len(claims) == 1 and len(supports) == 1
    if app.json:
        from evidence.reports.documents import status, statuses

        print_json(status(supports[0]) if one else statuses(supports))
    elif one:
        print_one(supports[0])
    else:
        print_many(supports)
        if not supports and not app.quiet:
            remark("no claim fits; 'evidence list claims' shows them all")


def print_one(support: Support, pointer: bool = True) -> None:
    """Print one claim in full, and unless told not to, how to see the rest."""
    from evidence.reports import plain

    say(support.claim)
    say(f"  {support.statement}")
    if support.answer is not None:
        say(f"  {plain.pooled(support.answer)}")
    if support.roll_call is not None:
        say(f"  {plain.standing(support)}; {support.roll_call.line()}")
    else:
        say(f"  {plain.standing(support)}")
    say(f"  {plain.confidence(support)}")
    for flag in plain.flags(support):
        say(f"  ! {flag}")
    say(f"  {plain.next_step(support)}")
    more = f"; 'evidence explain {support.claim}' shows every contribution" if pointer else ""
    say(f"  {plain.stamp(support)}{more}")


def print_many(supports: tuple[Support, ...]) -> None:
    """Print a line for each claim."""
    rows = [
        (s.claim, s.status, f"{s.probability:.2f}", s.confidence, _voices(s), " ".join(s.flags))
        for s in supports
    ]
    headers = ("claim", "status", "P", "confidence", "voices", "flags")
    table(headers, rows, right=(2,), narrow=(0, 1, 2, 3))


def _voices(support: Support) -> str:
    return f"{support.voices_for}:{support.voices_against}"
