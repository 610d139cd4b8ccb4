"""What is suspicious about the inputs of a method and about its result, as warnings."""

from __future__ import annotations

from collections.abc import Mapping

from evidence.core.derivations.method import Method
from evidence.core.numbers import format_number
from evidence.core.quantity import Quantity


def doubts_of(
    method: Method,
    quantities: Mapping[str, Quantity],
    output: Quantity,
    words: Mapping[str, str],
) -> tuple[str, ...]:
    """What is suspicious about a utilization or a pue, given or worked out, or a solved law."""
    if method.cautions is not None:
        return method.cautions(output, quantities, words)
    known = {**quantities, method.output: output}
    found = _of_utilization(method, known) if "utilization" in known else ()
    return (*found, *_of_pue(known["pue"])) if "pue" in known else found


def _of_utilization(method: Method, known: Mapping[str, Quantity]) -> tuple[str, ...]:
    from evidence.core.derivations.utilization import doubts, known_of

    if method.output == "utilization":
        return doubts(known["utilization"], known_of(known.get("compute"), known))
    return doubts(known["utilization"])


def _of_pue(pue: Quantity) -> tuple[str, ...]:
    if pue.low >= 1:
        return ()
    return (f"pue reaches {format_number(pue.low)}: below 1 it is impossible",)
