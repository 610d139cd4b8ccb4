"""Training compute from the size of the model and of its data."""

from __future__ import annotations

from evidence.core.derivations.method import ATTENTION, Method, Parameter
from evidence.core.quantity import Quantity, exact

ONCE = exact(1.0)
SIX = exact(6.0)


def operation_count(
    *,
    parameters: Quantity,
    tokens: Quantity,
    epochs: Quantity = ONCE,
    flop_per_parameter_token: Quantity = SIX,
) -> Quantity:
    """FLOP per parameter and token (6) x active parameters x tokens x epochs.

    Two for the forward pass (one multiplication and one addition a parameter) and four for the
    backward pass. Attention is left out: it adds nothing to a quarter (on DeepSeek-V3 12 %
    causal, 26 % non-causal by its measured throughput).

    Source: Kaplan et al. 2020, Scaling Laws for Neural Language Models (arXiv 2001.08361), 2.1.

    DeepSeek-V3, 37B active parameters on 14.8T tokens:

    >>> flop = operation_count(parameters=exact(37e9), tokens=exact(14.8e12))
    >>> f"{flop.median:.5g} {flop.unit}"
    '3.2856e+24 FLOP'
    """
    return flop_per_parameter_token.times(parameters).times(tokens).times(epochs, "FLOP")


METHOD = Method(
    name="operation-count",
    output="training_compute",
    unit="FLOP",
    function=operation_count,
    parameters=(
        Parameter("parameters", "parameters_active", "parameter", "active parameters, such as 37B"),
        Parameter("tokens", "training_tokens", "token", "training tokens, such as 14.8T"),
        Parameter("epochs", "epochs", "", "passes over the tokens", default="1"),
        Parameter(
            "flop_per_parameter_token",
            "",
            "",
            "operations a parameter and token: 6 for training, 2 for inference",
            default="6",
        ),
    ),
    convention="6nd",
    term=ATTENTION,
    term_omitted_for=("6nd",),
    notes=("parameters are those active for a token; attention is not counted",),
)
