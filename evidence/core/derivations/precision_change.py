"""Training compute of a run that changed its number format on the way."""

from __future__ import annotations

from evidence.core.derivations.chip_time import CHIP_TIME, EITHER, PEAK, UTILIZATION, chip_seconds
from evidence.core.derivations.method import Method, Parameter
from evidence.core.errors import Invalid
from evidence.core.quantity import Quantity


def precision_change(
    *,
    peak: Quantity,
    utilization: Quantity,
    later_peak: Quantity,
    later_share: Quantity,
    later_utilization: Quantity | None = None,
    chips: Quantity | None = None,
    time: Quantity | None = None,
    chip_hours: Quantity | None = None,
) -> Quantity:
    """Chip time x (rest x peak x utilization + later share x later peak x its utilization).

    Each part of the chip time has the peak of its own number format; the utilization holds for
    both unless another is given. Raises Invalid for a later share that is a range or above 1.

    Source: Epoch AI, AI models documentation, Estimation (hardware details and usage), for each
    part of the run.

    An invented run of 1M H100-hours at 40 %, the last tenth in fp8:

    >>> from evidence.core.quantity import exact
    >>> flop = precision_change(
    ...     chip_hours=exact(1e6),
    ...     peak=exact(989.4e12),
    ...     utilization=exact(0.4),
    ...     later_peak=exact(1979e12),
    ...     later_share=exact(0.1),
    ... )
    >>> f"{flop.median:.4g} {flop.unit}"
    '1.567e+24 FLOP'
    """
    if not later_share.is_exact or later_share.median > 1:
        raise Invalid("later_share has a range or is above 1: give one share of the chip time")
    first = peak.scaled(1 - later_share.median, "FLOP/s")
    later = later_peak.scaled(later_share.median, "FLOP/s")
    spent = chip_seconds(chips, time, chip_hours)
    if later_utilization is None:
        return spent.times(utilization).times(first.plus(later), "FLOP")
    rate = first.times(utilization).plus(later.times(later_utilization))
    return spent.times(rate, "FLOP")


METHOD = Method(
    name="precision-change",
    output="training_compute",
    unit="FLOP",
    function=precision_change,
    parameters=(
        *CHIP_TIME,
        PEAK,
        UTILIZATION,
        PEAK._replace(
            name="later_peak", attribute="", meaning="dense peak in the later number format"
        ),
        Parameter("later_share", "", "share", "share of the chip time in the later format"),
        Parameter(
            "later_utilization",
            "",
            "share",
            "share of the later peak; else that of the first",
            optional=True,
        ),
    ),
    alternatives=EITHER,
    convention="hardware",
    calculator_only=True,
)
