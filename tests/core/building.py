"""Records for tests: short ways to write the ones a test is about."""

from __future__ import annotations

from typing import Any

from evidence.core.forms import from_mapping
from evidence.core.ledger import Ledger
from evidence.core.records import Record

TODAY = "2026-01-01"


def record(kind: str, /, **fields: Any) -> Record:
    return from_mapping(kind, fields)


def organization(slug: str, **fields: Any) -> Record:
    return record("organizations", slug=slug, name=slug.title(), **fields)


def model(slug: str, organization: str | None = None, **fields: Any) -> Record:
    return record("models", slug=slug, name=slug, organization=organization, **fields)


def chip(slug: str, organization: str | None = None, **fields: Any) -> Record:
    return record("hardware", slug=slug, name=slug, organization=organization, **fields)


def source(
    slug: str, kind: str = "technical_report", party: str | None = None, **fields: Any
) -> Record:
    given = {"published": "2024-01-01", "party": party or slug} | fields
    return record("sources", slug=slug, kind=kind, **given)


def statement(slug: str = "claim", **fields: Any) -> Record:
    return record("claims", slug=slug, **{"kind": "statement", "statement": slug} | fields)


def quantity(slug: str, subject: str, attribute: str, **fields: Any) -> Record:
    named = {"subject": subject, "attribute": attribute}
    return record("claims", slug=slug, kind="quantity", statement=slug, **named, **fields)


def prevalence(slug: str, units: list[str], **fields: Any) -> Record:
    refs = [f"organization:{unit}" for unit in units]
    given = {"threshold": 0.5, "period": "2025"} | fields
    return record("claims", slug=slug, kind="prevalence", statement=slug, units=refs, **given)


def item(claim: str, source: str, stance: str | None = "supports", **fields: Any) -> Record:
    given = {"quote": "so it is", "locator": "p. 1"} | fields
    return record("evidence", claim=claim, source=source, stance=stance, **given)


def number(subject: str, attribute: str, value: Any, source: str, **fields: Any) -> Record:
    named = {"subject": subject, "attribute": attribute, "value": value, "source": source}
    return record("observations", **named, **{"locator": "p. 1"} | fields)


def ledger(*records: Record) -> Ledger:
    return Ledger(records)
