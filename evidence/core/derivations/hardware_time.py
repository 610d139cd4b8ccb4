"""Training compute from the machines, their time and how well they were used."""

from __future__ import annotations

from evidence.core.derivations.chip_time import CHIP_TIME, EITHER, PEAK, UTILIZATION, chip_seconds
from evidence.core.derivations.method import Method
from evidence.core.quantity import Quantity


def hardware_time(
    *,
    peak: Quantity,
    utilization: Quantity,
    chips: Quantity | None = None,
    time: Quantity | None = None,
    chip_hours: Quantity | None = None,
) -> Quantity:
    """Chips x time (or chip-hours x 3600) x peak of a chip x utilization.

    Peak and utilization belong together: 39 % of the dense bf16 peak and 19 % of the dense fp8
    peak are the same throughput.

    Source: Epoch AI, AI models documentation, Estimation (hardware details and usage).

    DeepSeek-V3, 2.664M H800-hours at 40 % of the dense bf16 peak:

    >>> from evidence.core.quantity import exact
    >>> flop = hardware_time(
    ...     chip_hours=exact(2.664e6), peak=exact(989e12), utilization=exact(0.4)
    ... )
    >>> f"{flop.median:.4g} {flop.unit}"
    '3.794e+24 FLOP'
    """
    return chip_seconds(chips, time, chip_hours).times(peak).times(utilization, "FLOP")


METHOD = Method(
    name="hardware-time",
    output="training_compute",
    unit="FLOP",
    function=hardware_time,
    parameters=(*CHIP_TIME, PEAK, UTILIZATION),
    alternatives=EITHER,
    convention="hardware",
)
