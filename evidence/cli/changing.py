"""What every changing command prints: what was written, what is missing, what moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from evidence.cli.app import current
from evidence.cli.screen import print_json, remark, say, some, table
from evidence.core.impact import Derived, Impact, Standing
from evidence.core.numbers import format_number
from evidence.core.records import SINGULAR

if TYPE_CHECKING:
    from evidence.proposal import Outcome


CONFLICT = 4
"""The exit code where records differ from those here, on a dry run too."""


def print_outcome(outcome: Outcome, dry_run: bool = False) -> None:
    """Print the outcome of a change in the form that was asked for."""
    app = current()
    if app.json:
        print_json(document(outcome))
        return
    say(("would write: " if dry_run else "") + counts(outcome))
    for conflict in outcome.conflicts:
        say(f"conflict: {conflict}")
    if not app.quiet:
        for warning in outcome.warnings:
            remark(f"warning: {warning}")
    if outcome.impact.told:
        print_impact(outcome.impact)


def document(outcome: Outcome) -> dict[str, Any]:
    """The outcome as JSON."""
    from evidence.reports.documents import impact

    plan = {
        "new": dict(outcome.new),
        "unchanged": dict(outcome.unchanged),
        "changed": dict(outcome.changed),
        "conflicts": [conflict._asdict() for conflict in outcome.conflicts],
        "warnings": list(outcome.warnings),
        "keys": list(outcome.keys),
        "entry": outcome.entry.seq if outcome.entry else None,
    }
    return impact(outcome.impact, plan)


def counts(outcome: Outcome) -> str:
    """How many records are new, changed, and were there already."""
    new = ", ".join(f"{n} {kind if n > 1 else SINGULAR[kind]}" for kind, n in outcome.new.items())
    changed = sum(outcome.changed.values())
    unchanged = sum(outcome.unchanged.values())
    parts = [f"{sum(outcome.new.values())} new" + (f" ({new})" if new else "")]
    parts += [f"{changed} changed"] if changed else []
    parts += [f"{unchanged} unchanged"] if unchanged else []
    one = f": {outcome.keys[0]}" if len(outcome.keys) == 1 else ""
    return ", ".join(parts) + one


MOST = 100
"""Claims and numbers that are told one by one, unless another number of them is asked for."""


def print_impact(impact: Impact, most: int = MOST) -> None:
    """Print which derived numbers and which claims moved, the farthest first."""
    if impact.derived:
        say()
        rows = [_number(d) for d in impact.derived[:most]]
        table(("number", "unit", "before", "after"), rows)
        _say_more(impact.derived, most)
        for d in impact.derived:
            for warning in d.warnings:
                say(f"! {d.subject.partition(':')[2]} {d.attribute}: {warning}")
    say()
    if not impact.moved:
        say("no claim moves")
        return
    moves = [
        (m.claim, *_standings(m.before, m.after), some(m.because)) for m in impact.moved[:most]
    ]
    table(("claim", "before", "after", "because of"), moves)
    _say_more(impact.moved, most)


def _say_more(found: Sequence[object], most: int) -> None:
    if len(found) > most:
        say(f"and {len(found) - most} more")


def _number(d: Derived) -> tuple[str, ...]:
    from evidence.core.vocabulary import ATTRIBUTES

    factor, unit = READABLE.get(ATTRIBUTES[d.attribute], (1.0, ATTRIBUTES[d.attribute]))
    name = f"{d.subject.partition(':')[2]} {d.attribute}"
    return name, unit, _range(d.before, factor), _range(d.after, factor)


READABLE = {"W": (1e6, "MW"), "USD": (1e6, "million USD"), "s": (86400.0, "days")}
"""Units in which people speak of a number, with their size in its own unit."""


def _range(found: tuple[float, float, float] | None, factor: float) -> str:
    if found is None:
        return "-"
    low, median, high = (format_number(x / factor) for x in found)
    return median if low == high else f"{median} [{low}, {high}]"


def _standings(before: Standing | None, after: Standing | None) -> tuple[str, str]:
    """Two standings in words, with as many digits as it takes to tell them apart."""
    for digits in (2, 3, 4):
        words = _standing(before, digits), _standing(after, digits)
        if words[0] != words[1]:
            break
    return words


def _standing(standing: Standing | None, digits: int) -> str:
    return f"{standing.probability:.{digits}f} {standing.status}" if standing else "-"
