"""How many chips of one kind do the work of chips of another kind."""

from __future__ import annotations

from evidence.core.derivations.chip_time import CHIPS, PEAK
from evidence.core.derivations.method import Method
from evidence.core.quantity import Quantity


def equivalence(*, chips: Quantity, peak: Quantity, as_peak: Quantity) -> Quantity:
    """Chips x peak of a chip / peak of the other chip, both in one number format.

    Source: Epoch AI, GPU Clusters (dataset), H100 equivalents. There the bf16 peak of one chip
    may be divided by the 8-bit peak of the other, which halves the result; here both are like for
    like.

    400,000 Trainium2 in H100, dense bf16 on both sides:

    >>> from evidence.core.quantity import exact
    >>> h100 = equivalence(chips=exact(4e5), peak=exact(667e12), as_peak=exact(989.4e12))
    >>> f"{h100.median:.0f}"
    '269658'
    """
    return chips.times(peak).over(as_peak, "chip")


METHOD = Method(
    name="equivalence",
    output="h100_equivalent",
    unit="chip",
    function=equivalence,
    parameters=(
        CHIPS,
        PEAK._replace(meaning="peak of a chip, such as 667 TFLOP/s"),
        PEAK._replace(
            name="as_peak", attribute="", meaning="peak of the other chip in the same number format"
        ),
    ),
    convention="like_for_like",
    notes=("both peaks are of one number format and sparsity",),
)
