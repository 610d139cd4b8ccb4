"""The list of claims, narrowed and ordered as the form above it asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from evidence.core.cleaning import clean
from evidence.core.errors import Invalid
from evidence.core.records import Claim
from evidence.core.support import Outline
from evidence.reports.pages.collection import Collection

ORDERS: Mapping[str, Callable[[Outline], tuple[float, str]]] = {
    "name": lambda s: (0, s.claim),
    "probability": lambda s: (-s.probability, s.claim),
    "-probability": lambda s: (s.probability, s.claim),
    "uncertain": lambda s: (abs(s.probability - 0.5), s.claim),
}


def chosen(collection: Collection, filters: Mapping[str, str]) -> list[Outline]:
    """The claims that fit; raises Invalid for an order that there is not."""
    order = filters.get("sort", "name")
    if order not in ORDERS:
        raise Invalid(f"claims cannot be sorted by '{order}'", f"sort by {', '.join(ORDERS)}")
    fitting = (claim.slug for claim in collection.ledger.claims() if _fits(claim, filters))
    found: Iterable[Outline] = (collection.outlines[slug] for slug in fitting)
    status = filters.get("status")
    return sorted((s for s in found if status in (None, s.status)), key=ORDERS[order])


def _fits(claim: Claim, filters: Mapping[str, str]) -> bool:
    text = f"{claim.statement} {claim.slug}".lower()
    return (
        filters.get("kind") in (None, claim.kind)
        and filters.get("tag") in (None, *map(clean, claim.tags))
        and all(word in text for word in filters.get("text", "").lower().split())
    )
