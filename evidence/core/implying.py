"""What share of its chips' peak a training compute would be, by the chip-hours that are known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from evidence.core.derivations.chip_time import chip_seconds
from evidence.core.derivations.utilization import implied, known_of
from evidence.core.errors import Invalid
from evidence.core.evaluating import evaluated
from evidence.core.observing import Reading
from evidence.core.quantity import NeedsSampling, Quantity
from evidence.core.route import Implied

if TYPE_CHECKING:
    from evidence.core.routes import Desk


def implied_by(
    desk: Desk, quantity: Quantity, inputs: Mapping[str, Reading], scope: str | None
) -> Implied | None:
    """The share of the chips' peak that a compute would be, by the chip-hours that are known.

    Hours of the compute's own scope come first; the scope of those taken is part of it.
    """
    if desk.scope and scope != desk.scope:
        return None
    hours = sorted(desk.figures("chip_hours"), key=lambda r: not _fits(r, scope))
    number_format = next(iter(desk.formats(inputs, both=False)))
    peak = desk.own_peak(number_format, inputs)
    if not hours or peak is None or peak.quantity is None or hours[0].quantity is None:
        return None
    share = _implied(quantity, hours[0], peak)
    if share is None:
        return None
    known = known_of(quantity, _context(desk, number_format))
    return Implied(share, peak.quantity, number_format, hours[0].observation.scope, known)


def _context(desk: Desk, number_format: str) -> dict[str, Quantity]:
    """The run's other figures: parameters, tokens, and the share of this peak it states."""
    active = desk.best("parameters_active") or _active_total(desk)
    found = {
        "parameters": active,
        "tokens": desk.best("training_tokens"),
        "total_parameters": desk.best("parameters"),
        "expected": desk.best("utilization", number_format),
    }
    return {name: quantity for name, quantity in found.items() if quantity}


def _active_total(desk: Desk) -> Quantity | None:
    """The total of a dense model: all of its parameters are active."""
    return None if desk.sparse else desk.best("parameters")


def _implied(compute: Quantity, hours: Reading, peak: Reading) -> Quantity | None:
    """The utilization implied by a compute, whose own hours and peak are not drawn again."""
    assert hours.quantity is not None
    assert peak.quantity is not None
    time = chip_seconds(None, None, hours.quantity.named(hours.observation.key))
    one_peak = peak.quantity.named(peak.observation.key)
    try:
        return implied(compute, time, one_peak)
    except NeedsSampling:
        return _sampled_share(compute, time, one_peak)
    except Invalid:
        return None


def _sampled_share(compute: Quantity, time: Quantity, peak: Quantity) -> Quantity | None:
    try:
        return evaluated(implied, {"compute": compute, "chip_time": time, "peak": peak})
    except Invalid:  # hours that may be none imply no share
        return None


def _fits(reading: Reading, scope: str | None) -> bool:
    return scope is None or reading.observation.scope in (None, scope)
