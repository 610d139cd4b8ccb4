"""Published laws of the loss that a model reaches, and what they say is the best use of compute.

Sparse and dense law of one paper: Krajewski, Ludziejewski et al. 2024, Scaling Laws for
Fine-Grained Mixture of Experts (arXiv 2402.07871), with the constants as printed there (rounded).
Dense laws: Hoffmann et al. 2022, Training Compute-Optimal Large Language Models (arXiv
2203.15556), and Besiroglu et al. 2024, Chinchilla Scaling: A replication attempt (arXiv
2404.10102).

Losses are in nats a token, compute in FLOP. Optima are found at full accuracy: of a dense law in
closed form, of a mixture of experts by the secant method on the balance of both derivatives.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from evidence.core.errors import Invalid
from evidence.core.numbers import format_number

GRANULARITIES = (1, 2, 4, 8, 16, 32, 64, 128)
"""Granularities that are searched."""

LEAST, MOST = 1e15, 1e35
"""Compute outside of which no answer is given: ten orders beyond any fit and any plan."""

FITTED_LOW, FITTED_HIGH = 3.2e17, 2.1e19
"""Compute of the experiments of Krajewski et al.: Eq. 10 on the configurations of Table 3."""


class MoeLaw(NamedTuple):
    """Constants of L(N, D, G) = c + (g/G^gamma + a)/N^alpha + b/D^beta, N the total parameters."""

    a: float
    alpha: float
    b: float
    beta: float
    g: float
    gamma: float
    c: float


class DenseLaw(NamedTuple):
    """Constants of L(N, D) = c + a/N^alpha + b/D^beta."""

    a: float
    alpha: float
    b: float
    beta: float
    c: float


MOE_64 = MoeLaw(18.1, 0.115, 30.8, 0.147, 2.1, 0.58, 0.47)
"""Krajewski et al. 2024, Table 1: expansion rate 64."""

MOE_16 = MoeLaw(19.64, 0.124, 57.07, 0.169, 1.18, 0.986, 0.472)
"""Krajewski et al. 2024, Table 8 (Appendix D): expansion rate 16."""

MOE_HELD_OUT = MoeLaw(17.6, 0.114, 26.7, 0.14, 2.07, 0.57, 0.472)
"""Krajewski et al. 2024, Table 5 (Appendix B): expansion rate 64, a fifth of the runs held out."""

BY_EXPANSION = "by-expansion"
MOE_FITS: Mapping[str, MoeLaw] = {
    "table-1": MOE_64,
    "table-5": MOE_HELD_OUT,
    "table-8": MOE_16,
}
"""The published fits by the table that prints them."""

DENSE_OF_MOE = DenseLaw(16.3, 0.126, 26.7, 0.127, 0.47)
"""Krajewski et al. 2024, Table 1: the dense models of the same experiments."""

DENSE_LAWS: Mapping[str, DenseLaw] = {
    "hoffmann": DenseLaw(406.4, 0.34, 410.7, 0.28, 1.69),
    "besiroglu": DenseLaw(482.01, 0.3478, 2085.43, 0.3658, 1.8172),
}
"""Hoffmann et al. 2022, Approach 3; Besiroglu et al. 2024, the refit of the same data."""

ROUTING = 14.0
"""FLOP of the router for one expert and one dimension (c_r, between 6 and 20 in the paper)."""


class MoeOptimum(NamedTuple):
    """The mixture of experts of least loss at a compute."""

    parameters_active: float
    training_tokens: float
    granularity: int
    experts: float
    tokens_per_active_parameter: float
    loss: float
    dense_compute_multiplier: float
    """How many times the compute a dense model needs for the same loss."""


class DenseOptimum(NamedTuple):
    """The dense model of least loss at a compute."""

    parameters: float
    training_tokens: float
    tokens_per_parameter: float
    loss: float


def moe_loss(parameters: float, tokens: float, granularity: float, law: MoeLaw = MOE_64) -> float:
    """Loss of a mixture of experts with this many parameters in total (Eq. 9).

    >>> f"{moe_loss(43e12, 7.94e12, 64):.4f}"
    '1.3558'
    """
    of_size = (law.g / math.pow(granularity, law.gamma) + law.a) / math.pow(parameters, law.alpha)
    return law.c + of_size + law.b / math.pow(tokens, law.beta)


def dense_loss(parameters: float, tokens: float, law: DenseLaw = DENSE_OF_MOE) -> float:
    """Loss of a dense model."""
    return law.c + law.a / math.pow(parameters, law.alpha) + law.b / math.pow(tokens, law.beta)


def total_parameters(active: float, expansion: float = 64.0) -> float:
    """Total parameters of a mixture with this many active: N_act (8 E + 4)/12 (Section 6.1).

    At an expansion rate of 64 they are 43 times the active ones, not 64 times.
    """
    return active * (8 * expansion + 4) / 12


def moe_flop_per_token(active: float, granularity: float, expansion: float = 64.0) -> float:
    """FLOP a token: (12 d^2 6 + d E G 14) n, with d = 64 n and N_act = 12 d^2 n (Eq. 10).

    >>> f"{moe_flop_per_token(1e12, 64) * 7.94e12:.4g}"
    '4.981e+25'
    """
    depth = math.pow(active / (12 * 64 * 64), 1 / 3)
    width = 64 * depth
    return (12 * width * width * 6 + width * expansion * granularity * ROUTING) * depth


def moe_law(expansion: float, fit: str = BY_EXPANSION) -> MoeLaw:
    """The constants of a fit; of none in particular those of 16 at 16, those of 64 elsewhere."""
    if fit == BY_EXPANSION:
        return MOE_16 if expansion == 16 else MOE_64
    if fit not in MOE_FITS:
        raise Invalid(f"no fit '{fit:.40}': choose {', '.join(MOE_FITS)}")
    return MOE_FITS[fit]


def moe_optimum(compute: float, expansion: float = 64.0, fit: str = BY_EXPANSION) -> MoeOptimum:
    """The best mixture of experts at a compute, granularity among powers of two up to 128.

    Raises Invalid for a compute or an expansion rate about which the law says nothing.

    >>> best = moe_optimum(5e25)
    >>> f"{best.parameters_active:.3g} {best.training_tokens:.3g} {best.granularity}"
    '1.02e+12 7.83e+12 64'
    """
    checked(compute)
    if not 1 <= expansion <= 4096:
        raise Invalid(f"expansion {format_number(expansion)}: give a rate from 1 to 4096")
    law = moe_law(expansion, fit)
    candidates = [at_granularity(compute, g, expansion, law) for g in GRANULARITIES]
    loss, active, granularity = min(candidates)
    tokens = compute / moe_flop_per_token(active, granularity, expansion)
    return MoeOptimum(
        active,
        tokens,
        granularity,
        granularity * expansion,
        tokens / active,
        loss,
        dense_compute(loss) / compute,
    )


def at_granularity(
    compute: float, granularity: int, expansion: float, law: MoeLaw
) -> tuple[float, float, int]:
    """Least loss at one granularity, with the active parameters that reach it.

    The balance is nearly a straight line, so that a few secants reach the last digit.
    """
    before, here = math.log(compute) / 2 - 1, math.log(compute) / 2
    value = _balance(math.exp(before), compute, granularity, expansion, law)
    for _ in range(40):
        last, value = value, _balance(math.exp(here), compute, granularity, expansion, law)
        if value == last:
            break
        before, here = here, here - value * (here - before) / (value - last)
    active = math.exp(here)
    tokens = compute / moe_flop_per_token(active, granularity, expansion)
    loss = moe_loss(total_parameters(active, expansion), tokens, granularity, law)
    return loss, active, granularity


def _balance(
    active: float, compute: float, granularity: int, expansion: float, law: MoeLaw
) -> float:
    """What more parameters cost in data over what they gain, as a logarithm; 0 at the best.

    Both are derivatives of the loss by ln N_act at fixed compute. FLOP a token have one part that
    grows as N_act and one, the router's, as N_act^(2/3).
    """
    per_token = moe_flop_per_token(active, granularity, expansion)
    elasticity = 2 / 3 + 1 / 3 * (6 * active / per_token)
    size = law.g / math.pow(granularity, law.gamma) + law.a
    gain = law.alpha * size / math.pow(total_parameters(active, expansion), law.alpha)
    cost = law.beta * elasticity * law.b / math.pow(compute / per_token, law.beta)
    return math.log(cost / gain)


def dense_optimum(compute: float, law: str = "hoffmann") -> DenseOptimum:
    """The best dense model at a compute, C = 6 N D; raises Invalid for an unknown law.

    N = (a alpha / (b beta) (C/6)^beta)^(1/(alpha + beta)), where both derivatives are equal.

    >>> f"{dense_optimum(5.76e23).tokens_per_parameter:.1f}"
    '92.6'
    >>> f"{dense_optimum(5.76e23, law='besiroglu').tokens_per_parameter:.1f}"
    '18.4'
    """
    checked(compute)
    if law not in DENSE_LAWS:
        raise Invalid(f"no dense law '{law}': choose {' or '.join(DENSE_LAWS)}")
    return _dense_best(compute, DENSE_LAWS[law])


def dense_compute(loss: float, law: DenseLaw = DENSE_OF_MOE) -> float:
    """The least compute at which a dense model reaches a loss.

    At the optimum both terms fall as C^(-alpha beta/(alpha + beta)), so that one solved compute
    gives every other.
    """
    reference = 1e20
    reached = _dense_best(reference, law).loss - law.c
    exponent = (law.alpha + law.beta) / (law.alpha * law.beta)
    return reference * math.pow(reached / (loss - law.c), exponent)


def _dense_best(compute: float, law: DenseLaw) -> DenseOptimum:
    ratio = law.a * law.alpha / (law.b * law.beta)
    parameters = math.pow(ratio * math.pow(compute / 6, law.beta), 1 / (law.alpha + law.beta))
    tokens = compute / (6 * parameters)
    loss = dense_loss(parameters, tokens, law)
    return DenseOptimum(parameters, tokens, tokens / parameters, loss)


def extrapolation(
    compute: float, fitted_low: float = FITTED_LOW, fitted_high: float = FITTED_HIGH
) -> float:
    """How many times outside the fitted range a compute lies; 1 inside it.

    >>> extrapolation(1e18), round(extrapolation(2.1e25) / 1e6, 9)
    (1.0, 1.0)
    """
    return max(1.0, compute / fitted_high, fitted_low / compute)


def checked(compute: float) -> None:
    """Raise Invalid for a compute about which no law says anything."""
    if not LEAST <= compute <= MOST:
        raise Invalid(f"compute {format_number(compute)}: give 1e15 to 1e35 FLOP for a law")
