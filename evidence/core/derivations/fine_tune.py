"""Training compute of a fine-tuned model with that of its base."""

from __future__ import annotations

from evidence.core.derivations.method import Method, Parameter
from evidence.core.quantity import Quantity, exact

SIX = exact(6.0)


def fine_tune(
    *,
    base_compute: Quantity,
    fine_tuning_compute: Quantity | None = None,
    parameters: Quantity | None = None,
    tokens: Quantity | None = None,
) -> Quantity:
    """Compute of the base + that of the fine-tuning, or + 6 x parameters x fine-tuning tokens.

    Source: Epoch AI, AI models documentation, Estimation (fine-tuned models); 6 x parameters x
    tokens of Kaplan et al. 2020 (arXiv 2001.08361), 2.1.

    DeepSeek-V3 with its 5K H800-hours after pre-training, taken at 385 TFLOP/s:

    >>> base = exact(3.2856e24)
    >>> flop = fine_tune(base_compute=base, fine_tuning_compute=exact(5e3 * 3600 * 385e12))
    >>> f"{flop.median:.4g} {flop.unit}"
    '3.293e+24 FLOP'
    """
    if fine_tuning_compute is not None:
        return base_compute.plus(fine_tuning_compute, "FLOP")
    if parameters is None or tokens is None:
        raise TypeError("a fine-tuning takes its compute, or parameters and tokens")
    return base_compute.plus(SIX.times(parameters).times(tokens, "FLOP"), "FLOP")


METHOD = Method(
    name="fine-tune",
    output="training_compute",
    unit="FLOP",
    function=fine_tune,
    parameters=(
        Parameter("base_compute", "", "FLOP", "compute of the base model, such as 3.8e25"),
        Parameter("fine_tuning_compute", "", "FLOP", "compute of the fine-tuning, such as 1e22"),
        Parameter("parameters", "parameters_active", "parameter", "active parameters, such as 37B"),
        Parameter("tokens", "", "token", "tokens of the fine-tuning over all passes"),
    ),
    alternatives=(("fine_tuning_compute",), ("parameters", "tokens")),
    calculator_only=True,
)
