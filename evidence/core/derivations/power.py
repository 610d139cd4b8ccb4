"""The power that a cluster draws."""

from __future__ import annotations

from evidence.core.derivations.chip_time import CHIPS, POWER_PER_CHIP, PUE
from evidence.core.derivations.method import Method
from evidence.core.quantity import Quantity, exact

NO_OVERHEAD = exact(1.0)


def power(*, chips: Quantity, power_per_chip: Quantity, pue: Quantity = NO_OVERHEAD) -> Quantity:
    """Chips x power a chip x power usage effectiveness.

    Power a chip includes its share of the server and the network; the effectiveness (PUE) is the
    building's power over the machines'.

    Source: SemiAnalysis 2024, 100,000 H100 Clusters, critical IT power (700 W a GPU, 575 W for
    the rest of the server).

    100,000 H100 of 700 + 575 W, with a tenth for storage and network:

    >>> watts = power(chips=exact(1e5), power_per_chip=exact(1275.0), pue=exact(1.1))
    >>> f"{watts.median / 1e6:.2f} MW"
    '140.25 MW'
    """
    return chips.times(power_per_chip).times(pue, "W")


METHOD = Method(
    name="power",
    output="power",
    unit="W",
    function=power,
    parameters=(CHIPS, POWER_PER_CHIP, PUE),
)
