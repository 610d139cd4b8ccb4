"""A report as CSV: one row for every contribution, every estimate and every unit of each claim.

The columns of a claim are repeated on each of its rows, so that each row can be read alone; the
`counted_db` of a claim's rows of part `prior` and `contribution` adds up to its `log_odds_db`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from evidence.core.records import Evidence, Observation, Search
from evidence.core.spreadsheet_cells import guarded
from evidence.reports.dossier import Chapter, Dossier, Line

Cells = dict[str, object]

_OF_CLAIM = ("claim", "statement", "kind", "method", "as_of", "status", "probability")
_OF_CLAIM_TOO = ("likelihood", "confidence", "log_odds_db")
_OF_ROW = (
    "part", "unit", "key", "type", "source", "title", "url", "published", "stance", "strength",
    "directness", "grade", "q", "db", "counted_db", "low", "median", "high", "inside_share",
    "unit_of_measure", "quote", "locator", "how_read", "remark",
)  # fmt: skip
COLUMNS = (*_OF_CLAIM, *_OF_CLAIM_TOO, *_OF_ROW)


def render(dossier: Dossier) -> str:
    """The whole report; texts that a spreadsheet would take for a formula begin with `'`."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(COLUMNS)
    for chapter in dossier.chapters:
        for row in _rows(chapter):
            table.writerow([_cell(row.get(column)) for column in COLUMNS])
    return written.getvalue()


def _cell(value: object) -> object:
    return guarded(value) if isinstance(value, str) else value


def _rows(chapter: Chapter) -> Iterator[Cells]:
    support = chapter.support
    claim: Cells = {name: getattr(support, name) for name in (*_OF_CLAIM, *_OF_CLAIM_TOO)}
    yield claim | {"part": "prior", "db": support.prior_db, "counted_db": support.prior_db}
    yield from (claim | {"part": "contribution"} | _line(line) for line in chapter.lines)
    yield from (claim | {"part": "unit"} | _line(line) for line in chapter.unit_lines)
    yield from (claim | row for row in _members(chapter))
    yield from (claim | row for row in _estimates(chapter))


def _line(line: Line) -> Cells:
    row = line.row
    names = ("key", "type", "source", "stance", "strength", "directness", "grade")
    figures = ("q", "db", "counted_db")
    cells: Cells = {name: getattr(row, name) for name in (*names, *figures)}
    return cells | {"unit": line.unit, "remark": row.note} | _record(line)


def _record(line: Line) -> Cells:
    record, source = line.record, line.source
    cells: Cells = {"title": source.title, "url": source.url} if source else {}
    if isinstance(record, Search):
        return cells | {"published": record.date, "locator": f"{record.corpus}: {record.query}"}
    if isinstance(record, Evidence | Observation):
        published = record.published or (source.published if source else None)
        cells |= {"quote": record.quote, "locator": record.locator, "published": published}
        cells |= {"how_read": record.verified}
    return cells


def _members(chapter: Chapter) -> Iterator[Cells]:
    roll = chapter.support.roll_call
    for member in roll.members if roll else ():
        yield {"part": "roll call", "unit": member.unit, "db": member.db, "remark": member.call}


def _estimates(chapter: Chapter) -> Iterator[Cells]:
    answer = chapter.support.answer
    for e in answer.estimates if answer else ():
        yield {
            "part": "estimate",
            "key": e.key,
            "type": e.route,
            "source": e.source,
            "grade": e.grade,
            "low": e.low,
            "median": e.quantity.median if e.quantity else None,
            "high": e.high,
            "inside_share": e.mass if e.quantity else None,
            "unit_of_measure": answer.unit if answer else "",
            "remark": "counted" if e.counted else f"not counted: {e.note}",
        }
