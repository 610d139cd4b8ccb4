"""A report as one JSON document."""

from __future__ import annotations

import json

from evidence.reports.documents import SCHEMA, Document, explain, timeline
from evidence.reports.dossier import Chapter, Dossier


def render(dossier: Dossier) -> str:
    """The whole report; each claim as `explain --json` gives it, with its timeline and notes."""
    document: Document = SCHEMA | {
        "title": dossier.title,
        "stamp": dossier.stamp._asdict(),
        "claims": [_chapter(chapter) for chapter in dossier.chapters],
        "notes": [note._asdict() for note in dossier.notes],
    }
    return json.dumps(document, allow_nan=False, ensure_ascii=True, indent=2) + "\n"


def _chapter(chapter: Chapter) -> Document:
    document = explain(chapter.support)
    document.pop("schema")
    document["points"] = timeline(chapter.claim.slug, chapter.timeline)["points"]
    document["footnotes"] = {line.key: line.note for line in chapter.lines if line.note}
    return document
