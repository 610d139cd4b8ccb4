"""Input made to break the program: 10,000 in CI, 100,000 in the large profile, through each way in.

What must hold: no traceback, nothing that takes 2 s of the processor, at most 300 MB, and whatever
was accepted is read back as it was given.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.core.canonical import canonical
from evidence.core.errors import Problems
from evidence.core.forms import as_mapping
from evidence.core.ledger import Ledger, identity
from evidence.core.records import Record
from evidence.exchange.inputs import accept
from evidence.store.engine import Location, Reader
from evidence.store.reading import everything
from tests.conftest import ENGINES, NewDatabase
from tests.reliability.conftest import Figure
from tests.reliability.fuzzing import base
from tests.reliability.hostile_values import fields
from tests.reliability.surfaces import SURFACES
from tests.scale import scaled
from tests.store.examples import added, write

INPUTS = 920
"""Inputs for each way in; there are eleven."""


@pytest.mark.parametrize("surface", SURFACES)
def test_hostile_input_breaks_nothing(surface: str, tmp_path: Path, figure: Figure) -> None:
    command = [sys.executable, "-m", "tests.reliability.fuzzing", surface, str(scaled(INPUTS))]
    ran = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    seen = json.loads(ran.stdout)

    figure(
        f"{surface}: {seen['inputs']} inputs, {seen['accepted']} accepted, "
        f"{len(seen['faults'])} faults, slowest {seen['slowest']:.2f} s, {seen['megabytes']} MB"
    )
    assert seen["faults"] == []
    assert seen["slowest"] < 2
    assert seen["megabytes"] < 300
    assert seen["accepted"] > seen["inputs"] * 0.05


def accepted(count: int) -> Ledger:
    """The base with what the door takes of so many hostile records, each name once."""
    chance = random.Random(7)
    found: dict[object, Record] = {identity(r): r for r in base()}
    for _ in range(count):
        kind = chance.choice(("organizations", "sources", "claims", "evidence", "observations"))
        try:
            record = accept(kind, fields(chance, kind))
        except Problems:
            continue
        found.setdefault(identity(record), record)
    return Ledger(found.values())


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_accepted_is_read_back_equal_on_both_engines(
    engine: str, new_database: NewDatabase, figure: Figure
) -> None:
    from evidence.core.checking import problems

    ledger = accepted(scaled(2_000))
    while faults := {id(p.record) for p in problems(ledger, list(ledger))}:
        ledger = Ledger(record for record in ledger if id(record) not in faults)
    database = new_database(engine)
    write(database, added(ledger))

    assert texts(database) == {identity(r): canonical(as_mapping(r)) for r in ledger}
    figure(f"{engine}: {len(ledger)} accepted records of hostile ones read back equal")


def texts(database: Location) -> dict[object, str]:
    with Reader(database) as reader:
        return {identity(r): canonical(as_mapping(r)) for r in everything(reader)}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(given_texts=st.lists(st.text(max_size=60), min_size=20, max_size=40))
@pytest.mark.parametrize("engine", ENGINES)
def test_any_text_that_is_accepted_is_read_back_equal(
    engine: str, given_texts: list[str], new_database: NewDatabase
) -> None:
    records = []
    for number, text in enumerate(given_texts):
        try:
            sources = {"slug": f"s{number}", "title": text, "notes": f"{text}\n{text}"}
            records.append(accept("sources", {**sources, "tags": [text, f"{text}x"]}))
        except Problems:
            continue
    if not records:
        return
    database = new_database(engine)
    write(database, added(records))
    assert texts(database) == {identity(r): canonical(as_mapping(r)) for r in records}
