"""One number with its magnitude and unit: `14.8T tokens`, `$40K/GPU`, `35%`, `989.4 TFLOP/s`.

Powers of ten (exponent, magnitude, SI prefix, percent) are added before the text becomes a float,
so that 35% is 0.35 and 14.8T is 1.48e13, each rounded once.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from evidence.core.errors import Invalid
from evidence.core.units import NO_SUFFIX, SUFFIXES, conversion, named

EXAMPLE = "write one such as 3.7e10, 37B or 4e24 to 6e24"


class Amount(NamedTuple):
    """One number of the text, before its unit is applied."""

    mantissa: str
    exponent: int
    suffix: str
    unit: str
    dollars: bool


def read_amount(text: str) -> Amount:
    """The number at the start of a text and what follows it; raises Invalid for anything else."""
    dollars = text.startswith(("$", "US$"))
    if dollars:
        text = text.partition("$")[2].lstrip()
    mantissa, exponent, rest = _scanned(text)
    suffix, unit = _split_suffix(rest)
    return Amount(mantissa, exponent, suffix, unit, dollars)


def _scanned(text: str) -> tuple[str, int, str]:
    """Mantissa and power of ten at the start of a text, and what follows them."""
    start = 1 if text.startswith("-") else 0
    place = _digits_end(text, start)
    if text[place : place + 1] == "." and _digits_end(text, place + 1) > place + 1:
        place = _digits_end(text, place + 1)
    if place == start:
        raise Invalid(_no_number(text))
    mantissa, rest = text[:place], text[place:]
    if rest[:1] in ("e", "E"):
        sign = 2 if rest[1:2] in ("+", "-") else 1
        end = _digits_end(rest, sign)
        if end > sign:
            return mantissa, int(rest[1:end]), _clean(rest[end:], text)
    return mantissa, 0, _clean(rest, text)


def _digits_end(text: str, place: int) -> int:
    while place < len(text) and text[place] in "0123456789":
        place += 1
    return place


def _no_number(text: str) -> str:
    if any(c.isdigit() and not c.isascii() for c in text):
        return "has digits other than 0 to 9: write it in ASCII digits"
    if text[:1] in ("€", "£", "¥"):
        return "is not in USD: convert it at the rate of its day and write $"
    return f"is no number: {EXAMPLE}"


def _clean(rest: str, text: str) -> str:
    """What follows a number, unless it is a known way to write numbers that we do not read."""
    head = rest[:1]
    if head == "," and rest[1:2].isdigit():
        joined = text.replace(",", "")
        thousands = _digits_end(rest, 1) == 4
        written = joined if thousands else text.replace(",", ".", 1)
        raise Invalid(f"has a comma: write {written}")
    if head == "_":
        raise Invalid(f"has an underscore: write {text.replace('_', '')}")
    if rest[:1] in ("x", "X") and text[:1] == "0":
        raise Invalid("is hexadecimal: write a decimal number")
    if "^" in rest or "**" in rest or rest[:3].lower() in ("x10", "\u00d710"):
        raise Invalid("is written as a power: write 3e24 for 3 times 10^24")
    if "±" in rest or "+" in rest:
        raise Invalid("has a plus sign: write a range, 'LOW to HIGH'")
    if any(c.isdigit() and not c.isascii() for c in rest):
        raise Invalid("has digits other than 0 to 9: write it in ASCII digits")
    return rest.strip()


def _split_suffix(rest: str) -> tuple[str, str]:
    """The magnitude (`B`, `million`) at the start of what follows a number, and the unit."""
    end = next((i for i, c in enumerate(rest) if c in " /"), len(rest))
    word, unit = rest[:end], rest[end:].strip()
    if word in SUFFIXES:
        return word, unit
    if word in ("b", "t"):
        raise Invalid(f"ends in a small '{word}': write {word.upper()} for the magnitude")
    return "", rest


def amount_value(amount: Amount, unit: str) -> float:
    """The number in the attribute's unit."""
    exponent, factor = amount.exponent, 1.0
    if amount.suffix:
        if unit in NO_SUFFIX:
            raise Invalid(f"has the magnitude '{amount.suffix}' on {named(unit)}: {_spell(unit)}")
        exponent += SUFFIXES[amount.suffix]
    given = _unit_text(amount)
    if given:
        power, factor = _converted(given, unit)
        exponent += power
    value = float(f"{amount.mantissa}e{exponent}") * factor
    if not math.isfinite(value):
        raise Invalid("is too large: write a number below 1.8e308")
    if value == 0 and amount.mantissa.strip("-0."):
        raise Invalid("is too small to be told from 0: write a number above 1e-307")
    if unit == "share" and value > 1:
        raise Invalid("is a share above 1: write 40% or 0.4")
    return value + 0.0


def _unit_text(amount: Amount) -> str:
    if not amount.dollars:
        return amount.unit
    if not amount.unit or amount.unit.upper() == "USD":
        return "USD"
    return f"USD {amount.unit}"


def _converted(given: str, unit: str) -> tuple[int, float]:
    try:
        return conversion(given, unit)
    except Invalid as error:
        if error.message.endswith("?"):
            raise
        raise Invalid(f"{error.message}: {_spell(unit)}") from None


def _spell(unit: str) -> str:
    examples = {
        "": "write the number alone",
        "s": "write s, h, days, weeks, months or years",
        "W": "write W, kW, MW or GW",
        "J": "write J, kWh, MWh or GWh",
        "byte": "write bytes, GB or TB",
        "byte/s": "write GB/s or TB/s",
        "FLOP": "write FLOP or no unit",
        "FLOP/s": "write FLOP/s or TFLOP/s",
        "chip*h": "write chip-hours, GPU-hours or no unit",
        "share": "write 40% or 0.4",
    }
    return examples.get(unit, f"write {unit} or no unit")
