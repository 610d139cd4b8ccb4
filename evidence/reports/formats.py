"""The formats of a report. To add one: write its renderer and name it here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from evidence.reports.dossier import Dossier


class Format(NamedTuple):
    """What a report may be written as."""

    render: Callable[[Dossier], str]
    prepare: Callable[[], None] = lambda: None
    """Begins what rendering will need, so that it is ready when the records are gathered."""


def _markdown(dossier: Dossier) -> str:
    from evidence.reports import markdown, sections

    return markdown.render(sections.report(dossier))


def _html(dossier: Dossier) -> str:
    from evidence.reports import html, sections

    return html.render(sections.report(dossier), html.drawing())


def _start_drawing() -> None:
    from evidence.reports.charts.engine import start

    start()


def _latex(dossier: Dossier) -> str:
    from evidence.reports import latex, sections

    return latex.render(sections.report(dossier))


def _json(dossier: Dossier) -> str:
    from evidence.reports import as_json

    return as_json.render(dossier)


def _csv(dossier: Dossier) -> str:
    from evidence.reports import as_csv

    return as_csv.render(dossier)


FORMATS: Mapping[str, Format] = {
    "markdown": Format(_markdown),
    "html": Format(_html, _start_drawing),
    "latex": Format(_latex),
    "json": Format(_json),
    "csv": Format(_csv),
}
