"""Records into rows: the same names, with ids for references and JSON for what was entered."""

from __future__ import annotations

from typing import Any

from evidence.core.canonical import canonical
from evidence.core.records import (
    Claim,
    Evidence,
    Observation,
    Record,
    Resolution,
    Search,
    Selection,
    Source,
    Subject,
    claim_and_unit,
)
from evidence.store.fields import CHILDREN, ENTERED
from evidence.store.ids import Ids
from evidence.store.imported import ImportedRow
from evidence.store.scenarios import Scenario

TABLE: dict[type[Record], str] = {
    Subject: "subject",
    Source: "source",
    Claim: "claim",
    Evidence: "evidence",
    Observation: "observation",
    Search: "search",
    Selection: "selection",
    Resolution: "resolution",
}
KEYS: dict[str, tuple[str, ...]] = {
    "subject": ("id",),
    "source": ("id",),
    "claim": ("id",),
    "evidence": ("claim_id", "key"),
    "observation": ("subject_id", "key"),
    "search": ("claim_id", "key"),
    "selection": ("subject_id", "attribute", "scope", "number_format"),
    "resolution": ("claim_id",),
}


def row(record: Record, ids: Ids, entry: int) -> dict[str, Any]:
    """The row of a record, last written by this entry of the log."""
    columns: dict[str, Any] = {"entry": entry, **_own_id(record, ids)}
    for name, value in record._asdict().items():
        if name in _LINKS:
            columns[f"{name}_id"] = None if value is None else _LINKS[name](ids, value)
        elif name in ENTERED:
            columns[name] = None if value in (None, ()) else canonical(value)
        elif name not in CHILDREN:
            columns[name] = value
    if isinstance(record, Evidence | Search):
        columns["unit"] = claim_and_unit(record.claim)[1]
    if isinstance(record, Selection):
        columns |= {"scope": record.scope or "", "number_format": record.number_format or ""}
    return columns


def subject_rows(claim: Claim, ids: Ids) -> list[dict[str, Any]]:
    """The rows that say what a claim is about."""
    number = ids.claim(claim.slug)
    return [
        {"claim_id": number, "position": position, "subject_id": ids.subject(ref)}
        for position, ref in enumerate(claim.about)
    ]


def unit_rows(claim: Claim, ids: Ids) -> list[dict[str, Any]]:
    """The rows that list a claim's units, and those of each variant."""
    number = ids.claim(claim.slug)
    return [
        {
            "claim_id": number,
            "list_name": name,
            "position": position,
            "subject_id": ids.subject(ref),
        }
        for name, refs in {"": claim.units, **(claim.units_variants or {})}.items()
        for position, ref in enumerate(refs)
    ]


def scenario_row(scenario: Scenario, ids: Ids, entry: int) -> dict[str, Any]:
    """The row of a scenario."""
    columns = scenario._asdict() | {"entry": entry, "id": ids.derivation(scenario.slug)}
    del columns["inputs"], columns["subject"]
    subject = None if scenario.subject is None else ids.subject(scenario.subject)
    return columns | {"subject_id": subject, "result": canonical(scenario.result)}


def imported_row(one: ImportedRow, ids: Ids, entry: int) -> dict[str, Any]:
    """The row that keeps a row of an imported table."""
    return {
        "source_id": ids.source(one.source),
        "number": one.number,
        "subject_id": None if one.subject is None else ids.subject(one.subject),
        "cells": canonical(one.cells),
        "entry": entry,
    }


def input_rows(scenario: Scenario, ids: Ids) -> list[dict[str, Any]]:
    """The rows of a scenario's inputs."""
    return [
        {
            "derivation_id": ids.derivation(scenario.slug),
            "name": one.name,
            "position": position,
            "entered": None if one.entered is None else canonical(one.entered),
            "subject_id": None if one.subject is None else ids.subject(one.subject),
            "observation": one.observation,
        }
        for position, one in enumerate(scenario.inputs)
    ]


def _own_id(record: Record, ids: Ids) -> dict[str, int]:
    if isinstance(record, Subject):
        return {"id": ids.subject(record.ref)}
    if isinstance(record, Source):
        return {"id": ids.source(record.slug)}
    return {"id": ids.claim(record.slug)} if isinstance(record, Claim) else {}


_LINKS = {
    "asserts": Ids.claim,
    "claim": lambda ids, reference: ids.claim(claim_and_unit(reference)[0]),
    "hardware": lambda ids, slug: ids.subject(f"hardware:{slug}"),
    "organization": lambda ids, slug: ids.subject(f"organization:{slug}"),
    "repeats": Ids.source,
    "source": Ids.source,
    "subject": Ids.subject,
}
"""Fields that name another record, with how its id is found."""
