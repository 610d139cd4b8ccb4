"""`evidence list`: all records of a kind."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.options import known_at
from evidence.cli.screen import print_json, table
from evidence.core.records import (
    KINDS,
    Claim,
    Evidence,
    Observation,
    Record,
    Resolution,
    Search,
    Selection,
    Source,
    Subject,
)

SCENARIOS = "scenarios"
"""Calculations kept by `compute --save`: no records, but listed beside them."""


@click.command("list")
@click.argument("kind", type=click.Choice((*KINDS, SCENARIOS)))
@known_at
@command_options
def command(kind: str, known_at: str | None) -> None:
    """List all records of KIND."""
    app = current()
    if kind == SCENARIOS:
        print_scenarios()
        return
    found = app.workspace().records(kind, known_at)
    if app.json:
        from evidence.reports.documents import records

        print_json(records(kind, found))
        return
    rows = [_row(record) for record in found]
    headers = _HEADERS[next(shape for name, shape in KINDS.items() if name == kind)]
    table(headers, rows)


def print_scenarios() -> None:
    """Print the calculations that were kept, with what came out."""
    from evidence.reports.plain import result

    kept = current().workspace().scenarios()
    if current().json:
        print_json({"schema": 1, SCENARIOS: [one.as_mapping() for one in kept]})
        return
    rows = [(one.slug, one.method, result(one.result), one.why or "") for one in kept]
    table(("slug", "method", "result", "why"), rows)


_HEADERS: dict[type, tuple[str, ...]] = {
    Subject: ("slug", "name", "organization", "released"),
    Source: ("slug", "kind", "party", "published", "title"),
    Claim: ("slug", "kind", "statement"),
    Evidence: ("key", "claim", "stance", "source", "words"),
    Observation: ("key", "subject", "attribute", "value", "source"),
    Search: ("key", "claim", "stance", "corpus", "query"),
    Selection: ("subject", "attribute", "chosen", "reason"),
    Resolution: ("claim", "outcome", "date"),
}


def _row(record: Record) -> tuple[str, ...]:
    if isinstance(record, Evidence):
        words = record.quote or str(record.value or record.probability or "")
        return record.key, record.claim, record.stance or "estimate", record.source, words
    if isinstance(record, Selection):
        chosen = record.observation or record.rule or ""
        return record.subject, record.attribute, chosen, record.reason or ""
    names = _HEADERS[type(record)]
    return tuple(str(getattr(record, name) or "") for name in names)
