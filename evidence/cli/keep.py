"""`evidence keep`: the copy of a source, in which its quotes are looked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from evidence.cli.app import command_options, current
from evidence.cli.options import slugs
from evidence.cli.screen import print_json, say, table
from evidence.core.vocabulary import COPY_KINDS

if TYPE_CHECKING:
    from evidence.core.quotes import Quoted, Quotes
    from evidence.keeping import Kept
    from evidence.store.copies import Copy


@click.command("keep")
@click.argument("source", shell_complete=slugs("sources"))
@click.argument("file", type=click.Path())
@click.option(
    "--kind",
    type=click.Choice(tuple(COPY_KINDS)),
    help="What the file is; a name that ends in .html is a page, any other a text.",
)
@click.option(
    "--update", is_flag=True, help="Take this copy in place of another; that stays in history."
)
@click.option("--dry-run", is_flag=True, help="Show which quotes stand in it; write nothing.")
@command_options
def command(source: str, file: str, kind: str | None, update: bool, dry_run: bool) -> None:
    """Keep the text of FILE as the copy of SOURCE, and look for the source's quotes in it.

    FILE is text in UTF-8 or a page of HTML, of at most 20 MB; "-" reads from standard input. Of a
    PDF the text is kept: 'pdftotext PAPER.pdf - | evidence keep SOURCE - --kind pdf-text'.

    The SHA-256 of the file becomes the source's sha256. If the source names another one already
    that is a conflict, unless --update replaces it; the quotes that stood in the former copy and
    are not in the new one are listed. 'evidence check' looks for every quote again.
    """
    workspace = current().workspace()
    found = workspace.keep_copy(source, file, kind=kind, update=update, dry_run=dry_run)
    if current().json:
        print_json(document(found))
        return
    copy = found.copy
    verb = ("would keep" if dry_run else "kept") if found.new else "already kept"
    say(f"{verb}: {described(copy)}")
    print_quotes(found.quotes)
    for one in found.lost:
        say(f"no longer there: {one.place}: {one.remark}")


def described(copy: Copy) -> str:
    """A copy on one line."""
    former = f", in place of {copy.replaces[:12]}" if copy.replaces else ""
    return (
        f"{copy.source}, {copy.kind}, {len(copy.content)} characters, kept {copy.kept}, "
        f"SHA-256 {copy.sha256}{former}"
    )


def document(found: Kept) -> dict[str, Any]:
    """What was kept as JSON."""
    return {
        "schema": 1,
        "copy": copy_document(found.copy, found.quotes),
        "former": found.former.sha256 if found.former else None,
        "items": [one._asdict() for one in found.quotes.items],
        "lost": [one.key for one in found.lost],
        "new": found.new,
        "entry": found.entry.seq if found.entry else None,
    }


def copy_document(copy: Copy, quotes: Quotes) -> dict[str, Any]:
    """A copy as JSON: all but its text, with how many quotes stand in it."""
    fields = {name: value for name, value in copy.as_mapping().items() if name != "content"}
    return {**fields, "characters": len(copy.content), "quotes": quotes.counts}


def print_quotes(quotes: Quotes) -> None:
    """Print how many quotes have which verdict, and each that was not found as it is."""
    say(f"quotes: {counted(quotes)}")
    _list([one for one in quotes.items if one.verdict != "found"])


def counted(quotes: Quotes) -> str:
    """How many quotes have which verdict."""
    return ", ".join(f"{n} {verdict.replace('_', ' ')}" for verdict, n in quotes.counts.items())


def _list(quotes: Sequence[Quoted]) -> None:
    if quotes:
        say()
        rows = [(q.key, q.owner, q.locator or "", _word(q), q.remark) for q in quotes]
        table(("key", "of", "at", "quote", "how it differs"), rows)


def _word(one: Quoted) -> str:
    return one.verdict.replace("_", " ")
