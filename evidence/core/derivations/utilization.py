"""The share of the peak that a run used, and when such a share cannot be true."""

from __future__ import annotations

from collections.abc import Mapping

from evidence.core.derivations.causes import Known, conspicuous, explained
from evidence.core.derivations.chip_time import CHIP_TIME, COMPUTE, EITHER, PEAK, chip_seconds
from evidence.core.derivations.method import Method, Parameter
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
    **context: Quantity,
) -> Quantity:
    """Compute / (chips x time (or chip-hours x 3600) x peak of a chip).

    Raises Invalid where all of it is above 1: no run does more than its chips can. Parameters,
    tokens and the share that was expected do not enter; they tell which mistake is behind an
    impossible result.

    Source: Chowdhery et al. 2022, PaLM (arXiv 2204.02311), Appendix B, model FLOP utilization.

    Llama 3.1 405B, 3.8e25 FLOP in 30.84M H100-hours of 989.4 TFLOP/s dense bf16:

    >>> from evidence.core.quantity import exact
    >>> share = utilization(
    ...     compute=exact(3.8e25), chip_hours=exact(30.84e6), peak=exact(989.4e12)
    ... )
    >>> f"{share.median:.4f}"
    '0.3459'
    """
    share = implied(compute, chip_seconds(chips, time, chip_hours), peak)
    if share.low > 1:
        why = explained(share.median, known_of(compute, context))
        raise Invalid(f"implied utilization {format_number(share.median)}: {IMPOSSIBLE}{why}")
    return share


def _share(
    *,
    compute: Quantity,
    peak: Quantity,
    chips: Quantity | None = None,
    time: Quantity | None = None,
    chip_hours: Quantity | None = None,
    **_: Quantity,
) -> Quantity:
    return implied(compute, chip_seconds(chips, time, chip_hours), peak)


def known_of(compute: Quantity | None, context: Mapping[str, Quantity]) -> Known:
    """What parameters, tokens, total_parameters and expected say of a run beside its compute."""
    known = {name: quantity.median for name, quantity in context.items()}
    active, tokens = known.get("parameters"), known.get("tokens")
    total = known.get("total_parameters")
    return Known(
        expected=known.get("expected"),
        counted=compute.median / (6 * active * tokens) if compute and active and tokens else None,
        tokens=tokens,
        total_over_active=total / active if total and active else None,
    )


IMPOSSIBLE = (
    "more than the stated peak allows; check the peak's number format and sparsity, "
    "total instead of active parameters, chip-hours per trillion tokens instead of the run's"
)


def implied(compute: Quantity, chip_time: Quantity, peak: Quantity) -> Quantity:
    """The utilization that a compute implies on chip-seconds of a peak, however large."""
    return compute.over(chip_time.times(peak), "share")


def doubts(share: Quantity, known: Known | None = None) -> tuple[str, ...]:
    """What is suspicious about a utilization, as warnings.

    Of one that was worked out, `known` gives what else is known, for the likeliest cause.
    """
    why = explained(share.median, known) if known is not None else ""
    unusual = _unusual(share.median)
    said = [unusual + why] if unusual else []
    if share.high > 1:
        said.append(f"utilization reaches {format_number(share.high)}: above 1 it is impossible")
    if said or known is None:
        return tuple(said)
    odd = conspicuous(share.median, known)
    return (odd + why,) if odd else ()


def _unusual(median: float) -> str:
    if median > SUSPICIOUS:
        return f"utilization {format_number(median)} is above {SUSPICIOUS}: suspiciously high"
    if median < IDLE:
        return f"utilization {format_number(median)} is below {IDLE}: suspiciously low"
    return ""


def _context(name: str, unit: str, meaning: str) -> Parameter:
    return Parameter(name, "", unit, f"{meaning}, to tell mistakes apart", optional=True)


METHOD = Method(
    name="utilization",
    output="utilization",
    unit="share",
    function=utilization,
    unrefused=_share,
    parameters=(
        COMPUTE,
        *CHIP_TIME,
        PEAK,
        _context("parameters", "parameter", "active parameters"),
        _context("tokens", "token", "training tokens"),
        _context("total_parameters", "parameter", "total parameters"),
        _context("expected", "share", "the share that is stated elsewhere"),
    ),
    alternatives=EITHER,
)
