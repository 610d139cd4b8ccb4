"""`evidence status`: where claims stand."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.options import SUBJECTS, as_of, claim_argument, known_at, slugs
from evidence.cli.screen import print_json, remark, say, table
from evidence.core.headline import Headline
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
    found = app.workspace().statuses(
        claims, tags=tags, status=wanted, about=about, as_of=as_of, known_at=known_at
    )
    one = len(claims) == 1 and len(found) == 1
    if app.json:
        from evidence.reports.documents import status, statuses

        print_json(status(found[0]) if one else statuses(found))
    elif one:
        print_one(found[0])
    else:
        print_many(found)
        if not found and not app.quiet:
            remark("no claim fits; 'evidence list claims' shows them all")


def print_one(headline: Headline, pointer: bool = True) -> None:
    """Print one claim in full, and unless told not to, how to see the rest."""
    from evidence.reports import plain

    say(headline.claim)
    say(f"  {headline.statement}")
    if headline.answer is not None:
        say(f"  {plain.pooled(headline.answer)}")
    if headline.roll_call is not None:
        say(f"  {plain.standing(headline)}; {headline.roll_call.line()}")
    else:
        say(f"  {plain.standing(headline)}")
    say(f"  {plain.confidence(headline)}")
    for flag in plain.flags(headline):
        say(f"  ! {flag}")
    say(f"  {plain.next_step(headline)}")
    more = f"; 'evidence explain {headline.claim}' shows every contribution" if pointer else ""
    say(f"  {plain.stamp(headline)}{more}")


def print_many(headlines: tuple[Headline, ...]) -> None:
    """Print a line for each claim."""
    rows = [
        (s.claim, s.status, f"{s.probability:.2f}", s.confidence, _voices(s), " ".join(s.flags))
        for s in headlines
    ]
    headers = ("claim", "status", "P", "confidence", "voices", "flags")
    table(headers, rows, right=(2,), narrow=(0, 1, 2, 3))


def _voices(headline: Headline) -> str:
    return f"{headline.voices_for}:{headline.voices_against}"
