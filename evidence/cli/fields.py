"""FIELD=VALUE pairs from the command line, typed as a CSV file's cells are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click


def pairs(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Split FIELD=VALUE arguments; a pair without '=' is a usage error."""
    found = {}
    for pair in values:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"'{pair}' is no FIELD=VALUE", ctx, param)
        if name in found:
            raise click.BadParameter(f"'{name}' is given twice", ctx, param)
        found[name.replace("-", "_")] = value
    return found


def typed(kind: str, fields: Mapping[str, str]) -> dict[str, Any]:
    """Read numbers and lists where the kind's fields are such; an empty value is absent."""
    from evidence.exchange.csv_file import cell

    return {name: cell(kind, name, text) if text else None for name, text in fields.items()}
