"""Chip time: the two ways of stating it, and the inputs that methods share."""

from __future__ import annotations

from evidence.core.derivations.method import Parameter
from evidence.core.quantity import Quantity

HOUR = 3600.0

CHIPS = Parameter("chips", "chips", "chip", "number of chips, such as 2048")
TIME = Parameter("time", "training_time", "s", "duration, such as 54 days")
CHIP_HOURS = Parameter("chip_hours", "chip_hours", "chip*h", "chip-hours, such as 2.664M")
COMPUTE = Parameter("compute", "training_compute", "FLOP", "operations, such as 3.8e25")
UTILIZATION = Parameter("utilization", "utilization", "share", "share of the peak, such as 40%")
POWER_PER_CHIP = Parameter(
    "power_per_chip", "power_per_chip", "W", "power a chip with its server, such as 1.4 kW"
)
PUE = Parameter(
    "pue", "", "", "power of the building over power of the machines, such as 1.25", default="1"
)
PEAK = Parameter(
    "peak",
    "peak_throughput",
    "FLOP/s",
    "dense peak of a chip in the number format used, such as 989 TFLOP/s",
)

CHIP_TIME = (CHIPS, TIME, CHIP_HOURS)
EITHER = (("chips", "time"), ("chip_hours",))


def chip_seconds(
    chips: Quantity | None, time: Quantity | None, chip_hours: Quantity | None
) -> Quantity:
    """Chips x time, or chip-hours x 3600, in chip*s; raises TypeError when neither is given.

    >>> from evidence.core.quantity import exact
    >>> chip_seconds(None, None, exact(2.0, "chip*h")).median
    7200.0
    """
    if chip_hours is not None:
        return chip_hours.scaled(HOUR, "chip*s")
    if chips is None or time is None:
        raise TypeError("chip time takes chips and time, or chip_hours")
    return chips.times(time, "chip*s")
