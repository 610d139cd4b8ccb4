"""Tables as a workbook, one sheet a table; no cell is ever a formula or a link.

Empty tables and empty columns are left out. Control characters, which a workbook cannot hold, are
made visible. The same tables give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from evidence.core.errors import Invalid, NotInstalled
from evidence.exchange.columns import Column
from evidence.exchange.tables import Table, iter_columns

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576
"""Rows of a sheet, its head included."""
LONGEST_CELL = 32_767
"""Characters of a cell, counted as UTF-16 does."""
_WIDEST = 60
_FIRST_DAY = "1900-03-01"
"""Before it, spreadsheets disagree on which day a number stands for."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def render(tables: Iterable[Table], as_of: str) -> bytes:
    """The bytes of the workbook; raises Invalid for a table too long, NotInstalled."""
    try:
        import xlsxwriter
    except ImportError:
        raise NotInstalled("a workbook needs XlsxWriter", "analytics") from None
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, safe | {"strings_to_numbers": False}) as book:
        book.set_properties({"title": "evidence", "created": datetime.fromisoformat(as_of)})
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "valign": "top"}),
            "VARCHAR": book.add_format({"text_wrap": True, "valign": "top"}),
            "DATE": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            "DOUBLE": book.add_format({"valign": "top"}),
        }
        for table in tables:
            if table.rows:
                _sheet(book.add_worksheet(table.name.capitalize()), table, formats)
    return stream.getvalue()


def _sheet(sheet: Worksheet, table: Table, formats: Mapping[str, Format]) -> None:
    if len(table.rows) >= MOST_ROWS:
        raise Invalid(
            f"{table.name} has {len(table.rows)} rows, and a sheet holds {MOST_ROWS - 1}: "
            "export parquet instead"
        )
    filled = [
        (column, values)
        for column, values in zip(table.columns, iter_columns(table), strict=True)
        if any(value not in (None, "") for value in values)
    ]
    for place, (column, values) in enumerate(filled):
        sheet.write_string(0, place, column.name, formats["head"])
        sheet.set_column(place, place, _width(column, values))
        for line, value in enumerate(values, start=1):
            _write(sheet, line, place, column, value, formats)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(table.rows), len(filled) - 1)


def _write(
    sheet: Worksheet,
    line: int,
    place: int,
    column: Column,
    value: Any,
    formats: Mapping[str, Format],
) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, place, value, formats["DOUBLE"])
    elif isinstance(value, int | float):
        sheet.write_number(line, place, value, formats["DOUBLE"])
    elif column.type == "DATE" and value >= _FIRST_DAY:
        sheet.write_datetime(line, place, date.fromisoformat(value), formats["DATE"])
    else:
        sheet.write_string(line, place, cell(_joined(value)), formats["VARCHAR"])


def _joined(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else value


def cell(text: str) -> str:
    r"""A text as a cell can hold it.

    >>> print(cell("a" + chr(7) + "b"), len(cell("x" * 40_000)))
    a\x07b 32767
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    visible = _FORBIDDEN.sub(lambda found: ascii(found[0])[1:-1], lines)
    units = visible.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_CELL:
        return visible
    mark = f" [cut: {len(text)} characters]"
    kept = units[: 2 * (LONGEST_CELL - len(mark))].decode("utf-16-le", errors="ignore")
    return kept + mark


def _width(column: Column, values: list[Any]) -> int:
    longest = max(
        (len(_joined(v)) if column.type.startswith("V") else 12) for v in values if v is not None
    )
    return min(_WIDEST, max(len(column.name) + 3, longest + 1))
