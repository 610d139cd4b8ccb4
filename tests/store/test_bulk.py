"""Rows that are written by the driver at once are read as they were given."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.store.bulk import insert_many
from evidence.store.engine import Location, Writer
from tests.conftest import NewDatabase

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
AWKWARD = st.sampled_from(["\\N", "\\", "\\.", "\\\t", "a\tb", "a\nb", "\r", "", "N", "é", "\\0"])
WRITTEN = "SELECT group_name, db FROM voice ORDER BY starts"


@pytest.fixture
def on_postgresql(new_database: NewDatabase) -> Location:
    return new_database("postgresql")


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(groups=st.lists(TEXTS | AWKWARD, min_size=1, max_size=5), db=st.floats(0.1, 99.0))
def test_any_text_comes_through_copy_as_it_is(
    on_postgresql: Location, groups: list[str], db: float
) -> None:
    rows = [(1, "", group, 1, day, day + 1, db) for day, group in enumerate(groups)]
    with Writer(on_postgresql) as writer:
        insert_many(writer, "voices", rows)
        found = writer.cursor().execute(WRITTEN).fetchall()
        writer.session.rollback()

    assert found == [(group, db) for group in groups]
