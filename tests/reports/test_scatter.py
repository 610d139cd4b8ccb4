"""The chart of points: where a point stands, and which one covers which."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidence.reports.scatter import scatter

POSITIVE = st.floats(1e-300, 1e300)


def test_a_later_series_covers_an_earlier_one() -> None:
    drawn = scatter({"a": [(1, 1), (10, 10)], "b": [(10, 10)]}, width=3, height=3)
    assert [line.partition("│")[2] for line in drawn[:3]] == ["  b", "", "a"]


def test_a_single_point_has_a_whole_power_of_ten_around_it() -> None:
    drawn = scatter({"x": [(1, 5)]}, width=5, height=3)
    assert drawn[0].startswith("     10 │")
    assert drawn[2].startswith("      1 │")


@given(st.lists(st.tuples(POSITIVE, POSITIVE), min_size=1, max_size=20))
def test_every_point_is_inside_the_chart(points: list[tuple[float, float]]) -> None:
    drawn = scatter({"x": points}, width=20, height=5)
    assert 1 <= sum(line.count("x") for line in drawn[:5]) <= len(points)
    assert all(len(line) <= 9 + 20 for line in drawn[:5])
