"""What would change where a claim stands, what is worth finding out, and what was written."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.reports import plain
from evidence.reports.dossier import Chapter, Written
from evidence.reports.page import Block, Column, Items, Paragraph, Table, Text, code, sentence, text

WOULD_CHANGE = "What would change it"
OPEN = "Open questions"
LOG = "Change log"
MOST = 5
"""How many open questions are asked."""


def would_change(chapter: Chapter) -> Iterator[Block]:
    """The next status, other readings of the same evidence, and what would refute the claim."""
    support = chapter.support
    lines = [plain.next_step(support).removeprefix("next: "), *plain.sensitivity(support)]
    if chapter.claim.falsifier:
        lines.append(f"what would refute it: {chapter.claim.falsifier}")
    yield Items(tuple(text(sentence(line)) for line in lines))


def open_questions(chapter: Chapter) -> Iterator[Block]:
    """What is worth finding out, with how far an answer could be expected to move the claim."""
    if not chapter.questions:
        return
    columns = (Column("find out"), Column("worth", numeric=True), Column("could become"))
    rows = tuple(
        (text(q.ask), text(f"{q.worth:.3f}"), text(", ".join(q.reach) or "no other status"))
        for q in chapter.questions[:MOST]
    )
    yield Table(
        "The most telling first; worth is the expected change of the probability", columns, rows
    )
    yield Paragraph(text("To record an answer: ", code(chapter.questions[0].command)), "aside")


def written(chapter: Chapter) -> Iterator[Block]:
    """The entries of the log that are about the claim."""
    if not chapter.written:
        return
    columns = (Column("entry", numeric=True), Column("recorded"), Column("what was written"))
    rows = tuple(_row(entry) for entry in chapter.written)
    yield Table("What this database wrote about the claim, and when", columns, rows)


def _row(entry: Written) -> tuple[Text, ...]:
    return text(str(entry.entry)), text(entry.recorded[:10]), text(entry.summary)
