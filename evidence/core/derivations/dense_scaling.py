"""The best dense model at a compute, and how far a given one lies from it."""

from __future__ import annotations

from collections.abc import Mapping

from evidence.core.derivations.chip_time import COMPUTE
from evidence.core.derivations.method import Method, Parameter
from evidence.core.derivations.scaling_laws import DENSE_LAWS, dense_loss, dense_optimum
from evidence.core.quantity import Quantity, exact


def dense_scaling(*, compute: Quantity, law: str = "hoffmann") -> Quantity:
    """Least loss of E + A/N^alpha + B/D^beta at a compute of 6 N D, over N and D.

    The compute-optimal parameters; `figures` gives the rest. With parameters and tokens in place
    of the compute it runs forward: the loss of that model, and the optimum at its compute.

    Source: Hoffmann et al. 2022, Training Compute-Optimal Large Language Models (arXiv
    2203.15556), Approach 3; Besiroglu et al. 2024, Chinchilla Scaling: A replication attempt
    (arXiv 2404.10102).

    >>> f"{dense_scaling(compute=exact(5.76e23), law='besiroglu').median:.3g}"
    '7.22e+10'
    """
    return exact(dense_optimum(compute.median, law).parameters, "parameter")


def figures(*, compute: float, law: str) -> Mapping[str, float]:
    """Every figure of the optimum."""
    return dense_optimum(compute, law)._asdict()


def forward(*, parameters: float, tokens: float, law: str) -> Mapping[str, float]:
    """What the law says of a given model, beside the best one at the same compute, 6 N D.

    Chinchilla itself, 70B parameters on 1.4T tokens:

    >>> found = forward(parameters=70e9, tokens=1.4e12, law="besiroglu")
    >>> f"{found['compute']:.3g} {found['tokens_over_optimal']:.2f}"
    '5.88e+23 1.09'
    """
    compute = 6 * parameters * tokens
    best = dense_optimum(compute, law)
    loss = dense_loss(parameters, tokens, DENSE_LAWS[law])
    return {
        "compute": compute,
        "tokens_per_parameter": tokens / parameters,
        "loss": loss,
        "optimal_parameters": best.parameters,
        "optimal_training_tokens": best.training_tokens,
        "optimal_tokens_per_parameter": best.tokens_per_parameter,
        "optimal_loss": best.loss,
        "loss_above_optimum": loss - best.loss,
        "tokens_over_optimal": tokens / parameters / best.tokens_per_parameter,
    }


METHOD = Method(
    name="dense-scaling",
    output="parameters",
    unit="parameter",
    function=dense_scaling,
    figures=figures,
    forward=forward,
    parameters=(
        COMPUTE,
        Parameter("parameters", "parameters", "parameter", "parameters, such as 70B"),
        Parameter("tokens", "training_tokens", "token", "training tokens, such as 1.4T"),
        Parameter("law", "", "", "whose constants", default="hoffmann", choices=tuple(DENSE_LAWS)),
    ),
    alternatives=(("compute",), ("parameters", "tokens")),
    notes=("published constants as rounded in the paper", "compute is 6 x parameters x tokens"),
)
