"""A method turned round: one of its inputs worked out from its result and the other inputs.

In a product an input stands with one exponent, so that it has a closed form: the result over the
product of the others, to the power of one over that exponent. A term of a sum is the rest of it,
for numbers without a range. A law is solved for the compute at which its optimum has a given size.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from evidence.core.derivations.law_running import beyond
from evidence.core.derivations.method import Method, Parameter, Result
from evidence.core.derivations.running import Inputs, run_method
from evidence.core.derivations.scaling_laws import LEAST, MOST
from evidence.core.derivations.shape import NEITHER, Points, exponent_of, term_of
from evidence.core.derivations.utilization import IMPOSSIBLE
from evidence.core.errors import Invalid
from evidence.core.numbers import format_number
from evidence.core.quantity import Quantity, exact

Given = Quantity | str


def solve(method: Method, unknown: str, inputs: Inputs, assumptions: Sequence[str] = ()) -> Result:
    """The input `unknown` of a method, whose output is given among the inputs by its name.

    Raises Invalid for what cannot be solved for, and for a missing, spare or wrong input.

    >>> from evidence.core.derivations import method_named
    >>> inputs = {"training_compute": "4e26", "time": "4 months", "peak": "989.4 TFLOP/s"}
    >>> found = solve(method_named("hardware-time"), "chips", inputs | {"utilization": "40%"})
    >>> f"{found.quantity} {found.median:.0f}"
    'chips 96083'
    """
    return run_method(inverted(method, unknown), inputs, assumptions)


def inverted(method: Method, unknown: str) -> Method:
    """The method whose output is one input of a method and whose inputs hold its output.

    Raises Invalid for an input that is no number, and for a law's input other than compute.
    """
    solvable = [p.name for p in method.parameters if not p.choices]
    if method.figures is not None:
        solvable = ["compute"]
    if unknown not in solvable:
        raise Invalid(
            f"{method.name} cannot be solved for '{unknown:.40}': choose {', '.join(solvable)}"
        )
    wanted = method.parameter(unknown)
    function = _inverse(method, wanted) if method.figures is None else _law_inverse(method)
    function.__doc__ = f"{unknown} for which {method.output} is: {method.formula}."
    function.__doc__ += f"\n\nSource: {method.source}."
    output = Parameter(method.output, "", method.unit, f"the {method.output} that is to come out")
    return method._replace(
        output=unknown,
        unit=wanted.unit,
        function=function,
        parameters=(output, *_others(method, unknown)),
        alternatives=_open_alternatives(method, unknown),
        figures=None,
        cautions=_law_cautions(method) if method.figures else None,
        unrefused=None,
        forward=None,
        crossovers=None,
        notes=(*method.notes, f"solved for {unknown}"),
        calculator_only=True,
    )


def _others(method: Method, unknown: str) -> list[Parameter]:
    """The other inputs; of a way that competes with the unknown's own, none."""
    chosen = [group for group in method.alternatives if unknown in group]
    spare = {n for group in method.alternatives for n in group if chosen and group not in chosen}
    return [p for p in method.parameters if p.name != unknown and p.name not in spare]


def _open_alternatives(method: Method, unknown: str) -> tuple[tuple[str, ...], ...]:
    taken = any(unknown in group for group in method.alternatives)
    return () if taken else method.alternatives


def _inverse(method: Method, wanted: Parameter) -> Callable[..., Quantity]:
    formula = method.unrefused or method.function

    def inverse(**given: Given) -> Quantity:
        others = {name: value for name, value in given.items() if name != method.output}
        result = given[method.output]
        assert isinstance(result, Quantity)
        points = _points(formula, wanted, others, 0.25 if wanted.unit == "share" else 1.0)
        exponent = exponent_of(points)
        if exponent:
            share = result.over(points[1.0])
            return _possible(wanted, share.power(1 / exponent, wanted.unit))
        _refuse_ranges(method, wanted, (*others.values(), result))
        found = _term(formula, wanted, others, result.median)
        if found is None:
            raise Invalid(f"{method.name} cannot be solved for '{wanted.name}': {NEITHER}")
        return _possible(wanted, exact(found, wanted.unit))

    return inverse


