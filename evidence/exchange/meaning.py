"""What the fields of one record must be to each other, once each of them is clean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from evidence.core.computing import WORDS
from evidence.core.derivations import METHODS
from evidence.core.errors import Invalid
from evidence.core.numbers import Figure, parse_figure
from evidence.core.vocabulary import ATTRIBUTES, NUMBER_FORMATS
from evidence.exchange.found import first_twice, shown

_RANGE = ("low", "high", "value")
_ROLL_CALL = ("threshold", "units", "units_rule", "units_variants")


def of_law(law: Any) -> Iterator[str]:
    """What is wrong with the range that a law was fitted on (FLOP)."""
    yield from _ends(law.fitted_low, law.fitted_high, "FLOP", "fitted_low", "fitted_high")


def of_claim(claim: Any) -> Iterator[str]:
    """What is missing from a claim of its kind, or has no meaning there."""
    if claim.attribute == "number_format" and claim.kind in ("quantity", "forecast"):
        yield "attribute: number_format is no quantity: make this a statement"
    elif claim.kind == "quantity":
        yield from _missing(claim, "subject", "attribute")
        yield from _region(claim)
    elif claim.kind == "prevalence":
        yield from _missing(claim, "threshold", "units", "period")
    elif claim.kind == "forecast" and any(getattr(claim, name) is not None for name in _RANGE):
        yield from _missing(claim, "attribute")
        yield from _region(claim)
    if claim.computed_by is not None:
        yield from _computation(claim.computed_by)
    if claim.kind not in ("quantity", "forecast"):
        yield from _meaningless(claim, _RANGE, "quantity")
    if claim.kind != "prevalence":
        yield from _meaningless(claim, _ROLL_CALL, "prevalence")
    for name, units in (("units", claim.units), *(claim.units_variants or {}).items()):
        twice = first_twice(units)
        if twice is not None:
            yield f"{name}: {shown(twice)} is listed twice: keep one"


def of_evidence(item: Any) -> Iterator[str]:
    """What is missing from an item of evidence."""
    if item.stance is None and item.probability is None:
        yield "stance is missing: write supports, refutes or neutral, or give a probability"
    if item.group is not None and item.group_reason is None:
        yield "group_reason is missing: say why it belongs to this group, or leave out group"
    if item.value is not None and not _is_measurement(item.value):
        yield f"value: {shown(item.value)} is no number: put words in quote"


def of_observation(number: Any) -> Iterator[str]:
    """What is wrong with the number of an observation."""
    if number.attribute != "number_format":
        yield from _amount(number.value, ATTRIBUTES[number.attribute])
    elif number.value not in NUMBER_FORMATS:
        yield f"value: {shown(number.value)} is no number format: {_formats()}"


def of_selection(selection: Any) -> Iterator[str]:
    """What is missing from a selection."""
    if selection.observation is None and selection.rule is None:
        yield "observation is missing: write the key of the one to use, or give a rule"


RULES: Mapping[str, Callable[[Any], Iterator[str]]] = {
    "laws": of_law,
    "claims": of_claim,
    "evidence": of_evidence,
    "observations": of_observation,
    "selections": of_selection,
}
"""The check of each kind whose fields depend on each other."""


def _missing(record: Any, *names: str) -> Iterator[str]:
    for name in names:
        if getattr(record, name) in (None, ()):
            yield f"{name} is missing: a {record.kind} claim needs it"


def _meaningless(claim: Any, names: tuple[str, ...], kind: str) -> Iterator[str]:
    for name in names:
        if getattr(claim, name) not in (None, ()):
            yield f"{name} means nothing for kind '{claim.kind}': remove it, or write kind: {kind}"


def _computation(asked: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with how a claim wants to be answered: method, inputs, output."""
    names = [method.name for method in METHODS]
    method = next((m for m in METHODS if m.name == asked.get("method")), None)
    if method is None:
        yield f"computed_by: {shown(asked.get('method'))} is no method: {', '.join(names)}"
        return
    inputs = asked.get("inputs") or {}
    if not isinstance(inputs, Mapping):
        yield "computed_by: inputs is no mapping: write names and numbers"
        return
    known = {parameter.name: parameter for parameter in method.parameters}
    for name, value in inputs.items():
        plain = name.replace("-", "_")
        if plain in known and not known[plain].choices:
            yield from (f"computed_by: {p}" for p in _figure(value, known[plain].unit, plain)[1])
        elif plain not in known and plain not in WORDS:
            takes = ", ".join((*known, *WORDS))
            yield f"computed_by: {method.name} has no input {shown(name)}: it takes {takes}"


def _amount(entered: Any, unit: str) -> Iterator[str]:
    """What is wrong with a number: a range may reach below 0, a number alone may not."""
    figure, problems = _figure(entered, unit, "value", signed=True)
    yield from problems
    if figure is not None and (figure.high if figure.kind == "range" else figure.value) <= 0:
        yield f"value: {shown(entered)} is not positive: write a number above 0"


def _region(claim: Any) -> Iterator[str]:
    unit = ATTRIBUTES.get(claim.attribute or "", "")
    if claim.value is None:
        if claim.low is None and claim.high is None:
            yield "low and high are missing: write one of them, both, or a value"
        yield from _ends(claim.low, claim.high, unit, "low", "high")
        return
    if claim.low is not None or claim.high is not None:
        yield "value stands instead of low and high: remove it, or them"
    figure, problems = _figure(claim.value, unit, "value")
    yield from problems
    if figure is not None and figure.kind == "bound":
        yield f"value: {shown(claim.value)} is a bound: write it as low or as high"
    if figure is not None and figure.kind == "alternatives":
        yield f"value: {shown(claim.value)} is several numbers: claim one number or one range"


def _ends(low: Any, high: Any, unit: str, low_name: str, high_name: str) -> Iterator[str]:
    """What is wrong with the two ends of a range; the lower one may be 0 or below."""
    ends = []
    for name, entered in ((low_name, low), (high_name, high)):
        if entered is None:
            continue
        figure, problems = _figure(entered, unit, name, signed=True)
        yield from problems
        if figure is not None:
            ends.append(figure.value)
            yield from _end(entered, figure, name, may_be_zero=name == low_name)
    if len(ends) == 2 and ends[0] > ends[1]:
        yield f"{low_name} {shown(low)} is above {high_name} {shown(high)}: exchange them"


def _end(entered: Any, figure: Figure, name: str, may_be_zero: bool) -> Iterator[str]:
    if figure.kind != "point":
        yield f"{name}: {shown(entered)} is not one number: write the end alone"
    elif figure.value <= 0 and not may_be_zero:
        yield f"{name}: {shown(entered)} is not positive: write a number above 0, or leave it out"


def _is_measurement(entered: Any) -> bool:
    """Whether it is a number in any unit, or a number format: the claim tells which it is."""
    units = dict.fromkeys(ATTRIBUTES.values())
    return entered in NUMBER_FORMATS or any(_figure(entered, u, "", True)[0] for u in units)


def _figure(
    entered: Any, unit: str, name: str, signed: bool = False
) -> tuple[Figure | None, tuple[str, ...]]:
    try:
        return parse_figure(entered, unit, signed=signed), ()
    except Invalid as error:
        return None, (f"{name}: {error.message}",)


def _formats() -> str:
    return f"choose one of {', '.join(NUMBER_FORMATS)}"
