"""The models of a database beside the scaling laws: tokens a parameter, as trained and as wanted.

A model takes part with its active parameters and the tokens that it was trained on; its compute
is 6 x both. A bound on either makes no row, nor does a share of a family's data, nor a model that
was trained on from another one, whose own tokens are a small part of what it has seen.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from evidence.core.derivations.operation_count import METHOD as COUNT
from evidence.core.derivations.scaling_laws import (
    DENSE_LAWS,
    FITTED_HIGH,
    FITTED_LOW,
    dense_optimum,
    extrapolation,
    moe_optimum,
)
from evidence.core.errors import Invalid
from evidence.core.float_noise import without_float_noise
from evidence.core.ledger import Ledger
from evidence.core.observing import Reading
from evidence.core.records import Subject
from evidence.core.route import Route
from evidence.core.routes import Desk, desk_of
from evidence.core.scoring import RELIABILITY
from evidence.core.vocabulary import FINE_TUNE_TAG

MOE = "krajewski"
FITTED = {MOE: (FITTED_LOW, FITTED_HIGH)}
"""The compute that a law was fitted on, where it is known."""


class Wanted(NamedTuple):
    """What one law wants at a model's compute."""

    law: str
    tokens_per_parameter: float
    ratio: float
    """The model's own tokens a parameter over those."""
    extrapolation: float | None
    """How many times outside of the fitted compute; None where that range is not kept."""


class Beside(NamedTuple):
    """One model beside the laws."""

    model: str
    parameters_active: float
    training_tokens: float
    """Seen in training, repeated ones included."""
    compute: float
    tokens_per_parameter: float
    experts: float | None
    experts_active: float | None
    wanted: tuple[Wanted, ...]
    sources: tuple[str, ...]


class LeftOut(NamedTuple):
    """A model that cannot be placed, and why."""

    model: str
    reason: str


class Comparison(NamedTuple):
    """All models of a database, placed beside the laws or left out."""

    as_of: str
    rows: tuple[Beside, ...]
    left_out: tuple[LeftOut, ...]


def beside_laws(ledger: Ledger, as_of: str) -> Comparison:
    """Every model beside the laws, the one with the most tokens a parameter first."""
    found = [
        _later_training(model) or _beside(ledger, model.ref, as_of)
        for model in ledger.subjects("models")
    ]
    rows = [row for row in found if isinstance(row, Beside)]
    rows.sort(key=lambda row: (-row.tokens_per_parameter, row.model))
    return Comparison(as_of, tuple(rows), tuple(row for row in found if isinstance(row, LeftOut)))


def curves(rows: Sequence[Beside], points: int) -> dict[str, list[tuple[float, float]]]:
    """Each law from the smallest to the largest model: compute (FLOP), tokens per parameter."""
    ends = [math.log(pick(row.compute for row in rows)) for pick in (min, max)]
    steps = [math.exp(ends[0] + (ends[1] - ends[0]) * i / (points - 1)) for i in range(points)]
    wanted = [(compute, one) for compute in steps for one in _wanted(compute, 1.0)]
    return {
        law: [(compute, one.tokens_per_parameter) for compute, one in wanted if one.law == law]
        for law in (MOE, *DENSE_LAWS)
    }


def _later_training(model: Subject) -> LeftOut | None:
    if FINE_TUNE_TAG not in model.tags:
        return None
    return LeftOut(model.ref, "trained on from another model, so its tokens are not all it saw")


def _beside(ledger: Ledger, model: str, as_of: str) -> Beside | LeftOut:
    desk = desk_of(ledger, model, as_of)
    routes = [route for route in desk.fill(COUNT) if not route.circular]
    if not routes:
        return LeftOut(model, _why_not(desk))
    route = max(routes, key=lambda r: (RELIABILITY[r.grade] * r.relay, r.published))
    compute = without_float_noise(route.quantity.median)
    parameters = _median(route, "parameters")
    tokens = without_float_noise(compute / (6 * parameters))
    try:
        wanted = _wanted(compute, tokens / parameters)
    except Invalid as error:
        return LeftOut(model, error.message)
    return Beside(
        model,
        parameters,
        tokens,
        compute,
        tokens / parameters,
        _count(desk, "experts"),
        _count(desk, "experts_active"),
        wanted,
        route.sources,
    )


def _wanted(compute: float, own: float) -> tuple[Wanted, ...]:
    """What each law wants; of the mixtures' law at the expansion rate of 64 that it was fitted."""
    ratios = {MOE: moe_optimum(compute).tokens_per_active_parameter}
    ratios |= {law: dense_optimum(compute, law).tokens_per_parameter for law in DENSE_LAWS}
    return tuple(
        Wanted(law, ratio, own / ratio, _outside(law, compute)) for law, ratio in ratios.items()
    )


def _outside(law: str, compute: float) -> float | None:
    return extrapolation(compute, *FITTED[law]) if law in FITTED else None


def _median(route: Route, name: str) -> float:
    quantity = route.inputs[name].quantity
    assert quantity is not None
    return without_float_noise(quantity.median)


def _count(desk: Desk, attribute: str) -> float | None:
    found = desk.best(attribute)
    return found.median if found else None


def _why_not(desk: Desk) -> str:
    """What is missing, with a bound where there is nothing better."""
    lacking = [_lack(desk, "parameters_active", "parameters"), _lack(desk, "training_tokens")]
    return ", ".join(words for words in lacking if words) or "its figures are of different scopes"


def _lack(desk: Desk, *attributes: str) -> str:
    found = [r for r in desk.known if r.observation.attribute in attributes]
    wanted = attributes[:1] if desk.sparse else attributes
    name = attributes[0].replace("_", " ")
    if any(r.quantity and r.observation.attribute in wanted for r in found):
        return ""
    bounds = [_bound(r) for r in found if not r.quantity]
    if bounds:
        return f"{name} only as a bound, {bounds[0]}"
    return f"no {name}, only total ones" if found else f"no {name}"


def _bound(reading: Reading) -> str:
    return f"{reading.observation.value} ({reading.observation.source})"
