"""Records in $EDITOR: a commented form, filled in and read back through the usual door."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from evidence.core.errors import Conflict, EvidenceError, Invalid
from evidence.core.records import Record

T = TypeVar("T")

FORM = """\
# Evidence on {claim}. Save to log it; remove everything to log nothing.
evidence:
  - claim: {claim}
    source:            # slug; 'evidence list sources' shows them
    stance:            # supports, refutes or neutral
    strength:          # conclusive, strong, moderate (default) or weak
    directness:        # direct (default), indirect or circumstantial
    quote:
    locator:           # page, section, table
    published:         # YYYY, YYYY-MM or YYYY-MM-DD; else the source's date
    note:
"""


def filled_in(claim: str, then: Callable[[Record], T]) -> T:
    """What `then` makes of the item of evidence that the user's editor gave back."""
    return edited(FORM.format(claim=claim), then)


def edited(text: str, then: Callable[[Record], T]) -> T:
    """What `then` makes of the one record of a bundle after the user's editor.

    A text that cannot be taken is kept in a file that the error names, so that nothing typed is
    lost. Raises Invalid where the form was left as it was.
    """
    try:
        answer = click.edit(text, extension=".yaml")
    except click.ClickException as error:
        raise Invalid(f"no editor: {error.message}", "set EDITOR to one that there is") from None
    if answer is None or not answer.strip() or answer == text:
        raise Invalid("nothing was written: the form was left as it was")
    try:
        return then(_record(answer))
    except EvidenceError as error:
        reason = str(error).replace("standard input:", "your text, line ")
        told = Conflict if isinstance(error, Conflict) else Invalid
        raise told(f"{reason}; your text is kept in {_kept(answer)}") from None


def _record(answer: str) -> Record:
    from evidence.exchange.bundle import read

    bundle = read(["-"], stdin=io.BytesIO(answer.encode()), form="yaml")
    if bundle.problems:
        raise Invalid(bundle.problems[0])
    if len(bundle.records) != 1:
        raise Invalid("there is not exactly one record")
    return bundle.records[0].record


def _kept(text: str) -> Path:
    with tempfile.NamedTemporaryFile(
        "w", prefix="evidence-", suffix=".yaml", delete=False, encoding="utf-8"
    ) as file:
        file.write(text)
    return Path(file.name)
