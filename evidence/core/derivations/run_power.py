"""The power that a training run draws when it has to be done within a time."""

from __future__ import annotations

from evidence.core.derivations.chip_time import (
    COMPUTE,
    PEAK,
    POWER_PER_CHIP,
    PUE,
    TIME,
    UTILIZATION,
)
from evidence.core.derivations.method import Method
from evidence.core.derivations.power import NO_OVERHEAD
from evidence.core.quantity import Quantity


def run_power(
    *,
    compute: Quantity,
    time: Quantity,
    peak: Quantity,
    utilization: Quantity,
    power_per_chip: Quantity,
    pue: Quantity = NO_OVERHEAD,
) -> Quantity:
    """Compute / (time x peak x utilization) x power a chip x power usage effectiveness.

    The first factor is the number of chips that the run needs.

    Source: the hardware method solved for chips (Epoch AI, AI models documentation, Estimation);
    power a chip as in SemiAnalysis 2024, 100,000 H100 Clusters.

    4e26 FLOP in 4 months at 40 % of the H100's dense bf16 peak, 1.4 kW a chip:

    >>> from evidence.core.quantity import exact
    >>> watts = run_power(
    ...     compute=exact(4e26),
    ...     time=exact(4 * 365.25 / 12 * 86400),
    ...     peak=exact(989.4e12),
    ...     utilization=exact(0.4),
    ...     power_per_chip=exact(1400.0),
    ... )
    >>> f"{watts.median / 1e6:.1f} MW"
    '134.5 MW'
    """
    chips = compute.over(time.times(peak).times(utilization), "chip")
    return chips.times(power_per_chip).times(pue, "W")


METHOD = Method(
    name="run-power",
    output="power",
    unit="W",
    function=run_power,
    parameters=(COMPUTE, TIME, PEAK, UTILIZATION, POWER_PER_CHIP, PUE),
    calculator_only=True,
)
