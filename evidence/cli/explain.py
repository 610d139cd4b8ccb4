"""`evidence explain`: every contribution to a claim's support, summing to the total."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evidence.cli.app import command_options, current
from evidence.cli.options import as_of, claim_argument, known_at
from evidence.cli.screen import print_json, say, table
from evidence.cli.status import print_one

if TYPE_CHECKING:
    from evidence.core.answering import Answer
    from evidence.core.roll_call import RollCall
    from evidence.core.support import Row, Support


@click.command("explain")
@claim_argument()
@as_of
@known_at
@command_options
def command(claim: str, as_of: str | None, known_at: str | None) -> None:
    """Show every contribution to CLAIM's support, summing to the total.

    Then what the result would be under other readings of the evidence, and what would change it.
    CLAIM may be one unit of a roll call, written claim/unit.
    """
    app = current()
    support = app.workspace().explain(claim, as_of, known_at)
    if app.json:
        from evidence.reports.documents import explain

        print_json(explain(support))
        return
    print_one(support.headline, pointer=False)
    say()
    print_sum(support)
    if support.answer is not None and support.answer.estimates:
        print_estimates(support.answer)
    if support.roll_call is not None:
        print_roll_call(support.roll_call)
    print_sensitivity(support)


def print_sum(support: Support) -> None:
    """Print prior, contributions and total as a column that adds up."""
    from evidence.reports.plain import total, weighing

    prior = ("", f"{support.prior_db:+.3f}", "prior", "", "", "")
    rows = [prior, *(_line(row, weighing(row)) for row in support.contributions)]
    headers = ("key", "counts", "source", "alone", "how it is weighed", "note")
    table(headers, rows, right=(1, 3), narrow=(0, 1, 2, 4))
    say(f"= {total(support)}")


def _line(row: Row, weighing: str) -> tuple[str, ...]:
    key = row.key if row.type in ("evidence", "search") or "(" not in row.key else ""
    name = row.source or row.type.replace("_", " ")
    note = row.note.removesuffix(f"voice of group {row.group}").rstrip("; ")
    return key[:12], f"{row.counted_db:+.3f}", name, f"{row.db:+.3f}", weighing, note


def print_estimates(answer: Answer) -> None:
    """Print the routes to the claimed number side by side."""
    from evidence.core.numbers import format_number

    say()
    rows = [
        (
            e.route,
            format_number(e.low) if e.low is not None else "",
            format_number(e.quantity.median) if e.quantity else "",
            format_number(e.high) if e.high is not None else "",
            f"{e.mass:.3f}",
            " ".join(word for word in (e.scope, e.convention) if word),
            e.source,
            "yes" if e.counted else "no",
        )
        for e in answer.estimates
    ]
    headers = ("route", "low", "median", "high", "mass", "scope, convention", "source", "counted")
    table(headers, rows, right=(1, 2, 3, 4))


def print_roll_call(roll: RollCall) -> None:
    """Print the units one by one, and what other lists would say."""
    say()
    rows = [(m.unit, m.call, "" if m.call == "silent" else f"{m.db:+.2f}") for m in roll.members]
    table(("unit", "answer", "dB"), rows, right=(2,))
    say(
        f"silent units 1 dB against / for: {roll.silent_minus_1db:.3f} / {roll.silent_plus_1db:.3f}"
    )
    for name, (probability, status) in roll.variants.items():
        say(f"list '{name}': {status} ({probability:.3f})")


def print_sensitivity(support: Support) -> None:
    """Print what the result would be under other readings."""
    from evidence.reports.plain import sensitivity, spread_check

    say()
    say("under other readings of the same evidence:")
    for line in sensitivity(support):
        say(f"  {line}")
    check = spread_check(support)
    if check:
        say(f"  {check}")
