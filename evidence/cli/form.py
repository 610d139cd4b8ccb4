"""Records in $EDITOR: a commented form, filled in and read back through the usual door."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import click

from evidence.core.errors import Invalid
from evidence.core.records import Record

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


def filled_in(claim: str) -> Record:
    """The item of evidence that the user's editor gave back."""
    return edited(FORM.format(claim=claim))


def edited(text: str) -> Record:
    """The one record of a bundle after the user's editor; Abort if nothing is left of it.

    A faulty text is kept in a file that the error names, so that nothing typed is lost.
    """
    from evidence.exchange.bundle import read

    answer = click.edit(text, extension=".yaml")
    if answer is None or not answer.strip():
        raise click.Abort
    bundle = read(["-"], stdin=io.BytesIO(answer.encode()), form="yaml")
    if bundle.problems or len(bundle.records) != 1:
        reason = bundle.problems[0] if bundle.problems else "there is not exactly one record"
        raise Invalid(f"{reason}; your text is kept in {_kept(answer)}")
    return bundle.records[0].record


def _kept(text: str) -> Path:
    with tempfile.NamedTemporaryFile(
        "w", prefix="evidence-", suffix=".yaml", delete=False, encoding="utf-8"
    ) as file:
        file.write(text)
    return Path(file.name)
