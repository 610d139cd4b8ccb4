"""The methods that work a number out from others: one a file, listed in `METHODS`.

A method gives the plain formula on the numbers it is handed. How far reality may be from the
formula (its term) is added by `with_method_term` when an estimate answers a claim.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from evidence.core.derivations.method import Method, Parameter, Result
from evidence.core.errors import Invalid
from evidence.core.quantity import Quantity

_ROUTES: Mapping[str, str] = {
    "operation-count": "training_compute",
    "hardware-time": "training_compute",
    "throughput-time": "training_compute",
    "utilization": "utilization",
    "duration": "training_time",
    "power": "power",
    "energy": "energy",
    "cost": "cost",
    "equivalence": "h100_equivalent",
}
"""The methods that records fill, with the attribute that each gives."""
NAMES: tuple[str, ...] = (
    *_ROUTES,
    "attention",
    "exact-count",
    "recomputation",
    "multimodal",
    "fine-tune",
    "precision-change",
    "run-cost",
    "run-power",
    "moe-scaling",
    "dense-scaling",
)
"""Every method's name, in the order in which lists show them; its file is of the same name."""

if TYPE_CHECKING:
    from evidence.core.derivations.running import Inputs
    from evidence.core.evaluating import Correlation, Plan

    METHODS: tuple[Method, ...]
    """Every method, in that order."""
    ROUTES: tuple[Method, ...]
    """Those that records fill; the others are asked for by name."""


def __getattr__(name: str) -> Any:
    """`METHODS` and `ROUTES`, whose files are read when asked for: a calculation needs only one."""
    if name in ("METHODS", "ROUTES"):
        return tuple(method_named(each) for each in (NAMES if name == "METHODS" else _ROUTES))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def routes_giving(attribute: str) -> tuple[Method, ...]:
    """Those of ROUTES that give an attribute; the files of the others are not read."""
    return tuple(method_named(name) for name, output in _ROUTES.items() if output == attribute)


@cache
def method_named(name: str) -> Method:
    """The method of that name; raises Invalid, listing the names, for any other."""
    if name not in NAMES:
        raise Invalid(f"no method '{name:.40}': choose {', '.join(NAMES)}")
    module = import_module(f"{__name__}.{name.replace('-', '_')}")
    method: Method = module.METHOD
    return method


def run(
    name: str,
    inputs: Inputs,
    assumptions: Sequence[str] = (),
    correlations: Sequence[Correlation] = (),
    plan: Plan | None = None,
) -> Result:
    """Work out the method of that name on given figures or texts; raises Invalid.

    >>> result = run("operation-count", {"parameters": "37B", "tokens": "14.8T"})
    >>> f"{result.median:.5g} {result.unit}"
    '3.2856e+24 FLOP'
    """
    from evidence.core.derivations.running import run_method

    return run_method(method_named(name), inputs, assumptions, correlations, plan)


def with_method_term(method: str, quantity: Quantity, convention: str | None) -> Quantity:
    """A derived estimate with its method's own spread, for a claim that counts by a convention.

    Operation counting x 1.00 to 1.25, unless the claim counts by `6nd`; every other method x/÷
    1.1. The term is independent: log half-widths combine in quadrature.
    """
    known = method_named(method)
    if convention in known.term_omitted_for:
        return quantity
    return quantity.one_sided(*known.term)


__all__ = [
    "METHODS",
    "NAMES",
    "ROUTES",
    "Method",
    "Parameter",
    "Result",
    "method_named",
    "routes_giving",
    "run",
    "with_method_term",
]
