"""`evidence report`: a report that can be published as it is."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.options import SUBJECTS, as_of, claim_argument, day, known_at, slugs
from evidence.cli.screen import print_json, remark, say_whole
from evidence.reports.formats import FORMATS


@click.command("report")
@claim_argument(nargs=-1, required=False)
@click.option(
    "--about", metavar="SUBJECT", shell_complete=slugs(*SUBJECTS), help="On this subject."
)
@click.option("--tag", "tags", multiple=True, help="On claims with this tag.")
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(FORMATS)),
    default="markdown",
    show_default=True,
    help="What it is written as.",
)
@click.option("--output", "-o", metavar="FILE", default="-", help="The file to write; - is stdout.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.option("--since", metavar="DATE", callback=day, help="Tell what has changed since that day.")
@as_of
@known_at
@command_options
def command(
    claims: tuple[str, ...],
    about: str | None,
    tags: tuple[str, ...],
    form: str,
    output: str,
    force: bool,
    as_of: str | None,
    known_at: str | None,
    since: str | None,
) -> None:
    """Write a report on the named claims, on those that fit, or on all.

    It states where each claim stands and why, with every quote, locator and link, the day, the
    method's version and the head of the log.
    """
    from evidence.exchange.atomic import write_file

    app = current()
    chosen = FORMATS["json" if app.json and output == "-" else form]
    chosen.prepare()
    dossier = app.workspace().dossier(claims, tags, about, as_of, known_at, since)
    text = chosen.render(dossier)
    if output == "-":
        say_whole(text)
        return
    write_file(output, text, force)
    if app.json:
        print_json({"schema": 1, "output": output, "claims": len(dossier.chapters)})
    elif not app.quiet:
        count = len(dossier.chapters)
        remark(f"wrote {output}: {count} claim{'s' * (count != 1)}")
