from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.core.float_noise import without_float_noise


@pytest.mark.parametrize(
    ("blurred", "meant"),
    [
        (5.0000000000001e26, 5e26),
        (5.0000000001e25, 5e25),
        (4.9999999999999e25, 5e25),
        (0.1 + 0.2, 0.3),
        (-5.0000000000001e26, -5e26),
        (0.0, 0.0),
    ],
)
def test_a_blurred_number_is_the_short_one_it_stands_for(blurred: float, meant: float) -> None:
    assert without_float_noise(blurred) == meant


@pytest.mark.parametrize("x", [1.001e25, 3.2856e24, 1234567890123.0, 2788000.0, 1000000100.0])
def test_digits_that_may_be_meant_are_kept(x: float) -> None:
    assert without_float_noise(x) == x


@given(x=st.floats(allow_nan=False))
def test_nothing_moves_by_more_than_a_part_in_a_billion(x: float) -> None:
    clean = without_float_noise(x)
    assert clean == pytest.approx(x, rel=1.1e-9)
    assert without_float_noise(clean) == clean
