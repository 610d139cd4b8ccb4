"""The kinds of export: from a workspace to what is to be written.

To add a kind: write its renderer, and name it here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from evidence.clock import today
from evidence.core.ledger import Ledger
from evidence.core.support import Support, support
from evidence.exchange import bibtex, csl, dump, jsonld, parquet, xlsx
from evidence.exchange.atomic import Output
from evidence.exchange.scoring_tables import spoken, streams
from evidence.exchange.tables import Table, tables
from evidence.store.engine import Reader

if TYPE_CHECKING:
    from evidence.asking import Asking


class Gathered:
    """What an export is made of; each part is gathered once it is needed."""

    def __init__(
        self,
        workspace: Asking,
        output: str,
        as_of: str | None = None,
        known_at: str | None = None,
        base: str | None = None,
    ) -> None:
        self.workspace = workspace
        self.output = output
        self.day = as_of or today()
        self.known_at = known_at
        self.base = base
        self._held = ExitStack()

    @cached_property
    def ledger(self) -> Ledger:
        """The records."""
        return self.workspace.ledger(self.known_at)

    @cached_property
    def supports(self) -> tuple[Support, ...]:
        """Where every claim stands, by slug."""
        claims = self.workspace.watch(self.ledger.claims())
        return tuple(support(self.ledger, claim.slug, self.day) for claim in claims)

    def tables(self, further: Iterable[Table] = ()) -> tuple[Table, ...]:
        """The records and where the claims stand, as tables, and others beside them."""
        return tables(self.ledger, self.supports, further)

    def __enter__(self) -> Gathered:
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    @cached_property
    def reader(self) -> Reader:
        """The database as it is at one moment, for what is too large to be gathered."""
        return self._held.enter_context(Reader(self.workspace.location))


def site(workspace: Asking, day: str, known_at: str | None) -> Output:
    """Every page of the site, by its path."""
    from evidence.publishing import collection
    from evidence.reports.html import drawing
    from evidence.reports.site import files

    return dict(workspace.watch(files(collection(workspace, day, known_at), drawing())))


def _bundle(gathered: Gathered) -> Output:
    form = "jsonl" if gathered.output == "-" else dump.form_of(gathered.output)
    return dump.render(gathered.ledger, form)


class Export(NamedTuple):
    """One kind of export."""

    meaning: str
    render: Callable[[Gathered], Output]
    dated: bool = False
    """Whether it says where claims stand on a day."""
    text: bool = True
    """Whether it can be one text, and so go to stdout."""
    based: bool = False
    """Whether it names things by IRIs, which may begin with a given URL."""
    past: bool = True
    """Whether it can be of what was known on a former day."""
    counts: str = "records"
    """What it holds: records, or those of one kind."""

    def count(self, gathered: Gathered) -> int:
        """How many of these it holds."""
        if self.counts == "claims":
            return len(gathered.workspace.slugs("claims"))
        ledger = gathered.ledger
        return len(ledger) if self.counts == "records" else len(ledger.of_kind(self.counts))


EXPORTS: Mapping[str, Export] = {
    "bundle": Export("every record, to be imported again", _bundle),
    "parquet": Export(
        "a folder of typed tables, with where the claims stand",
        lambda g: parquet.render(g.tables(spoken(g.ledger))),
        dated=True,
        text=False,
    ),
    "scoring": Export(
        "of these tables those that 'evidence score --over' reads, at any size",
        lambda g: parquet.written(streams(lambda table: g.reader.batches(f"exported_{table}"))),
        text=False,
        past=False,
        counts="claims",
    ),
    "xlsx": Export(
        "the same tables as a workbook",
        lambda g: xlsx.render(g.tables(), g.day),
        dated=True,
        text=False,
    ),
    "bibtex": Export("the sources, for LaTeX", lambda g: bibtex.render(g.ledger), counts="sources"),
    "csl": Export(
        "the sources as CSL-JSON, for reference managers and Pandoc",
        lambda g: csl.render(g.ledger),
        counts="sources",
    ),
    "jsonld": Export(
        "claims and reviews (schema.org), and what numbers derive from (PROV)",
        lambda g: jsonld.render(g.ledger, g.supports, g.day, g.base),
        dated=True,
        based=True,
    ),
    "site": Export(
        "a folder of pages for a browser, without any server",
        lambda g: site(g.workspace, g.day, g.known_at),
        dated=True,
        text=False,
    ),
}
