"""The best mixture of experts at a compute, and how far a given one lies from it."""

from __future__ import annotations

from collections.abc import Mapping

from evidence.core.derivations.chip_time import COMPUTE
from evidence.core.derivations.method import Method, Parameter
from evidence.core.derivations.scaling_laws import (
    BY_EXPANSION,
    MOE_FITS,
    dense_compute,
    extrapolation,
    moe_flop_per_token,
    moe_law,
    moe_loss,
    moe_optimum,
    total_parameters,
)
from evidence.core.numbers import format_number
from evidence.core.quantity import Quantity, exact

SIXTY_FOUR = exact(64.0)


def moe_scaling(
    *, compute: Quantity, expansion: Quantity = SIXTY_FOUR, fit: str = BY_EXPANSION
) -> Quantity:
    """Least loss of c + (g/G^gamma + a)/N^alpha + b/D^beta at a compute, over N, D and G.

    The compute-optimal active parameters; `figures` gives the rest. Granularity is searched over
    powers of two from 1 to 128. With active parameters, tokens and granularity in place of the
    compute it runs forward: the loss of that model, its compute by Eq. 10, and the optimum there.

    Source: Krajewski, Ludziejewski et al. 2024, Scaling Laws for Fine-Grained Mixture of Experts
    (arXiv 2402.07871), Table 1, Eq. 9 and 10; expansion rate 16: Table 8; held-out fit: Table 5.

    >>> f"{moe_scaling(compute=exact(5e25)).median:.3g}"
    '1.02e+12'
    """
    best = moe_optimum(compute.median, expansion.median, fit)
    return exact(best.parameters_active, "parameter")


def figures(*, compute: float, expansion: float, fit: str = BY_EXPANSION) -> Mapping[str, float]:
    """Every figure of the optimum, with how far the compute lies outside the fitted range."""
    best = moe_optimum(compute, expansion, fit)._asdict()
    if float(best["experts"]).is_integer():
        best["experts"] = int(best["experts"])
    return best | {"extrapolation": extrapolation(compute)}


def forward(
    *,
    parameters_active: float,
    tokens: float,
    granularity: float,
    expansion: float,
    fit: str = BY_EXPANSION,
) -> Mapping[str, float]:
    """What the law says of a given mixture, beside the best one at the same compute (Eq. 10).

    >>> found = forward(parameters_active=1e12, tokens=7.94e12, granularity=64, expansion=64)
    >>> f"{found['compute']:.3g} {found['loss']:.4f} {found['tokens_per_active_parameter']:.2f}"
    '4.98e+25 1.3558 7.94'
    """
    compute = moe_flop_per_token(parameters_active, granularity, expansion) * tokens
    best = moe_optimum(compute, expansion, fit)
    parameters = total_parameters(parameters_active, expansion)
    loss = moe_loss(parameters, tokens, granularity, moe_law(expansion, fit))
    per_parameter = tokens / parameters_active
    return {
        "compute": compute,
        "parameters": parameters,
        "tokens_per_active_parameter": per_parameter,
        "loss": loss,
        "dense_compute_multiplier": dense_compute(loss) / compute,
        "optimal_parameters_active": best.parameters_active,
        "optimal_training_tokens": best.training_tokens,
        "optimal_granularity": best.granularity,
        "optimal_tokens_per_active_parameter": best.tokens_per_active_parameter,
        "optimal_loss": best.loss,
        "loss_above_optimum": loss - best.loss,
        "tokens_over_optimal": per_parameter / best.tokens_per_active_parameter,
        "extrapolation": extrapolation(compute),
    }


def unfitted(expansion: float, fit: str) -> list[str]:
    """A warning where an expansion rate is not the one that the constants were fitted at."""
    if fit in ("", BY_EXPANSION):
        if expansion in (16, 64):
            return []
        return [
            f"expansion {format_number(expansion)} was not fitted: the constants of 64 are used"
        ]
    fitted = 16 if fit == "table-8" else 64
    if expansion == fitted:
        return []
    return [f"expansion {format_number(expansion)} with the constants of {fitted}, of {fit}"]


def listed_crossovers(*, expansion: float, fit: str) -> list[dict[str, float]]:
    """The computes at which the best granularity changes."""
    from evidence.core.derivations.granularity import crossovers

    return [crossover._asdict() for crossover in crossovers(expansion, fit)]


METHOD = Method(
    name="moe-scaling",
    output="parameters_active",
    unit="parameter",
    function=moe_scaling,
    figures=figures,
    forward=forward,
    crossovers=listed_crossovers,
    parameters=(
        COMPUTE,
        Parameter(
            "parameters_active", "parameters_active", "parameter", "active parameters, such as 37B"
        ),
        Parameter("tokens", "training_tokens", "token", "training tokens, such as 14.8T"),
        Parameter("granularity", "granularity", "", "size of a dense block over that of an expert"),
        Parameter("expansion", "", "", "total over active expert parameters", default="64"),
        Parameter(
            "fit",
            "",
            "",
            "whose constants: Table 1 (expansion 64), 5 (held out) or 8 (expansion 16)",
            default=BY_EXPANSION,
            choices=(BY_EXPANSION, *MOE_FITS),
        ),
    ),
    alternatives=(("compute",), ("parameters_active", "tokens", "granularity")),
    notes=(
        "published constants as rounded in the paper",
        "granularity is searched over powers of two from 1 to 128",
        "the dense multiplier compares with the dense law of the same paper",
    ),
)
