"""How long a run takes on given machines."""

from __future__ import annotations

from evidence.core.derivations.chip_time import CHIPS, COMPUTE, PEAK, UTILIZATION
from evidence.core.derivations.method import Method
from evidence.core.quantity import Quantity


def duration(
    *, compute: Quantity, chips: Quantity, peak: Quantity, utilization: Quantity
) -> Quantity:
    """Compute / (chips x peak of a chip x utilization).

    Source: the hardware method solved for time (Epoch AI, AI models documentation, Estimation).

    Llama 4 Behemoth, 5.184e25 FLOP on 32,000 chips at 390 TFLOP/s each:

    >>> from evidence.core.quantity import exact
    >>> seconds = duration(
    ...     compute=exact(5.184e25),
    ...     chips=exact(32e3),
    ...     peak=exact(390e12),
    ...     utilization=exact(1.0),
    ... )
    >>> f"{seconds.median / 86400:.1f} days"
    '48.1 days'
    """
    return compute.over(chips.times(peak).times(utilization), "s")


METHOD = Method(
    name="duration",
    output="training_time",
    unit="s",
    function=duration,
    parameters=(COMPUTE, CHIPS, PEAK, UTILIZATION),
)
