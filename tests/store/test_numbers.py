"""A set of row numbers holds what was added to it, in order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidence.store.numbers import Numbers


@given(st.lists(st.lists(st.integers(0, 300))))
def test_it_tells_each_number_that_was_added_once_and_in_order(batches: list[list[int]]) -> None:
    numbers = Numbers()
    for batch in batches:
        numbers.add(batch)

    assert list(numbers) == sorted({number for batch in batches for number in batch})
    assert len(numbers) == len(list(numbers))
