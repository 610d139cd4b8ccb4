"""`evidence completion`: the script that completes commands and slugs in a shell."""

from __future__ import annotations

import sys

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
    if shell == "bash":
        # References such as model:deepseek-v3 are one word here, and bash would split them.
        click.echo("COMP_WORDBREAKS=${COMP_WORDBREAKS//:}")
    if sys.stdout.isatty():
        remark("new shells complete slugs of the database in --db or EVIDENCE_DB")
