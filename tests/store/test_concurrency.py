from __future__ import annotations

import os
import random
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from evidence.core.errors import Conflict
from evidence.core.ledger import Change
from evidence.core.records import Record
from evidence.store.engine import Location, Reader
from evidence.store.history import verify
from evidence.store.reading import everything, log
from evidence.store.soundness import unsound
from tests.conftest import NewDatabase
from tests.store.examples import added, organization, quotation, records, source, statement, write
from tests.store.processes import in_a_process, killed_after


def sound(location: Location) -> bool:
    with Reader(location) as reader:
        entries = log(reader)
        return not verify(entries) and not unsound(reader, entries)


def test_the_second_of_two_writers_with_the_same_before_gets_a_conflict(
    database: Location,
) -> None:
    lab = organization("lab")
    write(database, added([lab]))

    write(database, [Change(lab, lab._replace(name="First"))])
    with pytest.raises(Conflict, match="since it was read: name here 'First', given 'Second'"):
        write(database, [Change(lab, lab._replace(name="Second"))])

    with Reader(database) as reader:
        [found] = everything(reader)
        assert len(log(reader)) == 2
    assert found == lab._replace(name="First")


def test_a_change_to_what_is_gone_is_a_conflict(database: Location) -> None:
    lab = organization("lab")
    write(database, added([lab]))
    write(database, [Change(lab, None)])

    with pytest.raises(Conflict, match="no longer there"):
        write(database, [Change(lab, lab._replace(name="Later"))])


def test_of_two_editors_at_once_exactly_one_wins(database: Location) -> None:
    lab = organization("lab")
    write(database, added([lab]))
    for round_ in range(10):
        with Reader(database) as reader:
            [lab] = everything(reader)  # type: ignore[assignment]
        children = [
            in_a_process(
                partial(write, database, [Change(lab, lab._replace(notes=f"{n} in {round_}"))])
            )
            for n in range(2)
        ]
        assert sorted(os.waitpid(child, 0)[1] for child in children) == [0, 256]
    with Reader(database) as reader:
        assert len(log(reader)) == 11
    assert sound(database)


def test_what_four_processes_write_all_arrives(database: Location) -> None:
    write(database, added([source("s"), statement("c")]))

    def writes(process: int) -> None:
        for number in range(25):
            write(database, added([quotation("c", "s", f"{process} {number}")]))

    children = [in_a_process(partial(writes, p)) for p in range(4)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0, 0]

    with Reader(database) as reader:
        assert len(everything(reader).bearing_on("c")) == 100
        assert len(log(reader)) == 101
    assert sound(database)


def test_a_killed_writer_leaves_all_of_a_change_or_nothing(
    database: Location, tmp_path: Path
) -> None:
    write(database, added([source("s"), statement("c")]))
    done = tmp_path / "done"
    done.touch()

    def writes(round_: int) -> None:
        with done.open("a") as told:
            for number in range(1000):
                many = [quotation("c", "s", f"{round_} {number} {part}") for part in range(5)]
                write(database, added(many))
                told.write(f"{round_} {number}\n")
                told.flush()

    chance = random.Random(3)
    for round_ in range(10):
        killed_after(chance.uniform(0.05, 0.3), partial(writes, round_))

    with Reader(database) as reader:
        quotes = {str(item.quote) for item in everything(reader).bearing_on("c")}  # type: ignore[union-attr]
    told = done.read_text().splitlines()
    groups = {quote.rpartition(" ")[0] for quote in quotes}
    assert set(told) <= groups
    assert len(quotes) == 5 * len(groups)
    assert sound(database)
    assert told


def test_a_killed_import_leaves_all_or_nothing(new_database: NewDatabase) -> None:
    many = [quotation("c", "s", f"quotation {n}") for n in range(2000)]
    things: list[Record] = [source("s"), statement("c"), *many]
    chance = random.Random(4)
    for round_ in range(6):
        database = new_database(("sqlite", "postgresql")[round_ % 2])
        killed_after(chance.uniform(0.05, 0.6), partial(write, database, added(things)))
        with Reader(database) as reader:
            held = len(everything(reader))
        assert held in (0, 2002)
        # A server may still finish the commit of a dead sender; then the second is refused.
        with suppress(Conflict):
            if not held:
                write(database, added(things))
        with Reader(database) as reader:
            assert len(everything(reader)) == 2002
        assert sound(database)


def test_readers_and_a_writer_do_not_disturb_each_other(database: Location) -> None:
    write(database, added(records()))

    def reads() -> None:
        for _ in range(30):
            with Reader(database) as reader:
                entries = log(reader)
                assert not unsound(reader, entries)

    children = [in_a_process(reads) for _ in range(2)]
    for number in range(20):
        write(database, added([organization(f"new-{number}")]))
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
