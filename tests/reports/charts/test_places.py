"""Where marks, names and ticks stand: inside, in order, and none over another."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evidence.core.cleaning import clean, shortened
from evidence.reports.charts import labelling, ticks, widths
from evidence.reports.charts.chart import Span
from evidence.reports.charts.labelling import Box, Name, around

FINITE = st.floats(-1e30, 1e30, allow_nan=False)
POSITIVE = st.floats(1e-6, 1e30)


@given(st.lists(FINITE, min_size=1, max_size=5))
def test_an_axis_holds_all_its_values_with_room_at_both_ends(values: list[float]) -> None:
    span = ticks.padded(values)

    assert span.low < min(values) or min(values) == span.low == 0
    assert span.high > max(values) or max(values) == span.high == 0
    assert span.logarithmic == (min(values) > 0)


@given(st.lists(POSITIVE, min_size=1, max_size=5), st.integers(5, 10))
def test_marks_of_a_logarithmic_axis_are_inside_in_order_and_told_apart(
    values: list[float], most: int
) -> None:
    span = ticks.padded(values)
    marks = ticks.numbers(span, most)
    places = [mark["value"] for mark in marks]

    assert 2 <= len(marks) <= most + 1
    assert places == sorted(places)
    assert all(span.low * (1 - 1e-6) <= place <= span.high * (1 + 1e-6) for place in places)
    assert len({mark["label"] for mark in marks}) == len(marks)


@given(st.floats(-1000, 1000), st.floats(0.01, 1000), st.integers(3, 10))
@example(low=1000.0, width=0.01171875, most=3)
def test_marks_of_a_linear_axis_are_inside_in_order_and_told_apart(
    low: float, width: float, most: int
) -> None:
    marks = ticks.numbers(Span(low, low + width), most)
    places = [mark["value"] for mark in marks]

    assert 1 <= len(marks) <= most + 1
    assert all(low - 1e-6 <= place <= low + width + 1e-6 for place in places)
    assert len({mark["label"] for mark in marks}) == len(marks)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(1, 40000))
def test_days_of_an_axis_are_inside_in_order_told_apart_and_few(first: date, days: int) -> None:
    last = first + timedelta(days)
    marks = ticks.dates(first, last)
    places = [mark["value"] for mark in marks]

    assert 1 <= len(marks) <= 8
    assert all(a < b for a, b in pairwise(places))
    assert all(first.toordinal() <= place <= last.toordinal() for place in places)
    assert len({mark["label"] for mark in marks}) == len(marks)


NAMES = st.lists(
    st.builds(
        Name, st.text("abcW ", min_size=1, max_size=20), st.floats(0, 400), st.floats(0, 300)
    ),
    max_size=30,
)


@given(NAMES)
def test_no_name_lies_over_a_mark_over_another_name_or_beyond_the_plot(names: list[Name]) -> None:
    plot = Box(0, 0, 400, 300)
    marks = [around(name.x, name.y) for name in names]
    found = labelling.placed(names, marks, plot, 10)
    boxes = [Box(n.x, n.y - 6, n.x + widths.pixels(n.text, labelling.SIZE), n.y + 6) for n in found]

    assert len(found) <= 10
    assert not any(_overlap(a, b) for a, b in combinations(boxes, 2))
    assert not any(_overlap(box, mark) for box in boxes for mark in marks)
    assert all(box.left >= 0 and box.right <= 400 for box in boxes)


def _overlap(a: Box, b: Box) -> bool:
    """Whether two rectangles share more than rounding."""
    across = min(a.right, b.right) - max(a.left, b.left)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    return across > 1e-6 and down > 1e-6


def test_the_first_names_get_the_room() -> None:
    names = [Name("first", 10, 10), Name("second", 11, 10)]
    plot = Box(0, 0, 60, 16)

    assert [n.text for n in labelling.placed(names, [], plot, 5)] == ["first"]


@given(st.text(max_size=300), st.integers(2, 60))
def test_a_shortened_text_is_clean_and_no_wider_than_its_columns(text: str, columns: int) -> None:
    from rich.cells import cell_len

    short = shortened(text, columns)

    assert clean(short) == short
    assert cell_len(short) <= columns


@given(st.text(max_size=300), st.floats(20, 400))
def test_a_fitted_text_is_clean_and_no_wider_than_its_room(text: str, room: float) -> None:
    fitted = widths.fitted(text, room)

    assert clean(fitted) == fitted
    assert widths.pixels(fitted) <= room + 1e-6


@given(st.text(max_size=400))
def test_a_title_has_two_lines_at_most(text: str) -> None:
    lines = widths.wrapped(text, 600, 13)

    assert len(lines) <= 2
    assert all(widths.pixels(line, 13) <= 600 + 1e-6 for line in lines)


@pytest.mark.parametrize("text", ["deepseek-v3", "a b", ""])
def test_a_text_that_fits_is_left_as_it_is(text: str) -> None:
    assert shortened(text, 20) == widths.fitted(text, 200) == text


@pytest.mark.parametrize(
    ("span", "labels"),
    [
        (Span(1, 1e28, logarithmic=True), ["1e0", "1e5", "1e10", "1e15", "1e20", "1e25"]),
        (Span(10, 1e3, logarithmic=True), ["10", "100", "1000"]),
    ],
)
def test_the_marks_of_one_axis_are_written_alike(span: Span, labels: list[str]) -> None:
    assert [mark["label"] for mark in ticks.numbers(span)] == labels
