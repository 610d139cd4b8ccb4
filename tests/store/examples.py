"""A small ledger in which every kind is present and every field is set at least once.

The parties, numbers and quotes are invented for the tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from evidence.core.forms import from_mapping
from evidence.core.ledger import Change
from evidence.core.records import Claim, Evidence, Observation, Record, Source, Subject
from evidence.store.engine import Location, Writer
from evidence.store.history import Entry
from evidence.store.writing import apply

NOON = "2025-01-10T12:00:00Z"

MAPPINGS: dict[str, list[dict[str, Any]]] = {
    "organizations": [
        {"slug": "lab", "name": "Lab", "organization": "holding", "aliases": ["The Lab", "L"]},
        {"slug": "holding", "name": "Holding", "tags": ["owner"], "notes": "owns the lab"},
        {"slug": "rival", "name": "Rival", "url": "https://rival.example", "released": "2020"},
        {"slug": "paper", "name": "The Paper"},
    ],
    "sources": [
        {"slug": "retold", "kind": "press_named", "repeats": "report", "published": "2024-12-30"},
        {
            **{"slug": "report", "kind": "technical_report", "title": "Größe: a report"},
            **{"party": "lab", "published": "2024-12", "url": "https://lab.example/r.pdf"},
            **{"authors": ["A. Author", "B. Author"], "publisher": "lab", "accessed": "2025-01-02"},
            **{"archive_url": "https://archive.example/r", "sha256": "ab" * 32, "doi": "10.1/x"},
            **{"arxiv": "2412.00001", "grade": "B", "grade_reason": "not reviewed"},
            **{"self_interested": True, "standing": "corrected", "tags": ["x"], "notes": "n"},
        },
        {"slug": "again", "kind": "forum", "repeats": "retold", "self_interested": False},
        {"slug": "datasheet", "kind": "datasheet", "party": "rival", "published": "2022"},
        {"slug": "unread"},
    ],
    "hardware": [
        {"slug": "chip", "name": "Chip", "organization": "rival", "released": "2022-09"},
        {"slug": "other-chip", "name": "Other chip"},
    ],
    "models": [
        {"slug": "model-1", "name": "Model 1", "organization": "lab", "hardware": "chip"},
        {"slug": "model-2", "name": "Model 2", "organization": "rival"},
    ],
    "clusters": [{"slug": "site", "name": "Site", "organization": "holding", "hardware": "chip"}],
    "laws": [
        {
            **{"slug": "fit", "name": "A fit", "source": "report"},
            **{"fitted_low": "1e18", "fitted_high": 1e22},
        }
    ],
    "claims": [
        {
            **{"slug": "said", "kind": "statement", "statement": "The paper says: most use FP8"},
            "asserts": "most-fp8",
        },
        {
            **{"slug": "most-fp8", "kind": "prevalence", "statement": "Most labs train in FP8"},
            **{"threshold": 0.5, "units": ["organization:rival", "organization:lab"]},
            **{"units_rule": "all that there are", "period": "2025", "tags": ["fp8", "100%"]},
            "units_variants": {
                "one": ["organization:lab"],
                "swapped": ["organization:lab", "organization:rival"],
            },
        },
        {
            **{"slug": "compute", "kind": "quantity", "statement": "Model 1 took 4e24 to 6e24"},
            **{"subject": "model:model-1", "attribute": "training_compute"},
            **{"low": "4e24", "high": 6e24, "scope": "pretraining", "convention": "6nd"},
            **{"number_format": "fp8", "sparsity": "dense", "prior": 0.25},
            **{"prior_reason": "rare", "opened": "2025-01", "falsifier": "a filing"},
            **{"resolution": "a filing", "criteria": "the filed figure", "notes": "n"},
            **{"about": ["model:model-1", "cluster:site", "hardware:chip"]},
        },
        {
            **{"slug": "fitted", "kind": "quantity", "statement": "The fit gives about 8 tokens"},
            **{"subject": "law:fit", "attribute": "tokens_per_active_parameter", "value": 8},
            "computed_by": {
                "method": "moe-scaling",
                "inputs": {"compute": "5e25", "law": "fit", "as": "hardware:other-chip"},
                "output": ["tokens", 1, 1.0, True],
            },
        },
        {"slug": "lonely", "kind": "forecast", "statement": "Nothing is known of this"},
    ],
    "evidence": [
        {
            **{"claim": "most-fp8/lab", "source": "report", "stance": "supports"},
            **{"strength": "conclusive", "directness": "direct", "quote": "we train in FP8 ☃"},
            **{"locator": "p. 3", "value": "390 TFLOP/s", "published": "2024-12-27"},
            **{"ended": "2025-04-05", "ended_reason": "superseded", "group": "the lab"},
            **{"group_reason": "one team", "origin": "lab", "relayed_from_grade": "B"},
            **{"quote_role": "own_result", "verified": "verbatim", "verified_note": "read"},
            **{"note": "a note", "supersedes": {"claim": "most-fp8", "source": "retold"}},
        },
        {
            **{"claim": "most-fp8", "source": "again", "stance": "refutes", "probability": 0.125},
            **{"retracted": "2025-02-01", "retracted_reason": "made up", "status": "draft"},
            "supersedes": "0123456789ab",
        },
        {"claim": "compute", "source": "retold", "stance": "neutral", "value": 5},
        {"claim": "said", "source": "retold"},
    ],
    "observations": [
        {
            **{"subject": "model:model-1", "attribute": "training_tokens", "value": "14.8T"},
            **{"source": "report", "quote": "14.8T tokens", "locator": "Section 1"},
            **{"number_format": "bf16", "sparsity": "sparse", "scope": "full"},
            **{"convention": "mixed", "basis": "reported", "origin": "lab", "year": 2024},
            **{"relayed_from_grade": "C", "published": "2024-12-27", "ended": "2025-01"},
            **{"ended_reason": "revised", "retracted": "2025-02", "retracted_reason": "typo"},
            **{"supersedes": "ba9876543210", "status": "draft", "verified": "copy"},
            **{"verified_note": "copy", "note": "n"},
        },
        {
            **{"subject": "hardware:chip", "attribute": "peak_throughput", "value": 1e15},
            **{"source": "datasheet", "number_format": "bf16", "sparsity": "dense"},
        },
        {
            **{"subject": "model:model-2", "attribute": "parameters", "value": 37000000000},
            **{"source": "again", "basis": "third_party"},
        },
        {
            **{"subject": "cluster:site", "attribute": "chips", "value": "100K to 120K"},
            **{"source": "unread", "quote": "about 100K"},
        },
    ],
    "searches": [
        {
            **{"claim": "most-fp8/rival", "corpus": "reports", "query": "FP8", "detection": 0.5},
            **{"date": "2024-12-28", "stance": "refutes", "source": "unread", "note": "n"},
            **{"retracted": "2025", "retracted_reason": "wrong corpus"},
        },
        {
            **{"claim": "compute", "corpus": "filings", "query": "FLOP", "detection": 1.0},
            **{"date": "2025", "stance": "supports"},
        },
    ],
    "selections": [
        {
            **{"subject": "hardware:chip", "attribute": "peak_throughput", "rule": "latest"},
            **{"scope": "full", "number_format": "bf16", "reason": "clear", "date": "2025-01-09"},
        },
    ],
    "resolutions": [
        {
            **{"claim": "compute", "outcome": "true", "date": "2025-06", "source": "report"},
            "note": "filed",
        },
        {"claim": "said", "outcome": "void", "date": "2025"},
    ],
}


def records(mappings: dict[str, list[dict[str, Any]]] = MAPPINGS) -> list[Record]:
    """The records of all mappings, with a derived number and a pinned one added."""
    found = [from_mapping(kind, fields) for kind, listed in mappings.items() for fields in listed]
    numbers = [one for one in found if isinstance(one, Observation)]
    derived = from_mapping(
        "observations",
        {
            **{"subject": "model:model-1", "attribute": "training_compute", "value": "4e24"},
            **{"source": "report", "basis": "derived"},
            "derived_from": [numbers[0].key, numbers[2].key, "lab"],
        },
    )
    pinned = from_mapping(
        "selections",
        {
            **{"subject": "model:model-1", "attribute": "training_tokens"},
            "observation": numbers[0].key,
        },
    )
    return [*found, derived, pinned]


def added(given: Iterable[Record]) -> list[Change]:
    """The changes by which records come to be."""
    return [Change(None, record) for record in given]


def write(
    location: Location,
    changes: Sequence[Change],
    *,
    operation: str = "import",
    recorded: str = NOON,
    undoes: int | None = None,
) -> Entry:
    """Apply changes in a transaction of their own."""
    with Writer(location) as writer:
        return apply(writer, changes, operation, "a test", recorded, "tester", undoes=undoes)


def organization(slug: str, **fields: Any) -> Subject:
    """An organization of which a test needs only the name."""
    return Subject("organization", slug, slug.title(), **fields)


def source(slug: str, **fields: Any) -> Source:
    """A source of which a test needs only the name."""
    return Source(slug, **fields)


def statement(slug: str, **fields: Any) -> Claim:
    """A claim of which a test needs only the name."""
    return Claim(slug, "statement", f"The statement {slug}", **fields)


def quotation(claim: str, quoted: str, text: str) -> Evidence:
    """A supporting quotation."""
    found = from_mapping(
        "evidence",
        {"claim": claim, "source": quoted, "stance": "supports", "quote": text, "locator": "p. 1"},
    )
    assert isinstance(found, Evidence)
    return found
