from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.core.spreadsheet_cells import guarded, unguarded

FORMULAS = [
    *("=1+1", "+1+1", "-2+3", "@SUM(A1)", "|x", "%PATH%", "=cmd|' /C calc'!A0"),
    *("\uff1d1", "\uff0b1", "\uff0d1", "\uff20x"),
    *(" =1", "\u00a0=1", "\u200b=1", "\ufeff=1", "\u2060\u00a0 =1", "\n=1", "\x00=1", "\u202e=1"),
    *("\tx", "\rx", "\t=1", "-", "- 1", "--1", "-1e", "+1_000", "-\u0661", "-1 apple", "-1,5"),
]
HARMLESS = [
    *("", "a", "a=b", "1", "-1.5e3", "+7", "-.5", "1e-3", "-1.5E+3", " -1 ", "'tis", "'quoted'"),
    *("\u00a0", "(=1)", "e-mail@example.org", "2024-12", "~37B", ">30T"),
]
CELL = st.text(st.sampled_from("'=+-@\uff1d|%\t\r\n \u00a0\u200b1.ea"), max_size=8) | st.text()


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_what_a_spreadsheet_would_run_stands_behind_a_mark(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS, ids=ascii)
def test_texts_and_plain_numbers_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text


@given(CELL)
def test_every_cell_reads_back_as_the_text_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(CELL)
def test_a_cell_that_begins_with_a_sign_is_a_number(text: str) -> None:
    cell = guarded(text).strip()
    assert cell[:1] not in set("=@|%\uff1d\uff0b\uff0d\uff20")
    if cell[:1] in ("+", "-"):
        assert math.isfinite(float(cell.partition("e")[0]))
