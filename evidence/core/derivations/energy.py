"""The energy that a run takes."""

from __future__ import annotations

from evidence.core.derivations.chip_time import CHIPS, POWER_PER_CHIP, PUE, TIME
from evidence.core.derivations.method import Method
from evidence.core.derivations.power import NO_OVERHEAD, power
from evidence.core.quantity import Quantity


def energy(
    *,
    chips: Quantity,
    time: Quantity,
    power_per_chip: Quantity,
    pue: Quantity = NO_OVERHEAD,
) -> Quantity:
    """Chips x time x power a chip x power usage effectiveness.

    Source: power x time; the power is that of SemiAnalysis 2024, 100,000 H100 Clusters.

    100,000 H100 of 1275 W for 100 days:

    >>> from evidence.core.quantity import exact
    >>> joules = energy(
    ...     chips=exact(1e5), time=exact(100 * 86400.0), power_per_chip=exact(1275.0)
    ... )
    >>> f"{joules.median / 3.6e12:.0f} GWh"
    '306 GWh'
    """
    return power(chips=chips, power_per_chip=power_per_chip, pue=pue).times(time, "J")


METHOD = Method(
    name="energy",
    output="energy",
    unit="J",
    function=energy,
    parameters=(CHIPS, TIME, POWER_PER_CHIP, PUE),
)
