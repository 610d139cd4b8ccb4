"""Searches for anything at all: 10,000 in CI, 100,000 in the large profile, none of them an error.

What is found is what a plain look through every field finds.
"""

from __future__ import annotations

import random

import pytest

from evidence.core.errors import Invalid
from evidence.core.ledger import Ledger, identity
from evidence.core.records import Claim, Evidence, Observation, Record, Source, Subject, kind_of
from evidence.exchange.inputs import accept
from evidence.store.engine import Reader
from evidence.store.reading import LONGEST, everything, find
from tests.conftest import NewDatabase
from tests.reliability.conftest import Figure
from tests.scale import scaled
from tests.store.examples import added, write

SEARCHES = 10_000
MARKS = (
    *("%", "_", "!", "'", '"', "\\", "--", ";", "DROP TABLE", "NEAR(", "*", ":", "^", "(", ")"),
    *("[", "]", ",", '","', '["', "{", "}", "\\n", "a", "b", "FP8", "fp8", " ", "é", "100%", "x_1"),
    *("=", "?", "$1", "%s", "{0}", "\u0130", "日", "\U0001f600", "e\u0301", "-", "..", "/", "|"),
)


def hostile_ledger() -> Ledger:
    """Records whose texts are made of what means something to a search."""
    chance = random.Random(5)

    def text() -> str:
        return "".join(chance.choice(MARKS) for _ in range(chance.randrange(1, 6))).strip() or "x"

    records = [accept("models", {"slug": "m", "name": text(), "aliases": [text(), text()]})]
    for number in range(60):
        named = {"slug": f"r{number}", "tags": [text(), text()], "notes": text()}
        records += [
            accept("sources", {**named, "title": text(), "authors": [text()], "url": text()}),
            accept("claims", {**named, "kind": "statement", "statement": text()}),
            accept("organizations", {**named, "name": text(), "aliases": [text()]}),
            accept(
                "evidence",
                {
                    **{"claim": f"r{number}", "source": f"r{number}", "stance": "supports"},
                    **{"quote": text(), "note": text()},
                },
            ),
        ]
        number_ = {"subject": "model:m", "attribute": "parameters", "value": number + 1}
        records.append(accept("observations", {**number_, "source": f"r{number}", "quote": text()}))
    return Ledger(records)


def fields_of(record: Record) -> tuple[tuple[str, str, str], list[str | None]]:
    """What a search shows of a record, and the texts that it looks through."""
    if isinstance(record, Claim):
        return ("claims", record.slug, ""), [
            *(record.slug, record.statement, record.notes),
            *record.tags,
        ]
    if isinstance(record, Source):
        texts = (record.slug, record.title, record.party, record.url, record.notes)
        return ("sources", record.slug, ""), [*texts, *record.authors, *record.tags]
    if isinstance(record, Subject):
        texts = (record.slug, record.name, record.notes)
        return (kind_of(record), record.ref, ""), [*texts, *record.aliases, *record.tags]
    assert isinstance(record, Evidence | Observation)
    return identity(record), [record.quote, record.note]  # type: ignore[return-value]


def test_any_search_finds_what_a_plain_look_through_the_fields_finds(
    new_database: NewDatabase, figure: Figure
) -> None:
    ledger, database = hostile_ledger(), new_database("sqlite")
    write(database, added(ledger))
    chance, matches = random.Random(9), 0
    with Reader(database) as reader:
        held = [fields_of(record) for record in everything(reader)]
        for _ in range(scaled(SEARCHES)):
            text = "".join(chance.choice(MARKS) for _ in range(chance.randrange(0, 4)))
            wanted = plain(text)
            expected = {
                name for name, texts in held if any(t and wanted in t.lower() for t in texts)
            }
            assert {one[:3] for one in find(reader, text)} == expected, text
            matches += len(expected)
    figure(f"{scaled(SEARCHES)} searches with {matches} matches, all as by a plain look, 0 errors")
    assert matches


def plain(text: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFC", text).lower()


def test_a_search_is_the_same_on_postgresql(new_database: NewDatabase) -> None:
    ledger, database = hostile_ledger(), new_database("postgresql")
    write(database, added(ledger))
    with Reader(database) as reader:
        held = [fields_of(record) for record in everything(reader)]
        for text in (*MARKS, "", '"a', "a,b", "%%", "!!"):
            wanted = plain(text)
            expected = {
                name for name, texts in held if any(t and wanted in t.lower() for t in texts)
            }
            assert {one[:3] for one in find(reader, text)} == expected, text


@pytest.mark.parametrize("text", ["x" * (LONGEST + 1), "\ud800", "a\0b"])
def test_what_cannot_stand_in_a_record_is_not_looked_for(
    text: str, new_database: NewDatabase
) -> None:
    for engine in ("sqlite", "postgresql"):
        with Reader(new_database(engine)) as reader, pytest.raises(Invalid):
            find(reader, text)
