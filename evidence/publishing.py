"""What reports, the site and the live view are made from: gathered here, rendered elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from evidence import __version__
from evidence.clock import today
from evidence.core.changelog import Changelog
from evidence.core.changing import changes
from evidence.core.errors import NotFound
from evidence.core.ledger import Ledger
from evidence.core.records import claim_and_unit
from evidence.core.scoring import METHOD
from evidence.core.support import Support, outline, support
from evidence.core.timeline import timeline
from evidence.core.worth import questions_on
from evidence.reports.dossier import Dossier, Stamp, Told, dossier
from evidence.store.changelog import changelogs, concern_in
from evidence.store.engine import Reader

if TYPE_CHECKING:
    from evidence.asking import Asking
    from evidence.reports.pages.collection import Collection

T = TypeVar("T")


class Scope(NamedTuple):
    """Which claims a report is on, and for which day."""

    claims: Sequence[str] = ()
    tags: Sequence[str] = ()
    about: str | None = None
    as_of: str | None = None
    known_at: str | None = None
    since: str | None = None
    """The earlier day that the report compares with."""


def report(asking: Asking, scope: Scope) -> Dossier:
    """What a report on the named claims, or on those that fit, is made of; raises NotFound."""
    day, known_at = scope.as_of or today(), scope.known_at
    found = asking.explanations(
        scope.claims, tags=scope.tags, about=scope.about, as_of=day, known_at=known_at
    )
    if not found:
        raise NotFound("no claim fits", "see 'evidence list claims'")
    one = len(found) == 1
    ledger = asking.about(_slug(found[0]), known_at) if one else asking.ledger(known_at)
    logs = _logs(asking, ledger, list(map(_slug, found)), known_at)
    told = {s.claim: _told(ledger, s, logs[_slug(s)], scope.since) for s in found}
    return dossier(ledger, found, told, stamp(asking, day, known_at))


def _told(ledger: Ledger, one: Support, log: Changelog, since: str | None) -> Told:
    day = one.as_of
    moved = changes((ledger, since), (ledger, day), one.claim) if since else None
    asked = questions_on(ledger, [one]) if one.claim == _slug(one) else ()
    return Told(timeline(ledger, one.claim, day), moved, asked, log)


def _slug(one: Support) -> str:
    """The slug of the claim, of whose units one may be meant."""
    return claim_and_unit(one.claim)[0]


def _logs(
    asking: Asking, ledger: Ledger, claims: Iterable[str], known_at: str | None
) -> dict[str, Changelog]:
    """What was written to each claim, up to the day that is asked for."""
    concerns = [concern_in(ledger, slug) for slug in dict.fromkeys(claims)]
    with Reader(asking.location) as reader:
        logs = changelogs(reader, concerns)
    if known_at is None:
        return logs
    return {slug: Changelog(w for w in log if w.day <= known_at) for slug, log in logs.items()}


def stamp(asking: Asking, day: str, known_at: str | None) -> Stamp:
    """The day, the method, and the head of the log."""
    return Stamp(day, known_at, METHOD, __version__, *asking.head())


def collection(asking: Asking, as_of: str | None, known_at: str | None) -> Collection:
    """Everything that there is, to be published together."""
    ledger = asking.ledger(known_at)
    stamped = stamp(asking, as_of or today(), known_at)
    return collected(ledger, stamped, written(asking, ledger, known_at))


def written(asking: Asking, ledger: Ledger, known_at: str | None) -> Callable[[str], Changelog]:
    """What was written to each claim; the log is read once, when it is first asked for."""

    @cache
    def logs() -> dict[str, Changelog]:
        return _logs(asking, ledger, (claim.slug for claim in ledger.claims()), known_at)

    return lambda slug: logs()[slug]


def collected(ledger: Ledger, stamped: Stamp, log: Callable[[str], Changelog]) -> Collection:
    """The same of records that are at hand; a claim is judged once it is needed."""
    from evidence.reports.pages.collection import Collection, about, kin, sayings

    day, slugs = stamped.as_of, [claim.slug for claim in ledger.claims()]
    outlines = Standings(slugs, lambda slug: outline(ledger, slug, day))
    supports = Standings(slugs, lambda slug: support(ledger, slug, day))

    def of_claim(one: Support) -> Dossier:
        told = _told(ledger, one, log(one.claim), None)
        return dossier(ledger, [one], {one.claim: told}, stamped)

    indexes = about(ledger), sayings(ledger), kin(ledger)
    return Collection(ledger, outlines, supports, stamped, of_claim, *indexes)


class Standings(Mapping[str, T]):
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
