"""`evidence show`: one thing with all that is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from evidence.cli.app import command_options, current
from evidence.cli.keep import copy_document, counted, described
from evidence.cli.options import SUBJECTS, known_at, slugs
from evidence.cli.screen import print_json, say, table
from evidence.core.ledger import Ledger
from evidence.core.records import Claim, Evidence, Observation, Record, Search

if TYPE_CHECKING:
    from evidence.store.imported import ImportedRow


@click.command("show")
@click.argument("thing", shell_complete=slugs("claims", "sources", *SUBJECTS))
@known_at
@command_options
def command(thing: str, known_at: str | None) -> None:
    """Show THING, named by slug, reference or key, with everything that refers to it."""
    from evidence.reports.documents import keyed
    from evidence.reports.documents import thing as document

    app = current()
    workspace = app.workspace()
    found = workspace.show(thing, known_at)
    rows = workspace.rows_of(found.record) if known_at is None else []
    held = workspace.copy_of(found.record) if known_at is None else None
    if app.json:
        kept: dict[str, Any] = {"rows": [row.as_mapping() for row in rows]} if rows else {}
        kept |= {"copy": copy_document(*held)} if held else {}
        print_json({**document(found.record, found.around), **kept})
        return
    say(f"{found.kind}:")
    for name, value in keyed(found.record).items():
        say(f"  {name}: {_plain(value)}")
    if held:
        say(f"  copy: {described(held.copy)}")
        say(f"  quotes: {counted(held.quotes)}")
    print_numbers(found.around)
    print_items(found.around)
    print_named(found.around)
    print_rows(rows)


def print_rows(rows: Sequence[ImportedRow]) -> None:
    """Print the rows of imported tables as they stood in their files."""
    for row in rows:
        say()
        say(f"row {row.number} of {row.source}:")
        for name, cell in row.cells.items():
            say(f"  {name}: {' '.join(cell.split())}")


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_plain(part)}" for name, part in value.items())
    return str(value)


def print_numbers(around: Ledger) -> None:
    """Print the numbers that sources state."""
    found = [r for r in around.of_kind("observations") if isinstance(r, Observation)]
    if not found:
        return
    say()
    rows = [(o.key, o.subject, o.attribute, str(o.value), _sorts(o), o.source) for o in found]
    table(("key", "subject", "attribute", "value", "of what sort", "source"), rows)


def _sorts(o: Observation) -> str:
    words = (o.number_format, o.sparsity, o.scope, o.convention, o.basis)
    return " ".join(word for word in words if word)


def print_items(around: Ledger) -> None:
    """Print evidence and searches."""
    items = [r for k in ("evidence", "searches") for r in around.of_kind(k)]
    rows = [_item(r) for r in items if isinstance(r, Evidence | Search)]
    if rows:
        say()
        table(("key", "claim", "stance", "source", "words"), rows)


def _item(item: Evidence | Search) -> tuple[str, ...]:
    words = item.query if isinstance(item, Search) else item.quote or str(item.value or "")
    return item.key, item.claim, item.stance or "estimate", item.source or "", words


def print_named(around: Ledger) -> None:
    """Print the slugs of everything else that it is linked with."""
    say()
    for kind in ("claims", "sources", "organizations", "models", "hardware", "clusters", "laws"):
        names = [_named(record) for record in around.of_kind(kind)]
        if names:
            say(f"{kind}: {', '.join(names)}")


def _named(record: Record) -> str:
    slug = str(getattr(record, "slug", ""))
    return f"{slug} ({record.kind})" if isinstance(record, Claim) else slug
