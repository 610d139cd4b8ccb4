"""The form above a page by which it is shown as of another day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from evidence.clock import today
from evidence.core.dates import last_day
from evidence.core.timeline import timeline
from evidence.core.visibility import Dated, lives, public_from
from evidence.reports.html import template

if TYPE_CHECKING:
    from evidence.core.ledger import Ledger
    from evidence.web.asked import Asked

DATED = ("evidence", "observations", "searches")


def moving(reference: str, ledger: Ledger) -> list[str]:
    """The days until now on which a page says something new, oldest first.

    Of a claim those on which it moved; of a subject those on which a number came or went; of the
    list of claims the ends of the months in which anything came out. Other pages have none.
    """
    type_, _, slug = reference.partition(":")
    if reference == "claims":
        days = set(_months(ledger))
    elif type_ == "claim":
        days = {point.date for point in timeline(ledger, slug, today())}
    elif type_ == "source" or not slug:
        return []
    else:
        days = set(_turns(ledger.observations_of(reference), ledger))
    return sorted({day for day in days if day <= today()} | {today()})


def _months(ledger: Ledger) -> Iterator[str]:
    for kind in DATED:
        for record in ledger.of_kind(kind):
            if isinstance(record, Dated) and (start := public_from(record, ledger)):
                yield last_day(start[:7])


def _turns(records: Sequence[Dated], ledger: Ledger) -> Iterator[str]:
    for life in lives(records, ledger).values():
        yield from (day for day in (life.start, life.end) if day)


def offered(days: Sequence[str], day: str) -> list[str]:
    """The days of the slider: those of the page, and the one that is asked for."""
    return sorted({*days, day})


def form(asked: Asked, days: Sequence[str], day: str) -> Markup:
    """The slider over the days, and fields for any other."""
    steps = offered(days, day) if days else []
    shown = template("days.html").render(
        days=steps, day=day, here=steps.index(day) if steps else 0, asked=asked
    )
    return Markup(shown)
