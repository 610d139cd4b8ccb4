"""The best dense model at a compute."""

from __future__ import annotations

from collections.abc import Mapping

from evidence.core.derivations.chip_time import COMPUTE
from evidence.core.derivations.method import Method, Parameter
from evidence.core.derivations.scaling_laws import DENSE_LAWS, dense_optimum
from evidence.core.quantity import Quantity, exact


def dense_scaling(*, compute: Quantity, law: str = "hoffmann") -> Quantity:
    """Least loss of E + A/N^alpha + B/D^beta at a compute of 6 N D, over N and D.

    The compute-optimal parameters; `figures` gives the rest.

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


METHOD = Method(
    name="dense-scaling",
    output="parameters",
    unit="parameter",
    function=dense_scaling,
    figures=figures,
    parameters=(
        COMPUTE,
        Parameter("law", "", "", "whose constants", default="hoffmann", choices=tuple(DENSE_LAWS)),
    ),
    notes=("published constants as rounded in the paper", "compute is 6 x parameters x tokens"),
)
