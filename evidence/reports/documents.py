"""The JSON documents that scripts rely on: one function for each, names fixed by contract."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from evidence.core.answering import Answer, QuantityEstimate
from evidence.core.beside_laws import Comparison
from evidence.core.deriving import Agreement, Derivation, Path
from evidence.core.forms import as_mapping
from evidence.core.impact import Impact, Moved, Standing
from evidence.core.ledger import Ledger
from evidence.core.reconciling import needed
from evidence.core.records import KINDS, Record
from evidence.core.resolved import Calibration
from evidence.core.roll_call import RollCall
from evidence.core.sensitivity import Sensitivity
from evidence.core.support import HEADLINE, Headline, Support
from evidence.core.timeline import Timeline

Document = dict[str, Any]
SCHEMA = {"schema": 1}


def status(headline: Headline) -> Document:
    """One claim's standing."""
    return SCHEMA | _headline(headline)


def statuses(headlines: Iterable[Headline]) -> Document:
    """Several claims' standings."""
    return SCHEMA | {"claims": [_headline(headline) for headline in headlines]}


def _headline(headline: Headline) -> Document:
    fields = {name: getattr(headline, name) for name in HEADLINE}
    return fields | {"flags": list(headline.flags)}


def explain(support: Support) -> Document:
    """One claim's standing with everything that went into it."""
    document = status(support.headline)
    document["contributions"] = [row._asdict() for row in support.contributions]
    document["sensitivity"] = _sensitivity(support.sensitivity)
    step = support.next_status
    document["next_status"] = {"name": step.name, "db": step.db, "reason": step.reason}
    if support.roll_call is not None:
        document["roll_call"] = _roll_call(support.roll_call)
    if support.answer is not None:
        document |= _answer(support.answer) | {"spread_check": spread_check(support)}
    return document


def _sensitivity(tested: Sensitivity) -> Document:
    return tested._asdict() | {"band": list(tested.band)}


def _roll_call(roll: RollCall) -> Document:
    fields = roll._asdict()
    fields.pop("spoken")
    fields.pop("status_holds")
    variants = {n: {"probability": p, "status": s} for n, (p, s) in roll.variants.items()}
    return fields | {
        "bounds": list(roll.bounds),
        "without_unit": dict(roll.without_unit),
        "variants": variants,
        "members": [member._asdict() for member in roll.members],
    }


def _answer(answer: Answer) -> Document:
    return {
        "claimed": {"low": answer.low, "high": answer.high, "unit": answer.unit},
        "pooled": answer.pooled._asdict() if answer.pooled else None,
        "estimates": [_estimate(estimate) for estimate in answer.estimates],
    }


def _estimate(estimate: QuantityEstimate) -> Document:
    return {
        "key": estimate.key,
        "route": estimate.route,
        "low": estimate.low,
        "median": estimate.quantity.median if estimate.quantity else None,
        "high": estimate.high,
        "mass": estimate.mass,
        "source": estimate.source,
        "scope": estimate.scope,
        "convention": estimate.convention,
        "group": estimate.group,
        "grade": estimate.grade,
        "counted": estimate.counted,
        "note": estimate.note,
    }


def spread_check(support: Support) -> Document:
    """Whether the status survives other spreads of the figures that state no range."""
    tried = support.spreads
    statuses: Document = {f: {"probability": p, "status": s} for f, (p, s) in tried.items()}
    return statuses | {"survives": all(s == support.status for _, s in tried.values())}


def timeline(claim: str, points: Timeline) -> Document:
    """A claim's support on every day on which it moved."""
    listed = [point._asdict() | {"because": list(point.because)} for point in points]
    return SCHEMA | {"claim": claim, "points": listed}


def calibration(found: Calibration) -> Document:
    """How good the probabilities of the resolved claims were."""
    fields = found._asdict()
    fields |= {"claims": [forecast._asdict() for forecast in fields.pop("forecasts")]}
    fields |= {name: [one._asdict() for one in fields[name]] for name in ("leads", "sources")}
    bins = [one._asdict() | {"interval": list(one.interval)} for one in found.murphy.bins]
    fields |= {"void": list(found.void), "murphy": found.murphy._asdict() | {"bins": bins}}
    fields |= {"recalibration": found.recalibration._asdict(), "caution": found.caution}
    return SCHEMA | fields


