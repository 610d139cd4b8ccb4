"""What pages are made from: the records, where every claim stands, and the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from evidence.core.ledger import Ledger
from evidence.core.records import Claim, Source, Subject
from evidence.core.support import Support

if TYPE_CHECKING:
    from evidence.reports.dossier import Dossier, Stamp


class Collection(NamedTuple):
    """Everything that is published together."""

    ledger: Ledger
    supports: Mapping[str, Support]
    """Where each claim stands, by its slug."""
    stamp: Stamp
    dossier: Callable[[Support], Dossier]
    """What there is to say of one claim."""

    def claims(self) -> list[Claim]:
        """The claims by slug."""
        return [record for record in self.ledger.of_kind("claims") if isinstance(record, Claim)]

    def sources(self) -> list[Source]:
        """The sources by slug."""
        return [record for record in self.ledger.of_kind("sources") if isinstance(record, Source)]

    def subjects(self, kind: str) -> list[Subject]:
        """The subjects of a kind by slug."""
        return [record for record in self.ledger.of_kind(kind) if isinstance(record, Subject)]
