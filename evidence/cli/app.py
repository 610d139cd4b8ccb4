"""What every command shares: the database's place, the form of the output, the way in.

The global options are accepted before and after the command's name. `App` holds them and opens
the workspace only when a command asks for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from evidence.core.numbers import Figure
    from evidence.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")
DEFAULT_DATABASE = "evidence.db"


class App:
    """The global options of one call."""

    def __init__(self) -> None:
        self.db: str | None = None
        self.json = False
        self.quiet = False
        self.no_color = False
        self._warned = False

    @property
    def location(self) -> str:
        """The database: --db, else EVIDENCE_DB, else ./evidence.db."""
        return self.db or os.environ.get("EVIDENCE_DB") or DEFAULT_DATABASE

    def workspace(self) -> Workspace:
        """The workspace over the chosen database; nothing is opened before it is asked."""
        from evidence.workspace import Workspace

        workspace = Workspace(self.location, _watched)
        if self.db and workspace.location.has_password:
            self._warn_of_password()
        return workspace

    def _warn_of_password(self) -> None:
        """Say once that others of this machine can read the arguments of a command."""
        from evidence.cli.screen import remark

        if not (self._warned or self.quiet or self.json):
            remark(
                "warning: others can read a password in --db; keep it in PGPASSFILE or a service"
            )
        self._warned = True

    def peak(self, hardware: str, number_format: str, sparsity: str) -> tuple[Figure, str]:
        """A chip's peak, of the database if there is one, else of the shipped chips."""
        from evidence.peaks import peak

        return peak(self.workspace().location, hardware, number_format, sparsity)


def _watched(items: Iterable[T]) -> Iterator[T]:
    """The items of a long loop, shown as they pass by; most questions have no such loop."""
    from evidence.cli.progress import watched

    return watched(items)


def current() -> App:
    """The options of the running command."""
    return click.get_current_context().ensure_object(App)


def _store(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    app = ctx.ensure_object(App)
    if value and param.name:
        setattr(app, param.name, value)


def command_options(function: F) -> F:
    """Add the global options to a command, so that they may also follow its name."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


_OPTIONS: tuple[Callable[[F], F], ...] = (
    click.option(
        "--db",
        metavar="URL|PATH",
        expose_value=False,
        callback=_store,
        is_eager=True,
        help="The database; else EVIDENCE_DB, else ./evidence.db.",
    ),
    click.option(
        "--json",
        is_flag=True,
        expose_value=False,
        callback=_store,
        is_eager=True,
        help="Print one JSON document.",
    ),
    click.option(
        "--quiet",
        "-q",
        is_flag=True,
        expose_value=False,
        callback=_store,
        help="Leave out remarks and hints.",
    ),
    click.option(
        "--no-color",
        is_flag=True,
        expose_value=False,
        callback=_store,
        help="Print without colour, as NO_COLOR does.",
    ),
)
