"""Running a method on figures as they were entered."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial

from evidence.core.derivations.doubting import doubts_of
from evidence.core.derivations.method import Method, Parameter, Result, Sampling
from evidence.core.errors import Invalid
from evidence.core.evaluating import Correlation, Plan, evaluated
from evidence.core.figures import APPROXIMATE, figure_quantity
from evidence.core.numbers import Figure, format_number, parse_figure
from evidence.core.quantity import Quantity

Inputs = Mapping[str, Figure | str]


INDEPENDENT = "the ranges are taken to be independent of each other"
OTHERWISE_INDEPENDENT = "all other ranges are taken to be independent of each other"

COUNTED = (
    *("layers", "dense_layers", "heads", "kv_heads"),
    *("experts", "experts_active", "experts_shared"),
)
"""Inputs of which a model has a whole number."""


def run_method(
    method: Method,
    inputs: Inputs,
    assumptions: Sequence[str] = (),
    correlations: Sequence[Correlation] = (),
    plan: Plan | None = None,
) -> Result:
    """Work out a method on given inputs; raises Invalid for a missing, spare or wrong one.

    A text is read in the unit of its parameter. `assumptions` are said first in the result's;
    `plan` is how samples are drawn, where any are needed.
    """
    _check_names(method, inputs)
    words, figures = _read(method, inputs)
    bounds = {n: f for n, f in figures.items() if f.kind == "bound" and method.figures is None}
    quantities = {
        name: _bound_end(name, figure) if name in bounds else _quantity(name, figure)
        for name, figure in figures.items()
    }
    said = (*assumptions, *method.notes, *_assumed(method, inputs, figures, quantities))
    shown = {p.name: _shown(p, figures, quantities, words) for p in _used(method, inputs)}
    if method.figures is not None:
        if correlations:
            raise Invalid(f"{method.name} has one input with a range: leave --correlate out")
        from evidence.core.derivations.law_running import run_law

        return run_law(method, quantities, words, shown, said)
    if words:
        unrefused = method.unrefused and partial(method.unrefused, **words)
        method = method._replace(function=partial(method.function, **words), unrefused=unrefused)
    side = _bounded_side(method, quantities, bounds) if bounds else None
    if side == "high" and method.unrefused:  # below a bound that cannot be there is what can
        method = method._replace(function=method.unrefused)
    output = evaluated(method.function, quantities, correlations, plan)
    said = _with_correlations(said, correlations)
    result = Result(
        method=method.name,
        quantity=method.output,
        unit=method.unit,
        low=_not_below_zero(output.low),
        median=output.median,
        high=output.high,
        computed=output.computed,
        inputs=shown,
        assumptions=said,
        warnings=() if bounds else doubts_of(method, quantities, output, words),
        variance_shares=_variance_shares(method, quantities, correlations),
        sampling=_sampling(output),
    )
    return _one_sided(result, side, bounds) if side else result


def _not_below_zero(low: float) -> float:
    """The low end of what cannot be negative, though the tail of a normal range from 0 is."""
    return max(0.0, low)


def _with_correlations(said: Sequence[str], correlations: Sequence[Correlation]) -> tuple[str, ...]:
    declared = [f"{c.one} and {c.other} are correlated by {c.value:g}" for c in correlations]
    if not declared:
        return tuple(said)
    return (*(line for line in said if line != INDEPENDENT), *declared, OTHERWISE_INDEPENDENT)


def _bound_end(name: str, figure: Figure) -> Quantity:
    from evidence.core.bounding import bound_end

    return bound_end(name, figure)


def _variance_shares(
    method: Method, quantities: Mapping[str, Quantity], correlations: Sequence[Correlation]
) -> Mapping[str, float]:
    if all(quantity.is_exact for quantity in quantities.values()):
        return {}
    from evidence.core.variance import variance_shares

    return variance_shares(method.function, quantities, correlations)


def _sampling(output: Quantity) -> Sampling | None:
    if output.shape != "sampled":
        return None
    from evidence.core.sampling import Samples

    if not isinstance(output, Samples):
        return None
    return Sampling(output.draws.plan.seed, output.draws.size, output.summary.errors)


def _bounded_side(
    method: Method, quantities: Mapping[str, Quantity], bounds: Mapping[str, Figure]
) -> str:
    from evidence.core.bounding import bounded_side

    return bounded_side(method.unrefused or method.function, quantities, bounds)


def _one_sided(result: Result, side: str, bounds: Mapping[str, Figure]) -> Result:
    """The result with only the end that the bounds leave known."""
    said = [f"{name}: a bound, so the result is one as well" for name in bounds]
    return result._replace(
        low=result.low if side == "low" else None,
        median=None,
        high=result.high if side == "high" else None,
        assumptions=(*result.assumptions, *said),
    )


def missing(method: Method, given: Sequence[str]) -> tuple[str, ...]:
    """The inputs that would still do, each a name or a group such as `chips and time`.

    >>> from evidence.core.derivations import method_named
    >>> missing(method_named("hardware-time"), ["utilization", "chips"])
    ('peak', 'time')
    """
    needed = [name for name in _required(method) if name not in given]
    if not method.alternatives or any(set(group) <= set(given) for group in method.alternatives):
        return tuple(needed)
    begun = [group for group in method.alternatives if set(group) & set(given)]
    if begun:
        return (*needed, *(name for name in begun[0] if name not in given))
    return (*needed, " or ".join(" and ".join(group) for group in method.alternatives))


def _required(method: Method) -> list[str]:
    grouped = {name for group in method.alternatives for name in group}
    return [
        p.name
        for p in method.parameters
        if p.default is None and not p.optional and p.name not in grouped
    ]


def _check_names(method: Method, inputs: Inputs) -> None:
    names = [parameter.name for parameter in method.parameters]
    for name in inputs:
        if name not in names:
            raise Invalid(f"{method.name} has no input '{name}': it takes {', '.join(names)}")
    absent = missing(method, list(inputs))
    if absent:
        raise Invalid(f"{method.name} lacks {', '.join(absent)}: give it")
    chosen = {name for group in method.alternatives for name in group if name in inputs}
    if chosen and chosen not in [set(group) for group in method.alternatives]:
        ways = " or ".join(" and ".join(group) for group in method.alternatives)
        raise Invalid(f"{method.name} was given {', '.join(sorted(chosen))}: give either {ways}")


def _used(method: Method, inputs: Inputs) -> list[Parameter]:
    return [p for p in method.parameters if p.name in inputs or p.default is not None]


def _read(method: Method, inputs: Inputs) -> tuple[dict[str, str], dict[str, Figure]]:
    """The inputs that are words, and those that are numbers, with the defaults filled in."""
    words: dict[str, str] = {}
    figures: dict[str, Figure] = {}
    for parameter in _used(method, inputs):
        entered = inputs.get(parameter.name, parameter.default or "")
        if parameter.choices:
            words[parameter.name] = _choice(parameter, entered)
        else:
            figures[parameter.name] = _figure(parameter, entered)
    return words, figures


def _choice(parameter: Parameter, entered: Figure | str) -> str:
    if isinstance(entered, str) and entered in parameter.choices:
        return entered
    known = " or ".join(parameter.choices)
    raise Invalid(f"{parameter.name} '{entered!s:.40}' is unknown: choose {known}")


def _figure(parameter: Parameter, entered: Figure | str) -> Figure:
    if isinstance(entered, str):
        try:
            # Read as signed, a 0 passes; what is below 0 is read again, to be refused.
            figure = parse_figure(entered, parameter.unit, signed=parameter.zero)
            return figure if figure.low >= 0 else parse_figure(entered, parameter.unit)
        except Invalid as error:
            raise Invalid(f"{parameter.name} {error.message}") from None
    if entered.unit != parameter.unit:
        wanted = parameter.unit or "a bare number"
        raise Invalid(f"{parameter.name} is in {entered.unit or 'no unit'}: give {wanted}")
    return entered


def _quantity(name: str, figure: Figure) -> Quantity:
    try:
        quantity = figure_quantity(figure)
    except Invalid as error:
        raise Invalid(f"{name} {error.message}") from None
    if name in COUNTED and quantity.is_exact and not quantity.median.is_integer():
        raise Invalid(f"{name} '{figure.text}' is no whole number: give the count of one model")
    if name == "expansion" and not quantity.is_exact:
        raise Invalid(f"expansion '{figure.text}' has a range: give one number")
    if name == "pue":
        _check_pue(figure)
    return quantity


def _check_pue(figure: Figure) -> None:
    if figure.kind == "alternatives":
        for _, part in figure.parts:
            _check_pue(part)
    elif figure_quantity(figure).median < 1:
        raise Invalid(f"pue '{figure.text}' is below 1: give the building's power over the chips'")


def _assumed(
    method: Method,
    inputs: Inputs,
    figures: Mapping[str, Figure],
    quantities: Mapping[str, Quantity],
) -> list[str]:
    """What was taken for granted in reading the inputs, a line each."""
    lines = [
        f"{p.name}: {p.default}, as none was given"
        for p in method.parameters
        if p.default is not None and p.name not in inputs
    ]
    for name, figure in figures.items():
        if figure.kind == "range":
            level = format_number(figure.level * 100)
            shape = "lognormal" if figure.low > 0 else "normal"
            shape = "exact" if quantities[name].is_exact else shape
            lines.append(f"{name}: a {level} % interval, {shape}")
        elif figure.kind == "alternatives":
            weights = {weight for weight, _ in figure.parts}
            how = "equally likely" if len(weights) == 1 else "with the probabilities given"
            lines.append(f"{name}: {len(figure.parts)} alternatives, {how}")
        elif figure.approximate:
            lines.append(f"{name}: ~ is read as within a factor of {APPROXIMATE} (90 %)")
        if quantities[name].shape == "truncated":
            lines.append(f"{name}: what lies above 1 is cut off")
    if sum(not quantity.is_exact for quantity in quantities.values()) > 1:
        lines.append(INDEPENDENT)
    return lines


def _shown(
    parameter: Parameter,
    figures: Mapping[str, Figure],
    quantities: Mapping[str, Quantity],
    words: Mapping[str, str],
) -> Mapping[str, object]:
    name = parameter.name
    if name in words:
        return {"entered": words[name]}
    quantity = quantities[name]
    if figures[name].kind == "bound":
        lower = figures[name].high == math.inf
        ends = {"low": quantity.median if lower else None, "median": None}
        ends["high"] = None if lower else quantity.median
        return {"entered": figures[name].text, **ends, "unit": parameter.unit}
    return {
        "entered": figures[name].text,
        "low": _not_below_zero(quantity.low),
        "median": quantity.median,
        "high": quantity.high,
        "unit": parameter.unit,
    }
