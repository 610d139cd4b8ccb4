"""What machines cost to buy, or their time to rent."""

from __future__ import annotations

from evidence.core.derivations.chip_time import CHIP_HOURS, CHIPS
from evidence.core.derivations.method import Method, Parameter
from evidence.core.quantity import Quantity


def cost(
    *,
    chips: Quantity | None = None,
    price_per_chip: Quantity | None = None,
    chip_hours: Quantity | None = None,
    price_per_chip_hour: Quantity | None = None,
) -> Quantity:
    """Chips x price a chip, or chip-hours x price a chip-hour.

    Source: DeepSeek-AI 2024, DeepSeek-V3 Technical Report (arXiv 2412.19437), Table 1.

    DeepSeek-V3, 2.788M H800-hours at 2 USD:

    >>> from evidence.core.quantity import exact
    >>> dollars = cost(chip_hours=exact(2.788e6), price_per_chip_hour=exact(2.0))
    >>> f"{dollars.median:.0f} {dollars.unit}"
    '5576000 USD'
    """
    if chip_hours is not None and price_per_chip_hour is not None:
        return chip_hours.times(price_per_chip_hour, "USD")
    if chips is None or price_per_chip is None:
        raise TypeError("a cost takes chips and price_per_chip, or their hours")
    return chips.times(price_per_chip, "USD")


METHOD = Method(
    name="cost",
    output="cost",
    unit="USD",
    function=cost,
    parameters=(
        CHIPS,
        Parameter("price_per_chip", "price_per_chip", "USD/chip", "price a chip, such as $40K"),
        CHIP_HOURS,
        Parameter(
            "price_per_chip_hour",
            "price_per_chip_hour",
            "USD/(chip*h)",
            "rent a chip and hour, such as $2",
        ),
    ),
    alternatives=(("chips", "price_per_chip"), ("chip_hours", "price_per_chip_hour")),
)
