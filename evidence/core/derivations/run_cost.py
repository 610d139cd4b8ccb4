"""What the chip time of a training run costs to rent."""

from __future__ import annotations

from evidence.core.derivations.chip_time import HOUR, PEAK, UTILIZATION
from evidence.core.derivations.cost import METHOD as COST
from evidence.core.derivations.method import Method
from evidence.core.derivations.operation_count import METHOD as COUNT
from evidence.core.derivations.operation_count import operation_count
from evidence.core.quantity import Quantity


def run_cost(
    *,
    parameters: Quantity,
    tokens: Quantity,
    peak: Quantity,
    utilization: Quantity,
    price_per_chip_hour: Quantity,
) -> Quantity:
    """6 x parameters x tokens / (peak x utilization) x price a chip and hour.

    Source: operation counting of Kaplan et al. 2020 (arXiv 2001.08361), 2.1, over the hardware
    method of Epoch AI; prices a chip-hour as in DeepSeek-AI 2024 (arXiv 2412.19437), Table 1.

    DeepSeek-V3 at 2 USD an H800-hour and 34.6 % of the dense bf16 peak:

    >>> from evidence.core.quantity import exact
    >>> dollars = run_cost(
    ...     parameters=exact(37e9),
    ...     tokens=exact(14.8e12),
    ...     peak=exact(989e12),
    ...     utilization=exact(0.346),
    ...     price_per_chip_hour=exact(2.0),
    ... )
    >>> f"{dollars.median / 1e6:.2f}M {dollars.unit}"
    '5.33M USD'
    """
    seconds = operation_count(parameters=parameters, tokens=tokens).over(peak.times(utilization))
    return seconds.scaled(1 / HOUR).times(price_per_chip_hour, "USD")


METHOD = Method(
    name="run-cost",
    output="cost",
    unit="USD",
    function=run_cost,
    parameters=(
        COUNT.parameter("parameters"),
        COUNT.parameter("tokens"),
        PEAK,
        UTILIZATION,
        COST.parameter("price_per_chip_hour"),
    ),
    notes=("the final run alone: no research, no failed runs, no data", *COUNT.notes),
    calculator_only=True,
)