def _points(
    formula: Callable[..., Quantity], wanted: Parameter, others: Mapping[str, Given], least: float
) -> Points:
    """The result at three values of an input, each twice the one before."""
    return {
        x: formula(**others, **{wanted.name: exact(x, wanted.unit)})
        for x in (least, 2 * least, 4 * least)
    }


def _term(
    formula: Callable[..., Quantity], wanted: Parameter, others: Mapping[str, Given], target: float
) -> float | None:
    """The input that a sum lacks, from values of it that are large enough to be felt."""
    scales = (0.25,) if wanted.unit == "share" else (10.0**n for n in range(0, 40, 2))
    for scale in scales:
        points = _points(formula, wanted, others, scale)
        values = {x: each.median for x, each in points.items()}
        first, *_, last = values.values()
        if wanted.unit == "share" or not 0.7 < last / first < 1.4:
            return term_of(values, target)
    return None


def _refuse_ranges(method: Method, wanted: Parameter, given: Iterable[Given]) -> None:
    # What is left of a range after a range is taken from it may lie below 0.
    if any(isinstance(each, Quantity) and not each.is_exact for each in given):
        name = f"{method.name} is no product in '{wanted.name}'"
        raise Invalid(f"{name}: to solve for it give numbers without a range")


def _possible(wanted: Parameter, solved: Quantity) -> Quantity:
    """A solved input, refused where no run could have it."""
    if wanted.unit == "share" and solved.median > 1:
        raise Invalid(f"{wanted.name} {format_number(solved.median)} needed: {IMPOSSIBLE}")
    if wanted.name == "pue" and solved.median < 1:
        raise Invalid(f"pue {format_number(solved.median)} needed: no building draws less than 1")
    return solved


def _law_inverse(method: Method) -> Callable[..., Quantity]:
    figures = method.figures
    assert figures is not None

    def inverse(**given: Given) -> Quantity:
        size = given[method.output]
        assert isinstance(size, Quantity)
        if not size.is_exact:
            raise Invalid(f"{method.output} has a range: give one number to solve a law")
        others = _others_than(method.output, given)
        return exact(_compute_for(size.median, method.output, figures, others), "FLOP")

    return inverse


def _law_cautions(method: Method) -> Callable[..., tuple[str, ...]]:
    """What the law warns of at the compute that was found."""
    figures = method.figures
    assert figures is not None

    def cautions(
        compute: Quantity, quantities: Mapping[str, Quantity], words: Mapping[str, str]
    ) -> tuple[str, ...]:
        others = _others_than(method.output, {**quantities, **words})
        return beyond(figures(compute=compute.median, **others), quantities, words)

    return cautions


def _others_than(name: str, given: Mapping[str, Given]) -> dict[str, float | str]:
    return {
        key: value.median if isinstance(value, Quantity) else value
        for key, value in given.items()
        if key != name
    }


def _compute_for(
    size: float,
    output: str,
    figures: Callable[..., Mapping[str, float]],
    others: Mapping[str, float | str],
) -> float:
    """The compute whose optimum has a size, by bisection on its logarithm; the size grows."""
    low, high = math.log(LEAST * 1.000001), math.log(MOST * 0.999999)
    ends = [figures(compute=math.exp(end), **others)[output] for end in (low, high)]
    if not ends[0] <= size <= ends[1]:
        span = f"{format_number(ends[0])} to {format_number(ends[1])}"
        raise Invalid(f"{output} {format_number(size)}: give {span}, where the law is answered")
    for _ in range(60):
        middle = (low + high) / 2
        if figures(compute=math.exp(middle), **others)[output] < size:
            low = middle
        else:
            high = middle
    below, above = (figures(compute=math.exp(end), **others)[output] for end in (low, high))
    _refuse_jump(output, size, math.exp(high), below, above)
    return math.exp((low + high) / 2)


def _refuse_jump(output: str, size: float, compute: float, below: float, above: float) -> None:
    """Raise Invalid where the optimum passes over a size, as it does when granularity changes."""
    if above > below * 1.001:
        span = f"{format_number(below, 4)} to {format_number(above, 4)}"
        raise Invalid(
            f"{output} {format_number(size)} is the optimum of no compute:"
            f" at {format_number(compute)} FLOP it jumps from {span}"
        )
