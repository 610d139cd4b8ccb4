"""What reports, the site and the live view are made from: gathered here, rendered elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from evidence import __version__
from evidence.clock import today
from evidence.core.errors import NotFound
from evidence.core.ledger import Ledger
from evidence.core.scoring import METHOD
from evidence.core.support import Support, outline, support
from evidence.core.timeline import timeline
from evidence.reports.dossier import Dossier, Stamp, dossier
from evidence.reports.pages.collection import Collection, about, sayings

if TYPE_CHECKING:
    from evidence.asking import Asking

T = TypeVar("T")


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
    return collected(asking.ledger(known_at), stamp(asking, as_of or today(), known_at))


def collected(ledger: Ledger, stamped: Stamp) -> Collection:
    """The same of records that are at hand; a claim is judged once it is needed."""
    day = stamped.as_of
    slugs = [getattr(record, "slug", "") for record in ledger.of_kind("claims")]
    outlines = Judged(slugs, lambda slug: outline(ledger, slug, day))
    supports = Judged(slugs, lambda slug: support(ledger, slug, day))

    def of_claim(one: Support) -> Dossier:
        return dossier(ledger, [one], {one.claim: timeline(ledger, one.claim, day)}, stamped)

    return Collection(ledger, outlines, supports, stamped, of_claim, about(ledger), sayings(ledger))


class Judged(Mapping[str, T]):
    """Where each claim stands, worked out when it is first asked for."""

    def __init__(self, slugs: Iterable[str], judge: Callable[[str], T]) -> None:
        self._slugs = dict.fromkeys(slugs)
        self._judge = cache(judge)

    def __getitem__(self, slug: str) -> T:
        if slug not in self._slugs:
            raise KeyError(slug)
        return self._judge(slug)

    def __contains__(self, slug: object) -> bool:
        return slug in self._slugs

    def __iter__(self) -> Iterator[str]:
        return iter(self._slugs)

    def __len__(self) -> int:
        return len(self._slugs)
