"""Options and completions that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from evidence.cli.app import App
from evidence.core.dates import last_day
from evidence.core.errors import EvidenceError, Invalid

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., Any])


def day(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Read a date; an imprecise one counts from its last day."""
    if value is None:
        return None
    try:
        return last_day(value)
    except Invalid as error:
        raise click.BadParameter(error.message, ctx, param) from None


as_of = click.option(
    "--as-of", metavar="DATE", callback=day, help="What was public at the end of that day."
)
known_at = click.option(
    "--known-at", metavar="DATE", callback=day, help="What this database said at the end of it."
)
dry_run = click.option("--dry-run", is_flag=True, help="Show what would move; write nothing.")


def slugs(*kinds: str) -> Callable[..., list[CompletionItem]]:
    """A completion from the slugs of these kinds in the chosen database."""

    def complete(
        ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        try:
            found = [name for kind in kinds for name in _names(ctx, kind)]
        except EvidenceError:
            return []
        return [CompletionItem(name) for name in found if name.startswith(incomplete)]

    return complete


def _names(ctx: click.Context, kind: str) -> list[str]:
    from evidence.core.records import SUBJECT_KINDS

    app = ctx.find_root().obj or App()
    slugs = app.workspace().slugs(kind)
    if kind not in SUBJECT_KINDS:
        return slugs
    return [f"{SUBJECT_KINDS[kind]}:{slug}" for slug in slugs] + slugs


SUBJECTS = ("models", "hardware", "clusters", "organizations", "laws")


def claim_argument(nargs: int = 1, required: bool = True) -> Callable[[F], F]:
    """The claim, or claims, that a command is about, completed from the database."""
    name = "claims" if nargs < 0 else "claim"
    metavar = "[CLAIM]..." if nargs < 0 else "CLAIM"
    return click.argument(
        name, nargs=nargs, required=required, metavar=metavar, shell_complete=slugs("claims")
    )
