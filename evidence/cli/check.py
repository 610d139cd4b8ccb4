"""`evidence check`: that the log is whole, the records follow from it, and quotes are right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from evidence.cli.app import command_options, current
from evidence.cli.screen import print_json, say

if TYPE_CHECKING:
    from evidence.integrity import Check


@click.command("check")
@click.option("--anchor", metavar="HASH", help="A head that was noted down earlier.")
@command_options
def command(anchor: str | None) -> int:
    """Check the log's chain, that the records follow from it, and that quotes are in their copies.

    Exits with 5 if anything does not hold together, a quote that is not in the kept copy of its
    source among it. A quote that differs in case or a few letters is a warning; nothing like it is
    looked for if it has more than 10,000 characters. Quotes of sources of which no copy is kept
    are counted as not checked: 'evidence keep' adds a copy. Kept derivations whose inputs have
    changed or were retracted are listed as stale.
    """
    app = current()
    found = app.workspace().check(anchor)
    if app.json:
        print_json(document(found))
    else:
        print_check(found)
    return 5 if found.problems else 0


def document(found: Check) -> dict[str, Any]:
    """What was checked as JSON."""
    from evidence.core.quotes import NO_COPY

    unfound = (one for one in found.quotes.items if one.verdict != "found")
    return {
        "schema": 1,
        "ok": not found.problems,
        "rows": found.rows,
        "head": found.head,
        "problems": [problem._asdict() for problem in found.problems],
        "warnings": [warning._asdict() for warning in found.warnings],
        "stale": [one._asdict() for one in found.stale],
        "quotes": {
            **found.quotes.counts,
            "items": [one._asdict() for one in unfound if one.remark != NO_COPY],
        },
    }


def print_check(found: Check) -> None:
    """Print what does not hold together, what to look at, and what was not checked."""
    from evidence.core.quotes import NO_COPY

    for problem in found.problems:
        say(f"{problem.where}: {problem.message} [{problem.code}]")
    for warning in found.warnings:
        say(f"warning: {warning.where}: {warning.message} [{warning.code}]")
    for one in found.quotes.of("not_checked"):
        if one.remark != NO_COPY:
            say(f"not checked: {one.place}: {one.remark}")
    for old in found.stale:
        say(f"stale: {old.slug}: {old.why}")
    say(f"quotes: {_counted(found)}")
    say(f"{len(found.problems)} problems in {found.rows} records, head {found.head or '-'}")


def _counted(found: Check) -> str:
    from evidence.cli.keep import counted
    from evidence.core.quotes import NO_COPY

    without = {q.source for q in found.quotes.of("not_checked") if q.remark == NO_COPY}
    remedy = f" ({len(without)} sources without a copy: see 'evidence keep')" if without else ""
    return counted(found.quotes) + remedy
