"""Training compute from a measured throughput and the machines' time."""

from __future__ import annotations

from evidence.core.derivations.chip_time import CHIP_TIME, EITHER, chip_seconds
from evidence.core.derivations.method import Method, Parameter
from evidence.core.quantity import Quantity


def throughput_time(
    *,
    throughput_per_chip: Quantity,
    chips: Quantity | None = None,
    time: Quantity | None = None,
    chip_hours: Quantity | None = None,
) -> Quantity:
    """Throughput of a chip x chips x time (or chip-hours x 3600).

    Whether attention is counted, causal or not, is the throughput's own convention.

    Source: DeepSeek-AI 2025, Insights into DeepSeek-V3 (arXiv 2505.09343), Table 4, states
    throughputs of this kind.

    DeepSeek-V3, 385 TFLOP/s (causal) over 2.664M H800-hours:

    >>> from evidence.core.quantity import exact
    >>> flop = throughput_time(chip_hours=exact(2.664e6), throughput_per_chip=exact(385e12))
    >>> f"{flop.median:.4g} {flop.unit}"
    '3.692e+24 FLOP'
    """
    return throughput_per_chip.times(chip_seconds(chips, time, chip_hours), "FLOP")


METHOD = Method(
    name="throughput-time",
    output="training_compute",
    unit="FLOP",
    function=throughput_time,
    parameters=(
        Parameter(
            "throughput_per_chip",
            "throughput_per_chip",
            "FLOP/s",
            "measured rate of a chip, such as 385 TFLOP/s",
        ),
        *CHIP_TIME,
    ),
    alternatives=EITHER,
)