def impact(found: Impact, plan: Mapping[str, Any] | None = None) -> Document:
    """What a change moves, with what it adds."""
    return (
        SCHEMA
        | dict(plan or {})
        | {
            "moved": [_moved(moved) for moved in found.moved],
            "derived": [
                {
                    "subject": d.subject,
                    "attribute": d.attribute,
                    "before": _range(d.before),
                    "after": _range(d.after),
                    "warnings": list(d.warnings),
                }
                for d in found.derived
            ],
        }
    )


def _moved(moved: Moved) -> Document:
    return {
        "claim": moved.claim,
        "before": _standing(moved.before),
        "after": _standing(moved.after),
        "because": list(moved.because),
    }


def _standing(standing: Standing | None) -> Document:
    """A standing; of a claim that is not there both figures are null."""
    return standing._asdict() if standing else dict.fromkeys(Standing._fields)


def _range(found: tuple[float, float, float] | None) -> Document:
    """A number's range; of a number to which nothing leads all three are null."""
    return dict(zip(("low", "median", "high"), found or (None,) * 3, strict=True))


def derivation(found: Derivation) -> Document:
    """A number by every route."""
    return SCHEMA | {
        "subject": found.subject,
        "attribute": found.attribute,
        "unit": found.unit,
        "as_of": found.as_of,
        "routes": [_path(path) for path in found.paths],
        "agreement": [
            one._asdict()
            | {"z": one.z if math.isfinite(one.z) else None, "would_agree": _needed(found, one)}
            for one in found.agreement
        ],
        "constraints": [bound._asdict() for bound in found.constraints],
        "selected": found.selected,
        "warnings": list(found.warnings),
    }


def _needed(found: Derivation, pair: Agreement) -> list[Document]:
    """What would have to be wrong for two routes to agree."""
    return [one._asdict() for one in needed(found.path(pair.a), found.path(pair.b))]


def beside_laws(found: Comparison) -> Document:
    """Every model beside the scaling laws."""
    return SCHEMA | {
        "as_of": found.as_of,
        "models": [
            row._asdict()
            | {
                "wanted": {
                    one.law: {name: x for name, x in one._asdict().items() if name != "law"}
                    for one in row.wanted
                },
                "sources": list(row.sources),
            }
            for row in found.rows
        ],
        "left_out": [one._asdict() for one in found.left_out],
    }


def _path(path: Path) -> Document:
    document: Document = {"method": path.method, "label": path.label}
    document |= dict(zip(("low", "median", "high"), path.range, strict=True))
    document |= {"scope": path.scope, "convention": path.convention}
    document |= {"number_format": path.number_format, "grade": path.grade}
    document |= {"circular": path.circular, "notes": list(path.notes)}
    document["warnings"] = list(path.warnings)
    document["inputs"] = [
        {
            "name": name,
            "attribute": reading.observation.attribute,
            "value": reading.observation.value,
            "source": reading.observation.source,
            "key": reading.observation.key,
        }
        for name, reading in path.inputs.items()
    ]
    if path.implied is not None:
        document["implied"] = {
            "utilization": path.implied.utilization.median,
            "peak": path.implied.peak.median,
            "number_format": path.implied.number_format,
            "scope": path.implied.scope,
        }
    return document


def records(kind: str, found: Iterable[Record]) -> Document:
    """All records of a kind."""
    return SCHEMA | {kind: [keyed(record) for record in found]}


def keyed(record: Record) -> Document:
    """A record as entered, with its content key where it has one."""
    key = getattr(record, "key", None)
    return ({"key": key} if key else {}) | as_mapping(record)


def thing(record: Record, around: Ledger) -> Document:
    """One record with all that is known of it."""
    related = {kind: [keyed(r) for r in around.of_kind(kind) if r != record] for kind in KINDS}
    return SCHEMA | {"record": keyed(record)} | {k: v for k, v in related.items() if v}
