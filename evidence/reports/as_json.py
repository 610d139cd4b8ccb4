"""A report as one JSON document."""

from __future__ import annotations

import json

from evidence.core.changing import Changes
from evidence.core.forms import as_mapping
from evidence.reports.documents import SCHEMA, Document, explain, keyed, timeline
from evidence.reports.dossier import Chapter, Dossier, Line, Note


def render(dossier: Dossier) -> str:
    """The whole report; each claim as `explain --json` gives it, with all that its page says."""
    document: Document = SCHEMA | {
        "title": dossier.title,
        "stamp": dossier.stamp._asdict(),
        "claims": [_chapter(chapter) for chapter in dossier.chapters],
        "notes": [_note(note) for note in dossier.notes],
    }
    return json.dumps(document, allow_nan=False, ensure_ascii=True, indent=2) + "\n"


def _chapter(chapter: Chapter) -> Document:
    document = explain(chapter.support)
    document.pop("schema")
    document["record"] = as_mapping(chapter.claim)
    document["points"] = timeline(chapter.claim.slug, chapter.told.timeline)["points"]
    document["units"] = [_line(line) for line in chapter.unit_lines]
    footnotes = {line.row.key: list(line.notes) for line in chapter.lines if line.notes}
    document["footnotes"] = footnotes | {key: list(n) for key, n in chapter.figures.items() if n}
    document["questions"] = [question._asdict() for question in chapter.told.questions]
    document["log"] = chapter.told.written.to_dicts()
    if chapter.resolution is not None:
        document["resolution"] = chapter.resolution._asdict()
    if chapter.told.changes is not None:
        document["changes"] = _changes(chapter.told.changes)
    return document


def _changes(found: Changes) -> Document:
    sides = {"before": found.before, "after": found.after}
    heard = {
        name: {"as_of": side.as_of, "probability": side.probability, "status": side.status}
        if side
        else None
        for name, side in sides.items()
    }
    return heard | {"effects": found.to_dicts()}


def _line(line: Line) -> Document:
    return {"unit": line.unit} | line.row._asdict() | {"notes": list(line.notes)}


def _note(note: Note) -> Document:
    source = as_mapping(note.source) if note.source else None
    return {"number": note.number, "record": keyed(note.record), "source": source}
