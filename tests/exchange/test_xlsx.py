from __future__ import annotations

import sys
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.core.errors import Invalid
from evidence.core.ledger import Ledger
from evidence.core.support import support
from evidence.exchange import xlsx
from evidence.exchange.columns import Column
from evidence.exchange.tables import Table, tables
from evidence.exchange.xlsx import LONGEST_CELL, cell, render
from tests.exchange.hostile import ANY_TEXT, PAYLOADS, everywhere

if TYPE_CHECKING:
    from openpyxl import Workbook

DAY = "2025-01-10"
COLUMNS = (
    Column("text", "VARCHAR", "a text"),
    Column("number", "DOUBLE", "a number"),
    Column("day", "DATE", "a day"),
    Column("sure", "BOOLEAN", "yes or no"),
    Column("tags", "VARCHAR[]", "texts"),
    Column("empty", "VARCHAR", "never filled"),
)


def opened(content: bytes) -> Workbook:
    from openpyxl import load_workbook

    return load_workbook(BytesIO(content))


def text_cells(*texts: str) -> list[Any]:
    """The cells of a workbook with these texts under one head."""
    table = Table("t", COLUMNS[:1], tuple((text,) for text in texts))
    return [row[0] for row in opened(render([table], DAY))["T"].iter_rows(min_row=2)]


def test_numbers_days_and_truth_values_are_what_they_are_and_the_head_stays_in_view() -> None:
    row = ("a\nb", -1.5e3, "2024-12-27", True, ["x", "y"], None)
    sheet = opened(render([Table("claims", COLUMNS, (row,))], DAY))["Claims"]

    assert [c.value for c in sheet[1]] == ["text", "number", "day", "sure", "tags"]
    assert [c.value for c in sheet[2]] == ["a\nb", -1500, datetime(2024, 12, 27), True, "x; y"]
    assert [c.data_type for c in sheet[2]] == ["s", "n", "d", "b", "s"]
    assert sheet["A2"].alignment.wrap_text
    assert sheet.freeze_panes == "B2"


@settings(max_examples=100, deadline=None)
@given(texts=st.lists(ANY_TEXT.filter(bool), min_size=1, max_size=5))
def test_any_text_is_a_text_and_no_formula(texts: list[str]) -> None:
    cells = text_cells(*texts)
    assert {c.data_type for c in cells} <= {"s"}
    assert all(c.hyperlink is None for c in cells)
    assert [c.value for c in cells] == [cell(text) for text in texts]


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda p: ascii(p)[:30])
def test_a_harmful_text_in_every_field_makes_no_formula_and_no_link(payload: str) -> None:
    ledger = everywhere(payload)
    book = opened(render(tables(ledger, [support(ledger, "c", DAY)]), DAY))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert [c.value for c in cells if c.data_type == "f" or c.hyperlink] == []
    assert book["Evidence"].max_row == 2


def test_characters_that_no_workbook_holds_are_made_visible() -> None:
    assert [c.value for c in text_cells("a\x07\x00b\ufffe\x85")] == ["a\\x07\\x00b\\ufffe\\x85"]


@pytest.mark.parametrize("letter", ["x", "\U0001f600", "\x07"])
def test_a_text_too_long_for_a_cell_is_cut_with_a_mark(letter: str) -> None:
    shown = cell(letter * 40_000)
    assert len(shown.encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert shown.endswith(" [cut: 40000 characters]")
    assert cell("x" * LONGEST_CELL) == "x" * LONGEST_CELL


def test_more_rows_than_a_sheet_holds_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    table = Table("evidence", COLUMNS[:1], (("a",),) * 3)
    with pytest.raises(Invalid, match="evidence has 3 rows, and a sheet holds 2: export parquet"):
        render([table], DAY)


def test_the_same_tables_give_the_same_bytes() -> None:
    found = tables(everywhere("x"), ())
    assert render(found, DAY) == render(found, DAY)


def test_an_empty_ledger_is_a_workbook_that_says_what_columns_mean() -> None:
    assert opened(render(tables(Ledger(), ()), DAY)).sheetnames == ["Columns"]


def test_without_xlsxwriter_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(Invalid, match="a workbook needs XlsxWriter, which is not installed"):
        render((), DAY)
