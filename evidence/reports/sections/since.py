"""What has changed in a claim since an earlier day, and what each change did to the sum."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.core.changing import Effect
from evidence.core.hearing import Hearing
from evidence.reports.dossier import Chapter
from evidence.reports.page import Block, Column, Paragraph, Table, Text, text
from evidence.reports.sections.naming import signed, source_name, unit_title

TITLE = "What has changed"
_COLUMNS = (
    Column("what"),
    Column("happened"),
    Column("day", short=True),
    Column("before, dB", numeric=True),
    Column("now, dB", numeric=True),
    Column("remark"),
)


def blocks(chapter: Chapter) -> Iterator[Block]:
    """Where the claim stood then and stands now, and all that makes the difference."""
    found = chapter.told.changes
    if found is None:
        return
    yield Paragraph(text(f"{_stood(found.before)} {_stands(found.after)}"))
    if found.effects:
        rows = tuple(_row(chapter, effect) for effect in found.effects)
        yield Table("What came, what went, and what counts otherwise", _COLUMNS, rows)


def _stood(then: Hearing | None) -> str:
    if then is None:
        return "The claim was not known then."
    return f"On {then.as_of} it stood at {then.probability:.2f} ({then.status})."


def _stands(now: Hearing | None) -> str:
    if now is None:
        return "It is not known any more."
    return f"On {now.as_of} it stands at {now.probability:.2f} ({now.status})."


def _row(chapter: Chapter, effect: Effect) -> tuple[Text, ...]:
    told = chapter.speakers.get(effect.key, (None, effect.source))
    named = source_name(*told) or text(effect.type.replace("_", " "))
    unit = text(f"{_unit(chapter, effect.unit)}: ") if effect.unit else ()
    return (
        unit + named,
        text(effect.event),
        text(effect.day or ""),
        _db(effect.before_db),
        _db(effect.after_db),
        text(effect.note),
    )


def _unit(chapter: Chapter, unit: str) -> str:
    roll = chapter.support.roll_call
    asked = roll is not None and any(member.unit == unit for member in roll.members)
    return f"on {unit_title(unit, chapter.names)}{'' if asked else ', of another list'}"


def _db(weight: float | None) -> Text:
    return () if weight is None else text(signed(weight))
