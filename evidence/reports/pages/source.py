"""The page of a source: who speaks, how far it is trusted, and everything it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from evidence.core.cleaning import clean
from evidence.core.ledger import Ledger
from evidence.core.numbers import brief
from evidence.core.records import Evidence, Observation, Search, Source, claim_and_unit
from evidence.core.vocabulary import GRADES, SOURCE_KINDS
from evidence.reports.page import (
    Block,
    Column,
    Facts,
    Heading,
    Page,
    Paragraph,
    Quotation,
    Table,
    Text,
    joined,
    link,
    sentence,
    text,
)
from evidence.reports.pages.collection import NOTHING, Collection
from evidence.reports.sections import noting, reading
from evidence.reports.sections.naming import attribute_name, how_read, named


def page(source: Source, collection: Collection) -> Page:
    """Everything that is known of one source."""
    said = collection.sayings.get(source.slug, NOTHING)
    title = clean(source.title or source.slug)
    blocks: list[Block] = [Heading(text(title), 1)]
    blocks += [Paragraph(text(_kind(source)), "aside"), reading.stamp(collection.stamp)]
    blocks += [_facts(source, collection.ledger), *_items(said.items, collection)]
    blocks += _numbers(said.numbers, collection.ledger)
    return Page(f"source:{source.slug}", title, tuple(blocks))


def _kind(source: Source) -> str:
    return sentence(f"{source.kind.replace('_', ' ')}, {source.published or 'without a date'}")


def _facts(source: Source, ledger: Ledger) -> Facts:
    pairs: list[tuple[str, Text]] = []
    if source.party:
        pairs.append(("who speaks", text(link(source.party, f"organization:{source.party}"))))
    addresses = joined(noting.addresses(source), ", ")
    if addresses:
        pairs.append(("to be read at", addresses))
    if source.repeats:
        root = ledger.source(source.repeats)
        named = link((root.title if root else None) or source.repeats, f"source:{source.repeats}")
        pairs.append(("repeats", text(named)))
    words = {
        "authors": ", ".join(source.authors),
        "publisher": source.publisher,
        "grade": _grade(source),
        "standing": source.standing,
        "interest": "speaks in its own interest" if source.self_interested else None,
        "read on": source.accessed,
        "copy": f"SHA-256 {source.sha256}" if source.sha256 else None,
        "tags": ", ".join(source.tags),
        "notes": source.notes,
        "name here": source.slug,
    }
    return Facts((*pairs, *((term, text(said)) for term, said in words.items() if said)))


def _grade(source: Source) -> str:
    if source.grade:
        return f"{source.grade}: {source.grade_reason or 'set by hand, no reason given'}"
    grade = SOURCE_KINDS[source.kind]
    return f"{grade}, as every {source.kind.replace('_', ' ')}: {GRADES[grade]}"


def _items(items: Iterable[Evidence | Search], collection: Collection) -> Iterator[Block]:
    found = [item for item in items if isinstance(item, Evidence)]
    if found:
        yield Heading(text("What it says about claims"), 2, "says")
        for item in found:
            words = clean(item.quote or "")
            yield Quotation(words, _cite(item, collection), f"item-{item.key}")


def _cite(item: Evidence, collection: Collection) -> Text:
    slug, unit = claim_and_unit(item.claim)
    claim = collection.ledger.claim(slug)
    named = link(claim.statement if claim else slug, f"claim:{slug}")
    on = f" ({unit})" if unit else ""
    stance = item.stance or "an estimate"
    how = f"{stance}, {item.strength or 'moderate'}, {item.directness or 'direct'}"
    place = f"{item.locator}. " if item.locator else ""
    value = f"Gives {brief(item.value)}. " if item.value is not None else ""
    return text(f"{place}{value}{sentence(how)} On: ", named, f"{on}. {sentence(_state(item))}")


def _state(item: Evidence) -> str:
    if item.retracted:
        return f"retracted on {item.retracted}: {item.retracted_reason or 'no reason given'}"
    ended = f"; ended on {item.ended}" if item.ended else ""
    return how_read(item) + ended


_NUMBERS = (
    Column("about"),
    Column("number"),
    Column("value"),
    Column("where"),
    Column("its words"),
)


def _numbers(numbers: Sequence[Observation], ledger: Ledger) -> Iterator[Block]:
    if numbers:
        yield Heading(text("Numbers that it states"), 2, "numbers")
        yield Table("As they were entered", _NUMBERS, tuple(_number(o, ledger) for o in numbers))


def _number(o: Observation, ledger: Ledger) -> tuple[Text, ...]:
    return (
        text(named(o.subject, ledger)),
        text(attribute_name(o.attribute)),
        text(brief(o.value)),
        text(o.locator or ""),
        text(f"“{o.quote}”" if o.quote else ""),
    )
