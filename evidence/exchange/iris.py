"""The names by which linked data refer to records: `urn:evidence:claim:most-labs-fp8`."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote

from evidence.core.errors import Invalid
from evidence.exchange.citing import address
from evidence.exchange.found import shown


class Names(NamedTuple):
    """IRIs that are the same in every export; with a base they begin with that address."""

    base: str | None = None

    def iri(self, kind: str, name: str) -> str:
        """The IRI of one thing of a kind."""
        if self.base is None:
            return f"urn:evidence:{kind}:{quote(name, safe='/:')}"
        return f"{self.base}{kind}/{quote(name, safe='/:')}"

    def page(self, claim: str) -> str:
        """The address of a claim's page; without a base the review's IRI."""
        return self.iri("review", claim) if self.base is None else f"{self.base}claims/{claim}.html"


def names_under(base: str | None) -> Names:
    """The names under an address; raises Invalid for what is no address of a site."""
    if base is None:
        return Names()
    if address(base) != base or re.search("[?#]", base):
        raise Invalid(f"--base {shown(base)} is no address: write https://example.org/evidence/")
    return Names(base.rstrip("/") + "/")
