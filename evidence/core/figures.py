"""From a figure as it was entered to the quantity that it states."""

from __future__ import annotations

from evidence.core.errors import Invalid
from evidence.core.numbers import Figure
from evidence.core.quantity import Quantity, around, between

APPROXIMATE = 3.2
"""The 90 % factor of a figure marked `~`: half an order of magnitude each way."""


def figure_quantity(figure: Figure, factor: float = 1.0) -> Quantity:
    """The quantity that a figure states; raises Invalid for a bound.

    A range is taken as it is. A point is known within x/÷ `factor` (1: exactly), one marked `~`
    within at least x/÷ 3.2. Of alternatives each has its own range. The mass of a share above 1
    is cut off.
    """
    if figure.kind == "bound":
        raise Invalid(f"'{figure.text}' is a bound, no value: give a number or a range")
    if figure.kind == "alternatives":
        from evidence.core.mixtures import mixture_of

        weighted = [(weight, figure_quantity(part, factor)) for weight, part in figure.parts]
        return mixture_of(weighted, figure.unit)
    if figure.kind == "range":
        quantity = between(figure.low, figure.high, figure.unit, figure.level)
    else:
        if figure.approximate:
            factor = max(factor, APPROXIMATE)
        quantity = around(figure.value, factor, figure.unit)
    if figure.unit != "share" or quantity.is_exact or quantity.mass(0.0, 1.0) > 1 - 1e-9:
        return quantity
    from evidence.core.truncation import truncated

    return truncated(quantity, 0.0, 1.0)
