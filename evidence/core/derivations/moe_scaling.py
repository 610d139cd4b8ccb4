"""The best mixture of experts at a compute."""

from __future__ import annotations

from collections.abc import Mapping

from evidence.core.derivations.chip_time import COMPUTE
from evidence.core.derivations.method import Method, Parameter
from evidence.core.derivations.scaling_laws import extrapolation, moe_optimum
from evidence.core.quantity import Quantity, exact

SIXTY_FOUR = exact(64.0)


def moe_scaling(*, compute: Quantity, expansion: Quantity = SIXTY_FOUR) -> Quantity:
    """Least loss of c + (g/G^gamma + a)/N^alpha + b/D^beta at a compute, over N, D and G.

    The compute-optimal active parameters; `figures` gives the rest. Granularity is searched over
    powers of two from 1 to 128.

    Source: Krajewski, Ludziejewski et al. 2024, Scaling Laws for Fine-Grained Mixture of Experts
    (arXiv 2402.07871), Table 1, Eq. 9 and 10; expansion rate 16: Table 8.

    >>> f"{moe_scaling(compute=exact(5e25)).median:.3g}"
    '1.02e+12'
    """
    best = moe_optimum(compute.median, expansion.median)
    return exact(best.parameters_active, "parameter")


def figures(*, compute: float, expansion: float) -> Mapping[str, float]:
    """Every figure of the optimum, with how far the compute lies outside the fitted range."""
    best = moe_optimum(compute, expansion)._asdict()
    if float(best["experts"]).is_integer():
        best["experts"] = int(best["experts"])
    return best | {"extrapolation": extrapolation(compute)}


METHOD = Method(
    name="moe-scaling",
    output="parameters_active",
    unit="parameter",
    function=moe_scaling,
    figures=figures,
    parameters=(
        COMPUTE,
        Parameter("expansion", "", "", "total over active expert parameters", default="64"),
    ),
    notes=(
        "published constants as rounded in the paper",
        "granularity is searched over powers of two from 1 to 128",
        "the dense multiplier compares with the dense law of the same paper",
    ),
)
