"""What would change where a claim stands, what is worth finding out, and what was written."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.core.changelog import Written
from evidence.core.support import Support
from evidence.reports import plain
from evidence.reports.dossier import Chapter
from evidence.reports.page import Block, Column, Items, Paragraph, Table, Text, code, sentence, text
from evidence.reports.sections.naming import group_name, minus

WOULD_CHANGE = "What would change it"
OPEN = "Open questions"
LOG = "Change log"
MOST = 5
"""How many open questions are asked."""


def would_change(chapter: Chapter) -> Iterator[Block]:
    """The next status, what would refute the claim, and other readings of the same evidence."""
    support = chapter.support
    lines = [plain.next_step(support.headline).removeprefix("next: ")]
    if chapter.claim.falsifier and support.claim == chapter.claim.slug:
        lines.append(f"what would refute it: {chapter.claim.falsifier}")
    yield Items(tuple(text(sentence(minus(line))) for line in lines))
    columns = Column("if"), Column("probability", numeric=True)
    rows = tuple((text(supposed), text(f"{p:.3f}")) for supposed, p in _readings(support))
    yield Table("The same evidence read in other ways", columns, rows)


def _readings(support: Support) -> Iterator[tuple[str, float]]:
    tested = support.sensitivity
    if any(row.type in ("evidence", "search") for row in support.contributions):
        yield "every source were a grade worse for the claim", tested.band[0]
        yield "every source were a grade better for the claim", tested.band[1]
    for prior, probability in tested.prior.items():
        yield f"it had been thought {float(prior):.0%} probable before", probability
    yield "all that is on one side were one voice", tested.one_voice_per_side
    farthest = sorted(tested.without_group.items(), key=lambda g: -abs(g[1] - support.probability))
    for group, probability in farthest[:MOST]:
        yield f"nothing were heard from {group_name(group)}", probability


def open_questions(chapter: Chapter) -> Iterator[Block]:
    """What is worth finding out, with how far an answer could be expected to move the claim."""
    if not chapter.told.questions:
        return
    columns = (Column("find out"), Column("worth", numeric=True), Column("could become"))
    rows = tuple(
        (text(q.ask), text(f"{q.worth:.3f}"), text(", ".join(q.reach) or "no other status"))
        for q in chapter.told.questions[:MOST]
    )
    yield Table(
        "The most telling first; worth is the expected change of the probability", columns, rows
    )
    yield Paragraph(text("To record an answer: ", code(chapter.told.questions[0].command)), "aside")


def written(chapter: Chapter) -> Iterator[Block]:
    """The entries of the log that are about the claim."""
    if not chapter.told.written:
        return
    columns = (
        Column("entry", numeric=True),
        Column("recorded", short=True),
        Column("what was written"),
    )
    rows = tuple(_row(entry) for entry in chapter.told.written)
    yield Table("What this database wrote about the claim, and when", columns, rows)


def _row(entry: Written) -> tuple[Text, ...]:
    return text(str(entry.seq)), text(entry.day), text(entry.sentence)
