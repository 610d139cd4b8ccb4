"""What a derivation method is, and what running one gives."""

# Without `annotations` of `__future__`, for the reason that `core/records.py` gives.
from collections.abc import Callable, Mapping
from typing import NamedTuple

from evidence.core.quantity import Quantity

ATTENTION = (1.00, 1.25)
"""What operation counting leaves out: attention adds from nothing to a quarter."""

TEN_PERCENT = (1 / 1.1, 1.1)
"""The spread of every other method: downtime, rounding, what the hours include."""


class Parameter(NamedTuple):
    """One input of a method."""

    name: str
    attribute: str
    """The attribute of a subject whose observations can fill it; empty for none."""
    unit: str
    meaning: str
    default: str | None = None
    """What is taken when it is not given; None for a required input."""
    choices: tuple[str, ...] = ()
    """The words it may be, for an input that is no number."""
    optional: bool = False
    """Whether the formula does without it, in place of a default."""
    zero: bool = False
    """Whether it may be 0."""


class Method(NamedTuple):
    """A way to work a number out from others."""

    name: str
    output: str
    """The attribute that it gives."""
    unit: str
    function: Callable[..., Quantity]
    """A function of quantities by keyword; of a law, the output at one compute."""
    parameters: tuple[Parameter, ...]
    alternatives: tuple[tuple[str, ...], ...] = ()
    """Groups of inputs of which exactly one is given: chips and time, or chip_hours."""
    convention: str | None = None
    """How its result counts: `6nd`, `hardware`, `like_for_like`."""
    term: tuple[float, float] = TEN_PERCENT
    """The 90 % interval of the factor by which reality may differ from the formula."""
    term_omitted_for: tuple[str, ...] = ()
    """Conventions of a claim under which the formula is the definition."""
    figures: Callable[..., Mapping[str, float]] | None = None
    """Of a law: all its figures at one compute."""
    notes: tuple[str, ...] = ()
    """What the formula takes for granted, for the assumptions of every result."""
    forward: Callable[..., Mapping[str, float]] | None = None
    """Of a law: its figures for a given model in place of a compute."""
    crossovers: Callable[..., list[dict[str, float]]] | None = None
    """Of a law: the computes at which its best shape changes, whatever the compute asked for."""
    unrefused: Callable[..., Quantity] | None = None
    """The formula without its refusals, where the function refuses what cannot be."""
    cautions: Callable[..., tuple[str, ...]] | None = None
    """Of a law solved for its compute: the law's warnings there."""
    calculator_only: bool = False
    """Whether only a person can fill it: sources do not state its inputs as attributes."""

    @property
    def formula(self) -> str:
        """The formula in words: the first line of the function's docstring."""
        return (self.function.__doc__ or "").strip().split("\n")[0].rstrip(".")

    @property
    def source(self) -> str:
        """Where the formula comes from: the paragraph `Source:` of the docstring."""
        _, _, after = (self.function.__doc__ or "").partition("Source: ")
        return " ".join(after.split("\n\n")[0].split()).rstrip(".")

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name; raises KeyError."""
        return {parameter.name: parameter for parameter in self.parameters}[name]


class Sampling(NamedTuple):
    """How a result was sampled, and how far its quantiles may be off."""

    seed: int
    samples: int
    errors: tuple[float, float, float]
    """The standard errors of the 5, 50 and 95 % quantiles."""


class Result(NamedTuple):
    """What a method gave, with everything it took to get there."""

    method: str
    quantity: str
    unit: str
    low: float | None
    """The 5 % quantile; None where only an upper bound is known."""
    median: float | None
    """The 50 % quantile; None of a one-sided result."""
    high: float | None
    computed: str
    """`exact`: in closed form, or by evaluating a law at the quantiles; `quadrature`; `sampled`."""
    inputs: Mapping[str, Mapping[str, object]]
    """Each input as entered, with its low, median, high and unit."""
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    extra: Mapping[str, float] = {}
    """Of a law: all its figures, at the median of compute."""
    ranges: Mapping[str, tuple[float, float]] = {}
    """Of a law, when compute has a range: each figure at its ends, the lower one first."""
    variance_shares: Mapping[str, float] = {}
    """Each uncertain input's share of the result's variance, the largest first."""
    sampling: Sampling | None = None
    """Of a sampled result: seed, number of samples, standard errors."""

    def to_json(self) -> dict[str, object]:
        """The result as a JSON document, with `schema` first.

        A law's figures stand at the top level in place of quantity, unit, low, median and high.
        """
        document: dict[str, object] = {"schema": 1, "method": self.method}
        if self.extra:
            document |= self.extra
            if self.ranges:
                document["ranges"] = {name: list(ends) for name, ends in self.ranges.items()}
        else:
            document |= {"quantity": self.quantity, "unit": self.unit}
            document |= {"low": self.low, "median": self.median, "high": self.high}
        document |= {"computed": self.computed}
        if self.sampling:
            errors = zip(("low", "median", "high"), self.sampling.errors, strict=True)
            document |= {"seed": self.sampling.seed, "samples": self.sampling.samples}
            document |= {"errors": dict(errors)}
        if self.variance_shares:
            document |= {"variance_shares": dict(self.variance_shares)}
        return document | {
            "inputs": {name: dict(given) for name, given in self.inputs.items()},
            "assumptions": list(self.assumptions),
            "warnings": list(self.warnings),
        }
