"""Claims that say how they are to be answered: `computed_by: {method, inputs, output}`.

The inputs that the claim states are part of its question, so they are exact; what it leaves open
is filled from the sourced numbers of its subject and of the chips that it names. A law answers on
the word of the source that states it, and only indirectly far outside the data it was fitted on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evidence.core.derivations import method_named, run
from evidence.core.derivations.method import Method
from evidence.core.errors import Invalid
from evidence.core.figures import figure_quantity
from evidence.core.judging import POOLED, grade_on, speaker, subjects_of
from evidence.core.ledger import Ledger
from evidence.core.numbers import Figure, format_number, parse_figure
from evidence.core.observing import Reading, readings, selected
from evidence.core.quantity import Quantity, between
from evidence.core.records import Claim, Source, Subject
from evidence.core.route import Route, filled, peak_of, worked_out
from evidence.core.routes import routes_to
from evidence.core.visibility import FOREVER

FAR = 10.0
"""A law used more than this many times outside its data speaks only indirectly."""

WORDS = ("hardware", "as", "number_format", "sparsity", "law", "fit")
"""Inputs that are names, not numbers."""

_RENAMED = {"compute_multiplier": "dense_compute_multiplier"}


def routes(
    ledger: Ledger, claim: Claim, as_of: str, point_factor: float | None = None
) -> tuple[Route, ...]:
    """The derived routes that answer a quantity claim on a day."""
    if claim.computed_by is None:
        return routes_to(
            ledger,
            claim.subject or "",
            claim.attribute or "",
            as_of,
            point_factor,
            claim.number_format,
            claim.about,
        )
    try:
        route = _computed(ledger, claim, as_of, point_factor)
    except Invalid:
        return ()
    return (route,) if route is not None and route.published <= as_of else ()


def given_inputs(claim: Claim) -> dict[str, Any]:
    """The inputs that a claim states, with names spelt as the methods spell them."""
    stated = (claim.computed_by or {}).get("inputs") or {}
    assert isinstance(stated, Mapping)
    return {name.replace("-", "_"): value for name, value in stated.items()}


def _computed(ledger: Ledger, claim: Claim, as_of: str, point_factor: float | None) -> Route | None:
    method = method_named(str((claim.computed_by or {}).get("method")))
    if method.figures is not None:
        return _by_law(ledger, claim, method)
    return _by_formula(ledger, claim, method, as_of, point_factor)


def _by_formula(
    ledger: Ledger, claim: Claim, method: Method, as_of: str, point_factor: float | None
) -> Route | None:
    given = given_inputs(claim)
    stated = _stated(method, given)
    sourced = _sourced(ledger, claim, method, given, as_of, point_factor)
    if sourced is None:
        return None
    quantity = worked_out(method, sourced, stated)
    notes = _stated_note(given)
    if not sourced:
        return _unsourced(claim, method, quantity, notes)
    route = filled(method.name, quantity, sourced)
    return route._replace(convention=method.convention, notes=notes, given=given)


def _stated(method: Method, given: Mapping[str, Any]) -> dict[str, Quantity]:
    figures = {
        name: parse_figure(value, method.parameter(name).unit)
        for name, value in given.items()
        if name not in WORDS
    }
    return {name: figure_quantity(figure) for name, figure in figures.items()}


def _sourced(
    ledger: Ledger,
    claim: Claim,
    method: Method,
    given: Mapping[str, Any],
    as_of: str,
    point_factor: float | None,
) -> dict[str, Reading] | None:
    """One reading for each input that the claim leaves open; None if one cannot be had."""
    found: dict[str, Reading] = {}
    for name in _open_inputs(method, given):
        reading = _one(ledger, claim, method, name, given, as_of, point_factor)
        if reading is None:
            return None
        found[name] = reading
    return found


def _open_inputs(method: Method, given: Mapping[str, Any]) -> list[str]:
    either = {name for group in method.alternatives for name in group}
    needed = [
        p.name
        for p in method.parameters
        if p.default is None and not p.optional and p.name not in either
    ]
    groups = [g for g in method.alternatives if any(name in given for name in g)]
    chosen = (groups or list(method.alternatives) or [()])[0]
    return [name for name in (*needed, *chosen) if name not in given]


def _one(
    ledger: Ledger,
    claim: Claim,
    method: Method,
    name: str,
    given: Mapping[str, Any],
    as_of: str,
    point_factor: float | None,
) -> Reading | None:
    if name in ("peak", "as_peak"):
        chip = given.get("hardware" if name == "peak" else "as") or _own_chip(ledger, claim)
        ref = f"hardware:{chip}"
        known = readings(ledger, ref, as_of, point_factor)
        number_format = str(given.get("number_format") or claim.number_format or "bf16")
        return peak_of(ledger, ref, known, number_format, str(given.get("sparsity") or "dense"))
    subject = claim.subject or ""
    known = readings(ledger, subject, as_of, point_factor)
    rivals = selected(ledger, subject, method.parameter(name).attribute, known)
    return max(rivals, key=lambda r: (r.reliability, r.published), default=None)


def _own_chip(ledger: Ledger, claim: Claim) -> str | None:
    subject = ledger.subject(claim.subject)
    if subject is None:
        return None
    return subject.slug if subject.type == "hardware" else subject.hardware


def _stated_note(given: Mapping[str, Any]) -> tuple[str, ...]:
    words = ", ".join(f"{name} {value}" for name, value in sorted(given.items()))
    return (f"the claim states {words}",) if words else ()


def _unsourced(claim: Claim, method: Method, quantity: Quantity, notes: tuple[str, ...]) -> Route:
    """A calculation on nothing but stated numbers: nobody vouches for it."""
    return Route(
        method=method.name,
        key=f"{method.name}()",
        quantity=quantity,
        inputs={},
        scope=None,
        convention=method.convention,
        grade="F",
        relay=1.0,
        self_interested=False,
        origins=frozenset({POOLED}),
        published=claim.opened or "0001-01-01",
        notes=(*notes, "no sourced input"),
        given=given_inputs(claim),
    )


def _by_law(ledger: Ledger, claim: Claim, method: Method) -> Route | None:
    law = ledger.subject(claim.subject)
    source = ledger.source(law.source if law else None)
    given = given_inputs(claim)
    figures: dict[str, Figure | str] = {
        name: str(value) if name in WORDS else parse_figure(value, method.parameter(name).unit)
        for name, value in given.items()
    }
    result = run(method.name, figures)
    output = str((claim.computed_by or {}).get("output") or claim.attribute)
    name = _RENAMED.get(output, output)
    if name not in result.extra:
        return None
    ends = sorted(result.ranges.get(name, (result.extra[name],) * 2))
    quantity = between(ends[0], ends[1], "")
    entered = figures.get("compute")
    compute = entered.value if isinstance(entered, Figure) else result.extra.get("compute")
    factor = _beyond(law, method, compute)
    return _law_route(ledger, claim, method, quantity, source, factor)


def _law_route(
    ledger: Ledger,
    claim: Claim,
    method: Method,
    quantity: Quantity,
    source: Source | None,
    factor: float,
) -> Route:
    far = f"the law is used {format_number(factor)} times outside the data it was fitted on"
    if source is None:
        notes = (*_stated_note(given_inputs(claim)), *((far,) if factor > 1 else ()))
        route = _unsourced(claim, method, quantity, notes)
        return route._replace(convention=None, directness=_directness(factor))
    graded = grade_on(source, subjects_of(claim), ledger)
    low_grade = graded.grade in ("D", "F")
    notes = (*_stated_note(given_inputs(claim)), *((far,) if factor > 1 else ()), graded.note)
    return Route(
        method=method.name,
        key=f"{method.name}({source.slug})",
        quantity=quantity,
        inputs={},
        scope=None,
        convention=None,
        grade=graded.grade,
        relay=1.0,
        self_interested=bool(source.self_interested),
        origins=frozenset({POOLED if low_grade else speaker(source, ledger)}),
        published=_published(source),
        directness=_directness(factor),
        notes=tuple(note for note in notes if note),
        given=given_inputs(claim),
        law_source=source.slug,
    )


def _published(source: Source) -> str:
    from evidence.core.dates import last_day

    return last_day(source.published) if source.published else FOREVER


def _directness(factor: float) -> str:
    return "indirect" if factor > FAR else "direct"


def _fitted(law: Subject | None, method: Method) -> tuple[float | None, float | None]:
    """The range of compute (FLOP) that a law was fitted on: as entered, else its paper's."""
    stated = (law.fitted_low, law.fitted_high) if law else (None, None)
    if stated == (None, None) and method.name == "moe-scaling":
        from evidence.core.derivations.scaling_laws import FITTED_HIGH, FITTED_LOW

        return FITTED_LOW, FITTED_HIGH
    low, high = (None if x is None else parse_figure(x, "FLOP").value for x in stated)
    return low, high


def _beyond(law: Subject | None, method: Method, compute: float | None) -> float:
    """How many times outside the range of compute that the law was fitted on; 1 inside it."""
    if compute is None:
        return 1.0
    low, high = _fitted(law, method)
    below = low / compute if low else 1.0
    above = compute / high if high else 1.0
    return max(below, above, 1.0)
