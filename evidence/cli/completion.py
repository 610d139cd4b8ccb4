"""`evidence completion`: the script that completes commands and slugs in a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from evidence.cli.app import command_options
from evidence.cli.screen import remark


@click.command("completion")
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@command_options
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script that completes commands, options and slugs in SHELL.

    \b
    evidence completion bash > ~/.local/share/bash-completion/completions/evidence
    """  # noqa: D301 - click reads the escape
    maker = get_completion_class(shell)
    if maker is None:
        raise click.UsageError(f"no completion for '{shell}'")
    click.echo(maker(ctx.find_root().command, {}, "evidence", "_EVIDENCE_COMPLETE").source())
    remark("new shells complete slugs of the database in --db or EVIDENCE_DB")
