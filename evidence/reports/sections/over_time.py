"""How a claim came to stand where it stands: its support on every day on which it moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evidence.core.timeline import Point
from evidence.reports.dossier import Chapter
from evidence.reports.page import Block, Column, Figure, Table, Text, joined, text
from evidence.reports.sections.naming import source_name

TITLE = "Over time"
_COLUMNS = (
    Column("from", short=True),
    Column("probability", numeric=True),
    Column("status"),
    Column("because of"),
)
SHOWN = 3
"""How many causes of one day are named."""


def blocks(chapter: Chapter) -> Iterator[Block]:
    """A picture and a table of the days."""
    if len(chapter.told.timeline) < 2:
        return
    from evidence.reports.charts import support_over_time

    chart = support_over_time.chart(chapter.support, chapter.told.timeline)
    if chart is not None:
        yield Figure(chart)
    said = {key: source_name(*told) for key, told in chapter.speakers.items()}
    rows = tuple(_row(point, said) for point in chapter.told.timeline)
    yield Table("Every day on which it moved", _COLUMNS, rows)


def _row(point: Point, said: Mapping[str, Text]) -> tuple[Text, ...]:
    named = list(dict.fromkeys(said.get(key, text(key.partition("(")[0])) for key in point.because))
    more = [text(f"{len(named) - SHOWN} more")] if len(named) > SHOWN else []
    causes = joined([*named[:SHOWN], *more], "; ")
    return text(point.date), text(f"{point.probability:.2f}"), text(point.status), causes
