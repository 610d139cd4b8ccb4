"""The root command: global options, commands loaded on demand, one line for every error."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from evidence import __version__
from evidence.cli.app import App, command_options
from evidence.cli.commands import COMMANDS, SECTIONS
from evidence.core.errors import EvidenceError


class Root(click.Group):
    """A group that knows its commands by name and imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command's name."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"evidence.cli.{MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was asked for; a usage error names the one most like it."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            from evidence.looking import nearest

            near = nearest(name, COMMANDS)
            meant = f"; did you mean '{near}'?" if near else ""
            raise click.UsageError(f"no command is called '{name}'{meant}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Print the commands by section without importing any."""
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl(list(commands.items()))


MODULES = {"import": "import_", "list": "list_"}
"""Commands whose name Python keeps for itself."""


@click.group(
    cls=Root,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 ok, 1 wrong input, 2 usage, 3 not found, 4 conflict, 5 damaged, "
    "6 database busy or unreachable, 7 migration needed, 130 interrupted.",
)
@click.version_option(__version__, prog_name="evidence")
@command_options
@click.pass_context
def root(ctx: click.Context) -> None:
    """Keep claims about AI compute with the evidence for and against each.

    Ask where a claim stands and why, today or on any past day; log what has come out and see
    which numbers and claims move; publish the result.
    """
    ctx.ensure_object(App)
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def run(arguments: Sequence[str]) -> int:
    """Run one call and return its exit code; every error becomes one line on stderr."""
    app = App()
    try:
        code = root.main(list(arguments), prog_name="evidence", standalone_mode=False, obj=app)
    except (click.exceptions.Abort, KeyboardInterrupt):
        from evidence.cli.failing import interrupted

        return interrupted(as_json=app.json or "--json" in arguments)
    except (BrokenPipeError, SystemExit):
        return _closed_pipe()
    except OSError as error:
        from evidence.cli.failing import no_output

        return no_output(error)
    except (click.ClickException, EvidenceError) as error:
        from evidence.cli.failing import report

        return report(error, as_json=app.json or "--json" in arguments)
    except Exception as error:
        from evidence.cli.failing import unexpected

        return unexpected(error, as_json=app.json)
    return code if isinstance(code, int) else 0


def _closed_pipe() -> int:
    """The reader has gone (`| head`): stop silently, as other tools do."""
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - the interpreter flushes it on exit
    return 0
