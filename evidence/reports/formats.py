"""The formats of a report. To add one: write its renderer and name it here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from evidence.reports.dossier import Dossier


def _markdown(dossier: Dossier) -> str:
    from evidence.reports import markdown, sections

    return markdown.render(sections.report(dossier))


def _html(dossier: Dossier) -> str:
    from evidence.reports import html, sections

    return html.document(sections.report(dossier), html.drawing())


def _latex(dossier: Dossier) -> str:
    from evidence.reports import latex, sections

    return latex.render(sections.report(dossier))


def _json(dossier: Dossier) -> str:
    from evidence.reports import as_json

    return as_json.render(dossier)


def _csv(dossier: Dossier) -> str:
    from evidence.reports import as_csv

    return as_csv.render(dossier)


FORMATS: Mapping[str, Callable[[Dossier], str]] = {
    "markdown": _markdown,
    "html": _html,
    "latex": _latex,
    "json": _json,
    "csv": _csv,
}
