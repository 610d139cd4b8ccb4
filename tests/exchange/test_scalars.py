from __future__ import annotations

import pytest

from evidence.exchange.scalars import scalar, written

VERDICTS = {
    "8": 8,
    "-3": -3,
    "+5": 5,
    "010": 10,
    "4e24": 4e24,
    ".5": 0.5,
    "1.": 1.0,
    "4.0E+24": 4e24,
    "14.8T": "14.8T",
    "4e24 to 6e24": "4e24 to 6e24",
    ">30T": ">30T",
    "40%": "40%",
    "0x10": "0x10",
    "1_000": "1_000",
    "1,5": "1,5",
    "١٢": "١٢",
    "1e400": "1e400",
    "1e-400": "1e-400",
    ".inf": ".inf",
    "NaN": "NaN",
    "true": "true",
    "": "",
    " 8": " 8",
    "8\n": "8\n",
    "9" * 65: "9" * 65,
}


@pytest.mark.parametrize(("text", "value"), VERDICTS.items())
def test_a_bare_word_is_a_number_only_if_it_is_written_as_one(
    text: str, value: int | float | str
) -> None:
    assert scalar(text) == value
    assert type(scalar(text)) is type(value)


def test_a_number_remembers_how_it_was_written() -> None:
    number = written("2412.10")
    assert number == 2412.1
    assert getattr(number, "text", None) == "2412.10"
