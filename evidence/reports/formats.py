"""The formats of a report. To add one: write its renderer and name it here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from evidence.reports import as_json, markdown
from evidence.reports.dossier import Dossier

FORMATS: Mapping[str, Callable[[Dossier], str]] = {
    "markdown": markdown.render,
    "json": as_json.render,
}
