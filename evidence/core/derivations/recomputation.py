"""What a model used of the hardware's utilization when activations are worked out anew."""

from __future__ import annotations

from evidence.core.derivations.method import Method, Parameter
from evidence.core.errors import Invalid
from evidence.core.quantity import Quantity, exact

ALL = exact(1.0)
PASSES = exact(3.0)


def recomputation(*, hardware_utilization: Quantity, recomputed: Quantity = ALL) -> Quantity:
    """Hardware FLOP utilization x 3 / (3 + the share of the forward pass done again).

    Training takes three forward passes' worth of operations; recomputing all activations in the
    backward pass takes a fourth, which serves the memory and not the model. Raises Invalid for
    a share above 1.

    Source: Korthikanti et al. 2022, Reducing Activation Recomputation in Large Transformer Models
    (arXiv 2205.05198), model and hardware FLOPs.

    GLM-130B, 43.3 % of the hardware with everything recomputed:

    >>> share = recomputation(hardware_utilization=exact(0.433))
    >>> f"{share.median:.4f}"
    '0.3247'
    """
    if recomputed.high > 1:
        raise Invalid("recomputed is above 1: give the share of the forward pass done again")
    factor = PASSES.over(PASSES.plus(recomputed))
    return hardware_utilization.times(factor, "share")


METHOD = Method(
    name="recomputation",
    output="utilization",
    unit="share",
    function=recomputation,
    parameters=(
        Parameter(
            "hardware_utilization",
            "",
            "share",
            "share of the peak with recomputed operations counted (HFU), such as 43%",
        ),
        Parameter(
            "recomputed",
            "",
            "share",
            "share of the forward pass that is done again",
            default="100%",
            zero=True,
        ),
    ),
    calculator_only=True,
)
