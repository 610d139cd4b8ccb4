from __future__ import annotations

import pytest

from evidence.core.canonical import canonical
from evidence.core.errors import Damaged
from evidence.core.forms import as_mapping
from evidence.core.ledger import Change, Ledger, identity
from evidence.store.engine import Location, Reader, Writer
from evidence.store.history import (
    Entry,
    entry_after,
    last_to_undo,
    replay,
    undo,
    undo_scenarios,
    verify,
)
from evidence.store.reading import everything, head, log
from evidence.store.scenarios import Input, Scenario, scenarios
from evidence.store.writing import apply, save_derivation
from tests.store.examples import (
    added,
    organization,
    quotation,
    source,
    statement,
    write,
)
from tests.store.histories import a_history, body_of, codes


def texts(ledger: Ledger) -> dict[tuple[str, ...], str]:
    return {identity(record): canonical(as_mapping(record)) for record in ledger}


def test_an_entry_is_hashed_by_the_published_formula() -> None:
    import hashlib
    import json

    body = body_of(added([organization("lab")]))
    entry = entry_after((6, "ab" * 32), "2025-01-10T12:00:00Z", "me", "add", "added lab", body)

    assert body == ('{"changes":[{"after":{"name":"Lab","slug":"lab"},"kind":"organizations"}]}')
    digest = hashlib.sha256(body.encode()).hexdigest()
    covered = json.dumps(
        [7, "2025-01-10T12:00:00Z", "me", "add", "added lab", digest], separators=(",", ":")
    )
    text = "evidence-log-v1\n" + "ab" * 32 + "\n" + covered
    assert entry.hash == hashlib.sha256(text.encode()).hexdigest()


def test_the_head_of_an_empty_log_is_nothing(database: Location) -> None:
    with Reader(database) as reader:
        assert head(reader) == (0, "")
        assert log(reader) == []


def test_every_write_is_one_entry_that_follows_from_the_last(database: Location) -> None:
    a_history(database)

    with Reader(database) as reader:
        entries = log(reader)
        assert [entry.seq for entry in entries] == [1, 2, 3]
        assert [entry.operation for entry in entries] == ["import", "edit", "add"]
        assert head(reader) == (3, entries[-1].hash)
        assert verify(entries) == []


def test_the_log_gives_the_tables_again(database: Location) -> None:
    a_history(database)

    with Reader(database) as reader:
        assert texts(replay(log(reader))) == texts(everything(reader))
    assert codes(database) == set()


def test_a_past_day_is_known_as_it_was(database: Location) -> None:
    a_history(database)

    with Reader(database) as reader:
        entries = log(reader)
    assert len(replay(entries, "2025-01-09")) == 0
    before = replay(entries, "2025-01-31").subject("organization:lab")
    after = replay(entries, "2025-02-01").subject("organization:lab")
    assert before is not None
    assert after is not None
    assert (before.name, after.name) == ("Lab", "The Lab")
    assert replay(entries, "2025-04-04").subject("organization:newcomer") is None
    assert replay(entries, "2025-04-05").subject("organization:newcomer") is not None


def test_a_clock_that_was_ahead_does_not_reorder_what_was_known(database: Location) -> None:
    lab = organization("lab")
    write(database, added([lab]), recorded="2030-01-01T00:00:00Z")
    write(database, [Change(lab, lab._replace(name="Later"))], recorded="2025-01-01T00:00:00Z")

    with Reader(database) as reader:
        known = replay(log(reader), "2025-01-01").subject("organization:lab")
    assert known is not None
    assert known.name == "Later"


@pytest.mark.parametrize("number", [0, 1, 2])
def test_undo_brings_back_what_was_there_before(database: Location, number: int) -> None:
    a_history(database)
    with Reader(database) as reader:
        entries = log(reader)
    for entry in reversed(entries[number:]):
        write(database, undo(entry), operation="undo", undoes=entry.seq)

    with Reader(database) as reader:
        assert texts(everything(reader)) == texts(replay(entries[:number]))
        assert len(log(reader)) == 3 + (3 - number)
    assert codes(database) == set()


def test_what_has_been_undone_is_not_undone_again(database: Location) -> None:
    a_history(database)

    undone = []
    for _ in range(3):
        with Reader(database) as reader:
            entry = last_to_undo(log(reader))
        assert entry is not None
        undone.append(entry.seq)
        write(database, undo(entry), operation="undo", undoes=entry.seq)
    with Reader(database) as reader:
        assert last_to_undo(log(reader)) is None
    assert undone == [3, 2, 1]


def test_undoing_what_others_rely_on_is_a_conflict(database: Location) -> None:
    from evidence.core.errors import Conflict

    first = write(database, added([source("s")]))
    write(database, added([statement("c"), quotation("c", "s", "q")]))

    with pytest.raises(Conflict, match="refer to"):
        write(database, undo(first), operation="undo", undoes=1)
    with Reader(database) as reader:
        assert len(everything(reader)) == 3


def test_a_saved_calculation_can_be_undone(database: Location) -> None:
    first = Scenario("s", "m", "1", {"low": [1, 2]}, "2025-01-10T00:00:00Z", (Input("a", 1),))
    with Writer(database) as writer:
        entry = save_derivation(writer, first, "", "me")
    assert codes(database) == set()

    with Writer(database) as writer:
        apply(
            *(writer, (), "undo", "", "2025-01-11T00:00:00Z", "me"),
            scenario_changes=undo_scenarios(entry),
            undoes=entry.seq,
        )
    with Reader(database) as reader:
        assert scenarios(reader) == []
    assert codes(database) == set()


def test_history_of_a_thing_is_what_touched_it(database: Location) -> None:
    a_history(database)
    item = quotation("compute", "report", "new words")
    write(database, added([item]), operation="log")

    def touched(thing: str) -> list[int]:
        with Reader(database) as reader:
            return [entry.seq for entry in log(reader, thing)]

    assert touched("lab") == [1, 2]
    assert touched("organization:lab") == [1, 2]
    assert touched("newcomer") == [3]
    assert touched("compute") == [1, 4]
    assert touched(item.key) == [4]
    assert touched("model:model-1") == [1]
    assert touched("nothing") == []
    assert touched("%") == []


def test_history_of_a_key_that_is_gone_is_still_found(database: Location) -> None:
    write(database, added([source("s"), statement("c")]))
    entry = write(database, added([quotation("c", "s", "q")]))
    write(database, undo(entry), undoes=entry.seq)

    with Reader(database) as reader:
        assert [one.seq for one in log(reader, quotation("c", "s", "q").key)] == [2, 3]


def test_a_body_that_cannot_be_read_is_named() -> None:
    entry = Entry(3, "2025-01-10T00:00:00Z", "me", "add", "", "{]", "", "", "")
    with pytest.raises(Damaged, match="entry 3"):
        replay([entry])
    with pytest.raises(Damaged, match="entry 3"):
        replay([entry._replace(body='{"changes":[{"kind":"claims","after":{"colour":"red"}}]}')])


def test_history_of_a_unit_or_a_number_is_found_by_its_key(database: Location) -> None:
    everyone = a_history(database)
    keys = [key for record in everyone if (key := getattr(record, "key", ""))]

    with Reader(database) as reader:
        found = {key: [entry.seq for entry in log(reader, key)] for key in keys}
    assert found == {key: [1] for key in keys}
    assert keys
