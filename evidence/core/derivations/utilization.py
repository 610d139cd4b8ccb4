"""The share of the peak that a run used, and when such a share cannot be true."""

from __future__ import annotations

from evidence.core.derivations.chip_time import CHIP_TIME, COMPUTE, EITHER, PEAK, chip_seconds
from evidence.core.derivations.method import Method
from evidence.core.errors import Invalid
from evidence.core.numbers import format_number
from evidence.core.quantity import Quantity

SUSPICIOUS = 0.65
"""Above any utilization that training runs have reported."""

IDLE = 0.05
"""Below any utilization that training runs have reported."""


def utilization(
    *,
    compute: Quantity,
    peak: Quantity,
    chips: Quantity | None = None,
    time: Quantity | None = None,
    chip_hours: Quantity | None = None,
) -> Quantity:
    """Compute / (chips x time (or chip-hours x 3600) x peak of a chip).

    Raises Invalid above 1: no run does more than its chips can.

    Source: Chowdhery et al. 2022, PaLM (arXiv 2204.02311), Appendix B, model FLOP utilization.

    Llama 3.1 405B, 3.8e25 FLOP in 30.84M H100-hours of 989.4 TFLOP/s dense bf16:

    >>> from evidence.core.quantity import exact
    >>> share = utilization(
    ...     compute=exact(3.8e25), chip_hours=exact(30.84e6), peak=exact(989.4e12)
    ... )
    >>> f"{share.median:.4f}"
    '0.3459'
    """
    share = _share(compute=compute, peak=peak, chips=chips, time=time, chip_hours=chip_hours)
    if share.median > 1:
        raise Invalid(f"implied utilization {format_number(share.median)}: {IMPOSSIBLE}")
    return share


def _share(
    *,
    compute: Quantity,
    peak: Quantity,
    chips: Quantity | None = None,
    time: Quantity | None = None,
    chip_hours: Quantity | None = None,
) -> Quantity:
    return implied(compute, chip_seconds(chips, time, chip_hours), peak)


IMPOSSIBLE = (
    "more than the stated peak allows; check the peak's number format and sparsity, "
    "total instead of active parameters, chip-hours per trillion tokens instead of the run's"
)


def implied(compute: Quantity, chip_time: Quantity, peak: Quantity) -> Quantity:
    """The utilization that a compute implies on chip-seconds of a peak, however large."""
    return compute.over(chip_time.times(peak), "share")


def doubts(share: Quantity) -> tuple[str, ...]:
    """What is suspicious about a utilization, as warnings."""
    median = format_number(share.median)
    if share.median > SUSPICIOUS:
        return (f"utilization {median} is above {SUSPICIOUS}: suspiciously high",)
    if share.median < IDLE:
        return (f"utilization {median} is below {IDLE}: suspiciously low",)
    if share.high > 1:
        return (f"utilization reaches {format_number(share.high)}: above 1 it is impossible",)
    return ()


METHOD = Method(
    name="utilization",
    output="utilization",
    unit="share",
    function=utilization,
    unrefused=_share,
    parameters=(COMPUTE, *CHIP_TIME, PEAK),
    alternatives=EITHER,
)
