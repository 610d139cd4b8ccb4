"""`evidence export`: the records, in files that other programs read, or that are imported again."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.options import as_of as as_of_option
from evidence.cli.options import known_at as known_at_option
from evidence.cli.screen import print_json, remark, say_whole
from evidence.exporting import EXPORTS, Export, Gathered

_LIST = "\n".join(f"{kind:10}{export.meaning}" for kind, export in EXPORTS.items())
_HELP = f"""Write the records for other programs, or to be imported again.

\b
{_LIST}

Importing a bundle into an empty database gives the same bundle; a name ending in .json, .yaml or
.jsonl is one file, any other a folder. When something was recorded, the log and former versions
are not part of it: 'evidence backup' keeps those.
"""


@click.command("export", help=_HELP)
@click.argument("kind", metavar="KIND", type=click.Choice(tuple(EXPORTS)))
@click.option(
    "--output",
    "-o",
    metavar="OUT",
    required=True,
    help="The file or folder to write; - is stdout.",
)
@click.option("--force", is_flag=True, help="Replace what is there.")
@click.option("--base", metavar="URL", help="What the names in jsonld begin with.")
@as_of_option
@known_at_option
@command_options
def command(
    kind: str,
    output: str,
    force: bool,
    base: str | None,
    as_of: str | None,
    known_at: str | None,
) -> None:
    """Write one kind of export."""
    from evidence.exchange.atomic import write

    export = EXPORTS[kind]
    _refuse(kind, export, output, base, as_of, known_at)
    app = current()
    with Gathered(app.workspace(), output, as_of, known_at, base) as gathered:
        written = export.render(gathered)
        if output == "-":
            assert isinstance(written, str)
            say_whole(written)
            return
        write(output, written, force)
    if app.json:
        print_json({"schema": 1, "output": output, export.counts: export.count(gathered)})
    elif not app.quiet:
        remark(f"wrote {export.count(gathered)} {export.counts} to {output}")


def _refuse(
    kind: str,
    export: Export,
    output: str,
    base: str | None,
    as_of: str | None,
    known_at: str | None,
) -> None:
    """Raise UsageError for options that mean nothing for this kind."""
    if output == "-" and not export.text:
        raise click.UsageError(f"{kind} is no text: name what to write with -o")
    if as_of and not export.dated:
        raise click.UsageError(f"{kind} says nothing of where claims stand: leave --as-of out")
    if known_at and not export.past:
        raise click.UsageError(f"{kind} is of what is known now: leave --known-at out")
    if base and not export.based:
        raise click.UsageError(f"{kind} has no names that begin with a URL: leave --base out")
