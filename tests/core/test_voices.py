"""The steps of items that no day ends are those of the general rule."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidence.core.visibility import FOREVER
from evidence.core.voices import Step, lasting, louder, number_of

END = number_of(FOREVER)

SAID = st.tuples(
    st.sampled_from(("lab", "press")),
    st.sampled_from((1, -1)),
    st.sampled_from((20240101, 20240102, 20250630)),
    st.sampled_from((0.5, 1.25, 3.0)),
)


def test_a_group_is_from_each_day_on_as_loud_as_the_loudest_so_far() -> None:
    said = [("lab", 1, 20250101, 3.0), ("lab", 1, 20240101, 1.0), ("lab", 1, 20260101, 2.0)]
    assert list(lasting(said)) == [
        Step("", "lab", 1, 20240101, 20250101, 1.0),
        Step("", "lab", 1, 20250101, END, 3.0),
    ]


@given(st.lists(SAID, max_size=12))
def test_the_steps_of_lasting_items_are_those_of_the_loudest_on_every_day(
    said: list[tuple[str, int, int, float]],
) -> None:
    single = [Step("", group, side, day, END, db) for group, side, day, db in said]
    assert sorted(lasting(said)) == sorted(louder(single, ()))
