"""What reports, the site and the live view are made from: gathered here, rendered elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evidence import __version__
from evidence.clock import today
from evidence.core.errors import NotFound
from evidence.core.scoring import METHOD
from evidence.core.support import Support, support
from evidence.core.timeline import timeline
from evidence.reports.dossier import Dossier, Stamp, dossier
from evidence.reports.pages.collection import Collection, about, sayings

if TYPE_CHECKING:
    from evidence.asking import Asking


def report(
    asking: Asking,
    claims: Sequence[str],
    tags: Sequence[str],
    about: str | None,
    as_of: str | None,
    known_at: str | None,
) -> Dossier:
    """What a report on the named claims, or on those that fit, is made of; raises NotFound."""
    day = as_of or today()
    found = asking.statuses(claims, tags=tags, about=about, as_of=day, known_at=known_at)
    if not found:
        raise NotFound("no claim fits", "see 'evidence list claims'")
    ledger = asking.ledger(known_at)
    times = {s.claim: timeline(ledger, s.claim, day) for s in found}
    return dossier(ledger, found, times, stamp(asking, day, known_at))


def stamp(asking: Asking, day: str, known_at: str | None) -> Stamp:
    """The day, the method, and the head of the log."""
    return Stamp(day, known_at, METHOD, __version__, *asking.head())


def collection(asking: Asking, as_of: str | None, known_at: str | None) -> Collection:
    """Everything that there is, to be published together."""
    day, ledger = as_of or today(), asking.ledger(known_at)
    slugs = (getattr(record, "slug", "") for record in ledger.of_kind("claims"))
    supports = {slug: support(ledger, slug, day) for slug in slugs}
    stamped = stamp(asking, day, known_at)

    def of_claim(one: Support) -> Dossier:
        return dossier(ledger, [one], {one.claim: timeline(ledger, one.claim, day)}, stamped)

    return Collection(
        ledger, supports, stamped, of_claim, about(supports.values()), sayings(ledger)
    )
