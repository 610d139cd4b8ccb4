"""Who was asked, what each says, and what the silent could still change."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.core.roll_call import RollCall
from evidence.reports.dossier import Chapter
from evidence.reports.page import (
    Block,
    Column,
    Figure,
    Items,
    Paragraph,
    Table,
    Text,
    sentence,
    strong,
    text,
)
from evidence.reports.sections.naming import signed, subject_name
from evidence.reports.sections.why import marks

TITLE = "The roll call"
_COLUMNS = (Column("unit"), Column("answer"), Column("dB", numeric=True), Column("notes"))


def blocks(chapter: Chapter) -> Iterator[Block]:
    """The units one by one, the rule by which they are listed, and the bounds."""
    roll = chapter.support.roll_call
    if roll is None:
        return
    from evidence.reports.charts import roll_call

    chart = roll_call.chart(chapter.support)
    if chart is not None:
        yield Figure(chart)
    if chapter.claim.units_rule:
        yield Paragraph(text("Who is asked: ", sentence(chapter.claim.units_rule)))
    yield Table("Every unit and what is known of it", _COLUMNS, tuple(_rows(chapter, roll)))
    yield Items(tuple(_silence(roll)))


def _rows(chapter: Chapter, roll: RollCall) -> Iterator[tuple[Text, ...]]:
    references = {ref.partition(":")[2]: ref for ref in chapter.claim.units}
    for member in roll.members:
        spoken = [line for line in chapter.unit_lines if line.unit == member.unit]
        notes = tuple(note for line in spoken for note in line.notes)
        ref = references.get(member.unit, member.unit)
        yield (
            text(subject_name(ref, chapter.names.get(ref))),
            text(member.call),
            text(signed(member.db) if member.call != "silent" else ""),
            marks(notes),
        )


def _silence(roll: RollCall) -> Iterator[Text]:
    low, high = roll.bounds
    yield text(f"If none of the silent did so the share would be {low:.0%}, if all did {high:.0%}.")
    leant = f"{roll.silent_minus_1db:.2f} and {roll.silent_plus_1db:.2f}"
    yield text(f"If each silent unit leaned 1 dB against or for it: {leant}.")
    if roll.tipping_silent_db is None:
        yield text("No lean of the silent units changes the status.")
    else:
        yield text(f"The status changes once each leans {signed(roll.tipping_silent_db, 1)} dB.")
    for name, (probability, status) in roll.variants.items():
        yield text("On the other list ", strong(name), f": {status} ({probability:.2f}).")
