from __future__ import annotations

import random
from typing import Any

import pytest
import sqlalchemy as sa

from evidence.store.engine import Location, Reader, engine
from evidence.store.history import (
    Entry,
    entry_after,
    verify,
)
from evidence.store.reading import log
from tests.store.examples import (
    added,
    organization,
)
from tests.store.histories import a_history, body_of, codes


@pytest.mark.parametrize("statement_", ["UPDATE log SET actor = 'x'", "DELETE FROM log"])
def test_the_log_cannot_be_changed(database: Location, statement_: str) -> None:
    a_history(database)

    with engine(database).connect() as connection, pytest.raises(sa.exc.DBAPIError, match="grows"):
        connection.exec_driver_sql(statement_)


@pytest.mark.parametrize("seq", [1, 3, 5])
def test_an_entry_cannot_take_anothers_place_on_sqlite(new_database: object, seq: int) -> None:
    database = new_database("sqlite")  # type: ignore[operator]
    a_history(database)

    with engine(database).connect() as connection, pytest.raises(sa.exc.DBAPIError, match="grows"):
        connection.exec_driver_sql(
            f"INSERT OR REPLACE INTO log SELECT {seq}, recorded, actor, operation, summary, body, "
            "records_sha256, previous, hash FROM log WHERE seq = 2"
        )


def test_the_log_cannot_be_emptied_on_postgresql(new_database: object) -> None:
    database = new_database("postgresql")  # type: ignore[operator]
    a_history(database)

    with engine(database).connect() as connection, pytest.raises(sa.exc.DBAPIError, match="grows"):
        connection.exec_driver_sql("TRUNCATE log CASCADE")


def tamper(location: Location, *statements: str) -> None:
    """What somebody can do who may drop the triggers."""
    with engine(location, migrating=True).connect() as connection:
        if location.dialect == "sqlite":
            for name in ("log_only_grows", "log_keeps_rows", "log_counts"):
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("ALTER TABLE log DISABLE TRIGGER ALL")
        for one in statements:
            connection.exec_driver_sql(one)
        connection.commit()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE log SET actor = 'somebody else' WHERE seq = 2", "log_hash"),
        ("UPDATE log SET recorded = '2025-01-10T12:00:01Z' WHERE seq = 1", "log_hash"),
        ("UPDATE log SET summary = 'nothing' WHERE seq = 3", "log_hash"),
        ("UPDATE log SET body = replace(body, 'newcomer', 'newcomes') WHERE seq = 3", "log_body"),
        ("UPDATE log SET previous = hash WHERE seq = 2", "log_chain"),
        ("UPDATE log SET seq = 9 WHERE seq = 3", "log_gap"),
        ("UPDATE subject SET name = 'Other' WHERE slug = 'lab'", "record_changed"),
        ("UPDATE subject SET slug = 'lax' WHERE slug = 'newcomer'", "record_missing"),
        ("UPDATE subject SET slug = 'lax' WHERE slug = 'newcomer'", "record_unlogged"),
        ("UPDATE evidence SET quote = 'we did not' WHERE unit = 'lab'", "record_changed"),
        ("UPDATE evidence SET entry = 2 WHERE unit = 'lab'", "entry"),
        ("UPDATE claim_unit SET position = position + 9", "record_changed"),
        ("UPDATE claim_unit SET position = 9 WHERE position = 0", "record_changed"),
        ("DELETE FROM resolution", "record_missing"),
        ("UPDATE observation SET value = '\"14.9T\"' WHERE value = '\"14.8T\"'", "record_changed"),
        ("UPDATE evidence SET value = '5.0' WHERE value = '5'", "record_changed"),
        (
            "UPDATE observation SET value = '1e15' WHERE value = '1000000000000000.0'",
            "record_changed",
        ),
        ("UPDATE observation SET value = '\"14.8' WHERE value = '\"14.8T\"'", "unreadable"),
    ],
)
def test_tampering_is_found(database: Location, change: str, code: str) -> None:
    a_history(database)
    assert codes(database) == set()

    tamper(database, change)

    assert code in codes(database)


def test_an_entry_taken_out_is_found(database: Location) -> None:
    a_history(database)
    with Reader(database) as reader:
        entries = log(reader)

    assert {problem.code for problem in verify(entries[:1] + entries[2:])} >= {"log_gap"}
    assert {problem.code for problem in verify([entries[1], entries[0], entries[2]])}
    assert verify(entries[:2]) == []


def test_records_of_entries_cut_off_are_found(new_database: object) -> None:
    database = new_database("sqlite")  # type: ignore[operator]
    a_history(database)

    tamper(database, "DELETE FROM log WHERE seq = 3")

    assert {"reference", "record_unlogged"} <= codes(database)


def test_random_changes_of_any_entry_are_found() -> None:
    entries: list[Entry] = []
    for number in range(20):
        last = (entries[-1].seq, entries[-1].hash) if entries else (0, "")
        body = body_of(added([organization(f"lab{number}")]))
        entries.append(entry_after(last, "2025-01-10T12:00:00Z", "me", "add", f"n {number}", body))
    assert verify(entries) == []

    chance = random.Random(11)
    for _ in range(500):
        place = chance.randrange(20)
        field = chance.choice(Entry._fields)
        value: Any = getattr(entries[place], field)
        other: Any = (
            value + 1 if isinstance(value, int) else with_one_other_character(value, chance)
        )
        changed = [*entries]
        changed[place] = changed[place]._replace(**{field: other})
        assert verify(changed), (place, field)


def with_one_other_character(text: str, chance: random.Random) -> str:
    if not text:
        return "x"
    place = chance.randrange(len(text))
    return text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1 :]
