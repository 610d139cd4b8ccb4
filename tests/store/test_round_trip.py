from __future__ import annotations

import random
from typing import Any

import pytest

from evidence.core.canonical import canonical
from evidence.core.errors import Conflict, Invalid
from evidence.core.forms import as_mapping, from_mapping, key_fields
from evidence.core.ledger import Change, identity
from evidence.core.records import KINDS, Record, Resolution, kind_of
from evidence.store.engine import Location, Reader, Writer
from evidence.store.reading import everything
from evidence.store.scenarios import Input, Scenario, scenarios
from evidence.store.writing import save_derivation
from tests.store.examples import (
    MAPPINGS,
    added,
    organization,
    quotation,
    records,
    source,
    statement,
    write,
)


def texts(given: Any) -> dict[Any, str]:
    """Records as canonical text, in which 8, 8.0 and "8" differ."""
    return {identity(record): canonical(as_mapping(record)) for record in given}


def typed(value: Any) -> Any:
    """A value with the type of everything in it."""
    if isinstance(value, dict):
        return "dict", {name: typed(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return type(value).__name__, [typed(item) for item in value]
    return type(value).__name__, value


def test_the_examples_set_every_field_of_every_kind() -> None:
    derived = {"key", "type"}
    for kind, shape in KINDS.items():
        wanted = set(shape._fields) - derived
        if "organization" in wanted:
            continue
        given = {
            name for record in records() if kind_of(record) == kind for name in as_mapping(record)
        }
        assert given == wanted, kind
    subjects = {name for record in records() if hasattr(record, "ref") for name in record._asdict()}
    assert subjects >= {"organization", "hardware", "fitted_low", "fitted_high"}


def test_every_field_of_every_kind_comes_back_as_it_was_entered(database: Location) -> None:
    write(database, added(records()))

    with Reader(database) as reader:
        assert texts(everything(reader)) == texts(records())


def test_records_come_back_equal_and_of_the_same_types(database: Location) -> None:
    write(database, added(records()))

    with Reader(database) as reader:
        stored = {identity(record): record for record in everything(reader)}
    for record in records():
        assert typed(stored[identity(record)]) == typed(record)


def test_records_may_come_in_any_order(database: Location) -> None:
    shuffled = records()
    random.Random(7).shuffle(shuffled)
    write(database, added(shuffled))

    with Reader(database) as reader:
        assert texts(everything(reader)) == texts(records())


def test_records_may_come_in_several_writes(database: Location) -> None:
    by_kind = [[r for r in records() if kind_of(r) == kind] for kind in KINDS]
    for listed in by_kind:
        write(database, added(listed))

    with Reader(database) as reader:
        assert texts(everything(reader)) == texts(records())


def test_a_writer_reads_what_it_has_just_written(database: Location) -> None:
    from evidence.store.writing import apply

    with Writer(database) as writer:
        apply(writer, added([organization("lab")]), "add", "", "2025-01-10T00:00:00Z", "me")
        assert [record.slug for record in everything(writer)] == ["lab"]  # type: ignore[union-attr]


def test_every_field_but_those_of_the_key_can_be_edited(database: Location) -> None:
    write(database, added(records()))
    changed: dict[str, Any] = {
        "name": "New name",
        "note": "a new note",
        "notes": "new notes",
        "about": ("hardware:chip", "model:model-2"),
        "units": ("organization:lab",),
        "units_variants": {"new": ("organization:paper",)},
    }

    changes = []
    for record in records():
        fixed = {*key_fields(kind_of(record)), "subject", "attribute"}
        new = {k: v for k, v in changed.items() if k in record._fields and k not in fixed}
        changes.append(Change(record, record._replace(**new)))
    write(database, [change for change in changes if change.before != change.after])

    with Reader(database) as reader:
        assert texts(everything(reader)) == texts(change.after for change in changes)


def test_an_item_whose_key_changes_is_another_item(database: Location) -> None:
    before = quotation("c", "s", "one thing")
    write(database, added([source("s"), statement("c"), before]))

    write(database, [Change(before, before._replace(quote="another"))])

    with Reader(database) as reader:
        [after] = everything(reader).bearing_on("c")
    assert after.key == quotation("c", "s", "another").key
    assert after.key != before.key


def test_text_is_kept_in_one_normal_form(database: Location) -> None:
    write(database, added([organization("lab", notes="re\u0301sume\u0301")]))

    with Reader(database) as reader:
        found = everything(reader).subject("organization:lab")
    assert found is not None
    assert found.notes == "r\u00e9sum\u00e9"


def test_whole_shares_are_kept_as_floating_point_numbers(database: Location) -> None:
    write(database, added([statement("c", threshold=0)]))

    with Reader(database) as reader:
        [claim] = everything(reader).of_kind("claims")
    assert repr(claim.threshold) == "0.0"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("record", "missing"),
    [
        (quotation("c", "nobody", "q"), "source called 'nobody'"),
        (quotation("nothing", "s", "q"), "claim called 'nothing'"),
        (organization("a", organization="owner"), "subject called 'organization:owner'"),
        (statement("d", about=("model:m",)), "subject called 'model:m'"),
        (statement("d", units=("model:m",)), "subject called 'model:m'"),
        (statement("d", asserts="e"), "claim called 'e'"),
        (source("t", repeats="u"), "source called 'u'"),
    ],
)
def test_a_reference_to_nothing_is_refused(
    database: Location, record: Record, missing: str
) -> None:
    write(database, added([source("s"), statement("c")]))

    with pytest.raises(Invalid, match=missing):
        write(database, added([record]))

    with Reader(database) as reader:
        assert len(everything(reader)) == 2


def test_a_pin_on_a_number_that_is_not_there_is_refused(database: Location) -> None:
    pin = from_mapping(
        "selections",
        {"subject": "organization:lab", "attribute": "power", "observation": "0123456789ab"},
    )
    with pytest.raises(Invalid, match="0123456789ab"):
        write(database, added([organization("lab"), pin]))


@pytest.mark.parametrize(
    "record",
    [
        statement("c", units_variants={"v": ()}),
        statement("c", units_variants={"": ("organization:lab",)}),
        Resolution("c/lab", "true", "2025"),
    ],
)
def test_what_the_tables_cannot_tell_apart_is_refused(database: Location, record: Record) -> None:
    with pytest.raises(Invalid):
        write(database, added([organization("lab"), record]))


def test_writing_nothing_is_refused(database: Location) -> None:
    lab = organization("lab")
    write(database, added([lab]))

    with pytest.raises(Invalid, match="nothing to change"):
        write(database, [Change(lab, lab)])


def test_one_record_cannot_be_changed_twice_at_once(database: Location) -> None:
    with pytest.raises(Invalid, match="twice"):
        write(database, added([organization("lab"), organization("lab", notes="b")]))


def test_adding_what_exists_is_a_conflict(database: Location) -> None:
    write(database, added([organization("lab")]))

    with pytest.raises(Conflict, match="organizations lab exists already"):
        write(database, added([organization("lab", notes="other")]))


def test_a_scenario_comes_back_as_it_was_saved(database: Location) -> None:
    write(database, added(records()))
    saved = Scenario(
        "what-if",
        "operation-count",
        "1",
        {"low": 4e24, "median": 5e24, "assumptions": ("dense",)},
        "2025-01-10T12:00:00Z",
        inputs=(
            Input("tokens", "14.8T"),
            Input("parameters", None, "model:model-2", "0123456789ab"),
            Input("epochs", 1),
        ),
        attribute="training_compute",
        subject="model:model-1",
        why="to compare",
    )
    with Writer(database) as writer:
        save_derivation(writer, saved, "saved what-if", "tester")

    with Reader(database) as reader:
        assert scenarios(reader) == [saved]
        assert scenarios(reader, ["what-if"]) == [saved]
        assert scenarios(reader, ["nothing"]) == []


def test_a_scenario_is_replaced_only_by_who_has_read_it(database: Location) -> None:
    first = Scenario("s", "m", "1", {"low": 1}, "2025-01-10T12:00:00Z", (Input("a", 1),))
    second = first._replace(result={"low": 2}, inputs=(Input("a", 2),))
    with Writer(database) as writer:
        save_derivation(writer, first, "", "tester")

    with Writer(database) as writer:
        save_derivation(writer, second, "", "tester", before=first)
    with pytest.raises(Conflict, match="scenario 's'"), Writer(database) as writer:
        save_derivation(writer, first, "", "tester", before=first)

    with Reader(database) as reader:
        assert scenarios(reader) == [second]


def test_ten_thousand_items_are_written_and_read(database: Location) -> None:
    many = [quotation(f"c{n % 50}", f"s{n % 20}", f"quotation {n}") for n in range(10_000)]
    things: list[Record] = [
        *(statement(f"c{n}") for n in range(50)),
        *(source(f"s{n}") for n in range(20)),
    ]
    write(database, added([*many, *things]))

    with Reader(database) as reader:
        assert len(everything(reader)) == 10_070


def test_examples_name_every_kind() -> None:
    assert set(MAPPINGS) == set(KINDS)
