from __future__ import annotations

import os

import pytest

from evidence.core.errors import Conflict
from evidence.core.ledger import Change
from evidence.store.engine import Location, Reader
from evidence.store.history import verify
from evidence.store.reading import everything, log
from evidence.store.soundness import unsound
from tests.store.examples import added, organization, records, write
from tests.store.processes import in_a_process


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
