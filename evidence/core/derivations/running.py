"""Running a method on figures as they were entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evidence.core.derivations.method import Method, Parameter, Result
from evidence.core.errors import Invalid
from evidence.core.numbers import Figure, format_number, parse_figure
from evidence.core.quantity import APPROXIMATE, Quantity, figure_quantity

Inputs = Mapping[str, Figure | str]


def run_method(method: Method, inputs: Inputs, assumptions: Sequence[str] = ()) -> Result:
    """Work out a method on given inputs; raises Invalid for a missing, spare or wrong one.

    A text is read in the unit of its parameter. `assumptions` are said first in the result's.
    """
    _check_names(method, inputs)
    words, figures = _read(method, inputs)
    quantities = {name: _quantity(name, figure) for name, figure in figures.items()}
    said = (*assumptions, *method.notes, *_assumed(method, inputs, figures, quantities))
    shown = {p.name: _shown(p, figures, quantities, words) for p in _used(method, inputs)}
    if method.figures is None:
        output = method.function(**quantities, **words)
        return Result(
            method=method.name,
            quantity=method.output,
            unit=method.unit,
            low=output.low,
            median=output.median,
            high=output.high,
            computed="exact",
            inputs=shown,
            assumptions=said,
            warnings=_doubts(method, quantities, output),
        )
    return _run_law(method, quantities, words, shown, said)


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
            return parse_figure(entered, parameter.unit)
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
    if name == "expansion" and not quantity.is_exact:
        raise Invalid(f"expansion '{figure.text}' has a range: give one number")
    if name == "pue" and quantity.median < 1:
        raise Invalid(f"pue '{figure.text}' is below 1: give the building's power over the chips'")
    return quantity


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
            lines.append(f"{name}: a {level} % interval, {quantities[name].shape}")
        elif figure.approximate:
            lines.append(f"{name}: ~ is read as within a factor of {APPROXIMATE} (90 %)")
    if sum(not quantity.is_exact for quantity in quantities.values()) > 1:
        lines.append("the ranges are taken to be independent of each other")
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
    return {
        "entered": figures[name].text,
        "low": quantity.low,
        "median": quantity.median,
        "high": quantity.high,
        "unit": parameter.unit,
    }


def _doubts(
    method: Method, quantities: Mapping[str, Quantity], output: Quantity
) -> tuple[str, ...]:
    if method.output != "utilization" and "utilization" not in quantities:
        return ()
    from evidence.core.derivations.utilization import doubts, known_of

    if method.output == "utilization":
        return doubts(output, known_of(quantities.get("compute"), quantities))
    return doubts(quantities["utilization"])


def _run_law(
    method: Method,
    quantities: Mapping[str, Quantity],
    words: Mapping[str, str],
    shown: Mapping[str, Mapping[str, object]],
    said: Sequence[str],
) -> Result:
    """A law at the median of compute and, where that has a range, at its ends."""
    if "compute" not in quantities:
        from evidence.core.derivations.forward import run_forward

        result = run_forward(method, quantities, words, shown, said)
        return result._replace(warnings=_beyond(result.extra, quantities, words))
    compute = quantities["compute"]
    others = {n: q.median for n, q in quantities.items() if n != "compute"}
    middle = _figures(method, compute.median, others, words)
    low, high = middle, middle
    ranges: dict[str, tuple[float, float]] = {}
    if not compute.is_exact:
        low = _figures(method, compute.low, others, words)
        high = _figures(method, compute.high, others, words)
        ranges = {name: _sorted(low[name], high[name]) for name in middle}
        said = (*said, "figures are those at the 5, 50 and 95 % quantiles of compute")
    return Result(
        method=method.name,
        quantity=method.output,
        unit=method.unit,
        low=min(low[method.output], high[method.output]),
        median=middle[method.output],
        high=max(low[method.output], high[method.output]),
        computed="exact",
        inputs=shown,
        assumptions=tuple(said),
        warnings=_beyond(middle, quantities, words),
        extra=middle,
        ranges=ranges,
    )


def _sorted(one: float, other: float) -> tuple[float, float]:
    """Ends in order: a figure that falls with compute is lowest where compute is highest."""
    return min(one, other), max(one, other)


def _figures(
    method: Method, compute: float, others: Mapping[str, float], words: Mapping[str, str]
) -> Mapping[str, float]:
    if method.figures is None:
        raise TypeError(f"{method.name} is no law")
    return method.figures(compute=compute, **others, **words)


def _beyond(
    figures: Mapping[str, float], quantities: Mapping[str, Quantity], words: Mapping[str, str]
) -> tuple[str, ...]:
    """Where a law is used outside of what it was fitted on, as warnings."""
    from evidence.core.derivations.moe_scaling import unfitted
    from evidence.core.derivations.scaling_laws import FITTED_HIGH, FITTED_LOW, GRANULARITIES

    lines = []
    factor = figures.get("extrapolation", 1.0)
    if factor > 1:
        weight = ", so it is indirect" if factor > 10 else ""
        lines.append(
            f"compute is {format_number(factor)} times outside the fitted"
            f" {format_number(FITTED_LOW, 2)} to {format_number(FITTED_HIGH, 2)} FLOP{weight}"
        )
    if "expansion" in quantities:
        lines += unfitted(quantities["expansion"].median, words.get("fit", ""))
    if figures.get("granularity") == GRANULARITIES[-1]:
        lines.append("granularity is at the end of the searched range")
    return tuple(lines)
