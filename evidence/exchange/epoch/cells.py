"""What the text of one cell says: a number, a day, a list of names, active parameters in a note.

The functions raise ValueError, whose text is what a warning says.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping

from evidence.exchange.found import shown

LONGEST_QUOTE = 600
"""Characters of a note that is still quoted in full; a longer one is named by its column."""

EXACT = 2.0**53
"""Whole numbers below it are written without loss, so that none of their digits is an artefact."""

_NUMBER = r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"

NUMBER_FORMATS: Mapping[str, str] = {
    **{name.upper(): name for name in ("fp64", "fp32", "tf32", "bf16", "fp16", "fp8", "int8")},
    **{name.upper(): name for name in ("fp4", "mxfp4", "nvfp4")},
}
"""How a table writes a number format."""


def number(text: str) -> int | float:
    """A positive number, without the digits that floating point has left behind it.

    Several numbers that are all the same are that number.

    >>> number("5.0000000000001e+26"), number("247000000.00000003"), number("299892736000")
    (5e+26, 247000000, 299892736000)
    """
    found = {_one(part.strip()) for part in text.split(",")}
    if len(found) != 1:
        raise ValueError(f"{shown(text)} is more than one number: left out")
    return found.pop()


def _one(text: str) -> int | float:
    if len(text) > 64 or not re.fullmatch(_NUMBER, text):
        raise ValueError(f"{shown(text)} is no number: left out")
    value = float(text)
    if not 0 < value < float("inf"):
        raise ValueError(f"{shown(text)} is not above 0: left out")
    value = without_artefact(value)
    return int(value) if value == int(value) and value < 1e15 else value


def without_artefact(value: float) -> float:
    """The value that was meant, where the last digits are what floating point made of it.

    A long run of zeros or nines before the last three digits is such a trace; so is, in numbers
    too large to be counts, a lone last 1 after zeros, by which a spreadsheet kept them unrounded.

    >>> without_artefact(1.001e25), without_artefact(8.599999999999978e20)
    (1e+25, 8.6e+20)
    """
    if value == int(value) and value < EXACT:
        return value
    mantissa, _, exponent = f"{value:.16e}".partition("e")
    digits = repr(value).partition("e")[0].replace(".", "").strip("0")
    shorter = _shortened(digits, value >= EXACT)
    if shorter == digits:
        return value
    places = len(shorter) - 1
    return float(f"{value:.{places}e}") if mantissa and exponent else value


def _shortened(digits: str, large: bool) -> str:
    """The significant digits that are meant; rounding to as many gives the value."""
    for pattern in (
        "^([0-9]{0,20}?[1-9])0{4,20}[0-9]{1,3}$",
        "^([0-9]{0,20}?)9{4,20}[0-9]{0,3}$",
    ):
        found = re.match(pattern, digits)
        if found and found[1]:
            return _shortened(found[1], large)
    if large and (found := re.match("^([1-9])0{2,}1$|^([1-9][0-9]{0,3}?)0{3,}1$", digits)):
        return found[1] or found[2]
    return digits


def day(text: str) -> str:
    """A date as records hold it; raises ValueError for anything else."""
    from evidence.exchange.fields import date

    return date(text[:10] if re.match("[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]", text) else text)


def names(text: str) -> tuple[str, ...]:
    """The names of a list, each once; one that holds a comma is in double quotes."""
    try:
        row = next(csv.reader([text.replace("\n", " ")], skipinitialspace=True), [])
    except csv.Error:
        row = text.split(",")
    return tuple(dict.fromkeys(" ".join(part.split()) for part in row if part.strip()))


def quotable(text: str) -> str | None:
    """A note that is short enough to be quoted in full."""
    return text if 0 < len(text) <= LONGEST_QUOTE else None


_WAVE = "~\u223c"
"""How far a figure reaches, or that it is about right, in the two ways of writing it."""
_COUNT = (
    rf"[{_WAVE}]?(?<![0-9])([0-9]{{1,20}}(?:[.,][0-9]{{1,20}})?)"
    r"[\s-]?(T|B|M|trillion|billion|million)\b"
)
"""Each part of a pattern has an end: a note may be of any length."""
_FILL = r"[^0-9.;\n/]{0,40}?"
_ACTIVE = (
    rf"\bactivat(?:es|ing|ed|ion)?\b{_FILL}{_COUNT}",
    rf"\bactive param(?:eter)?s?\b{_FILL}{_COUNT}",
    rf"{_COUNT}[ -]*\*?(?:active|activated|activations?)\b",
    rf"{_COUNT} param(?:eter)?s? (?:are )?(?:active|activated|used on average|per token)",
    rf"{_COUNT} (?:are|is) activated",
    rf"only uses {_COUNT} parameters",
    r"\b(?:[0-9.]{1,12}B|MoE)-A([0-9]{1,20}(?:\.[0-9]{1,20})?)(B)\b",
)
_WORD = "activ|used on average|per token|-A[0-9]"
_SIZES = {"t": 1e12, "b": 1e9, "m": 1e6}


def active_parameters(note: str, total: float | None) -> float | None:
    """The active parameters that a note on parameters states; None where it states none.

    A figure that is not below the total is the total, told in another order, and an end of a range
    is no figure; of several that are left the one nearest to the word "active" is meant.

    >>> active_parameters("671B total parameters with 37B activated for each token", 671e9)
    37000000000.0
    >>> active_parameters("MoE with 1T total parameters and 32B parameters active", 1e12)
    32000000000.0
    >>> active_parameters("7B dense", 7e9)
    """
    average = re.search(rf"averag\w{{0,20}} ?{_COUNT}", note, re.IGNORECASE)
    if average:
        return _size(average)
    found = _candidates(note, total)
    return min(found)[1] if found else None


def only_active_parameters(note: str, total: float | None) -> float | None:
    """The same for a note on something else: one figure, and no other that might be meant."""
    found = {size for _, size in _candidates(note, total)}
    return found.pop() if len(found) == 1 else None


def _candidates(note: str, total: float | None) -> list[tuple[int, float]]:
    """Figures that may be the active parameters, each after its distance from the word."""
    words = [match.start() for match in re.finditer(_WORD, note, re.IGNORECASE)]
    return [
        (min(abs(match.start(1) - word) for word in words), _size(match))
        for pattern in (_ACTIVE if words else ())
        for match in re.finditer(pattern, note, re.IGNORECASE)
        if (total is None or _size(match) < 0.97 * total) and not _in_range(note, match)
    ]


def _size(match: re.Match[str]) -> float:
    return float(f"{float(match[1].replace(',', '')) * _SIZES[match[2][0].lower()]:.12g}")


def _in_range(note: str, match: re.Match[str]) -> bool:
    before, after = note[: match.start(1)], note[match.end(2) :]
    dash = rf" ?[-\u2013{_WAVE}] ?"
    return bool(re.search(f"[0-9][A-Za-z]?{dash}$", before) or re.match(f"{dash}[0-9]", after))


def experts(note: str) -> int | None:
    """The number of experts that a note states.

    >>> experts("a 17 billion parameter model with 16 experts"), experts("MoE architecture")
    (16, None)
    """
    match = re.search(r"(?<!using )(?<!only )\b([0-9]{1,5}) (?:routed )?experts\b", note, re.I)
    match = match or re.search(r"\bnumber of experts: ([0-9]{1,5})\b", note, re.I)
    return int(match[1]) if match and int(match[1]) > 1 else None


def is_sparse(note: str) -> bool:
    """Whether a note says that only some of the parameters work on each token."""
    experts = r"\bMoE\b|mixture[- ]of[- ]experts?\b|mixed expert|\b[0-9]+ experts\b"
    sparse = r"sparse architecture|Switch Transformer|\bit's sparse|sparse LLM"
    return bool(re.search(f"{experts}|{sparse}", note, re.I))
