"""Every question of a workspace: gather the records, decide by a pure function of `core`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from evidence.clock import today
from evidence.core.errors import NotFound
from evidence.core.ledger import Ledger
from evidence.core.records import Record, claim_and_unit
from evidence.store.engine import Location, Reader

if TYPE_CHECKING:
    from evidence.core.changelog import Changelog
    from evidence.core.changing import Changes
    from evidence.core.deriving import Derivation
    from evidence.core.headline import Headline
    from evidence.core.impact import Impact
    from evidence.core.resolved import Calibration
    from evidence.core.standing import Scores, Standing
    from evidence.core.support import Support
    from evidence.core.timeline import Timeline
    from evidence.core.watching import Watch
    from evidence.core.worth import Question
    from evidence.integrity import Check
    from evidence.looking import Thing
    from evidence.quoted import Held
    from evidence.reports.charts import Chart
    from evidence.reports.dossier import Dossier
    from evidence.store.history import Entry
    from evidence.store.imported import ImportedRow
    from evidence.store.reading import Found
    from evidence.store.scenarios import Scenario


T = TypeVar("T")


class Headlines(tuple["Headline", ...]):
    """Where several claims stand."""

    __slots__ = ()

    def to_dicts(self) -> list[dict[str, Any]]:
        """One mapping a claim, as data frames take them."""
        return [row for headline in self for row in headline.to_dicts()]


class Asking:
    """A database, opened for each question and closed after it.

    Whatever takes long draws what it works through from `watch`.
    """

    def __init__(self, location: str, watch: Watch = iter) -> None:
        self.location = Location(location)
        self.watch = watch

    def status(self, claim: str, as_of: str | None = None, known_at: str | None = None) -> Headline:
        """Where a claim, or `claim/unit`, stands at the end of a day; raises NotFound."""
        from evidence.core.headline import headline
        from evidence.store.abridging import Abridged, abridged

        (slug, unit), day = claim_and_unit(claim), as_of or today()
        if unit or known_at is not None:
            found = Abridged(self.about(slug, known_at))
        else:
            with Reader(self.location) as reader:
                found = abridged(reader, slug, day)
            self._claim_in(found.ledger, slug)
        return headline(found.ledger, claim, day, found.said)

    def explain(self, claim: str, as_of: str | None = None, known_at: str | None = None) -> Support:
        """The same with every contribution, and what would change it; raises NotFound."""
        from evidence.core.support import support

        ledger = self.about(claim_and_unit(claim)[0], known_at)
        return support(ledger, claim, as_of or today())

    def statuses(
        self,
        claims: Sequence[str] = (),
        *,
        tags: Sequence[str] = (),
        status: str | None = None,
        about: str | None = None,
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> Headlines:
        """Where the claims stand: the named ones, or all that fit, by slug."""
        if len(claims) == 1:
            found = [self.status(claims[0], as_of, known_at)]
        else:
            from evidence.core.headline import headline

            found = self._of_each(headline, claims, tags, about, as_of, known_at)
        return Headlines(one for one in found if status in (None, one.status))

    def explanations(
        self,
        claims: Sequence[str] = (),
        *,
        tags: Sequence[str] = (),
        about: str | None = None,
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> list[Support]:
        """The same with every contribution."""
        if len(claims) == 1:
            return [self.explain(claims[0], as_of, known_at)]
        from evidence.core.support import support

        return self._of_each(support, claims, tags, about, as_of, known_at)

    def _of_each(
        self,
        asked: Callable[[Ledger, str, str], T],
        claims: Sequence[str],
        tags: Sequence[str],
        about: str | None,
        as_of: str | None,
        known_at: str | None,
    ) -> list[T]:
        from evidence.looking import fitting, reference

        ledger = self.ledger(known_at)
        for slug in claims:
            self._claim_in(ledger, claim_and_unit(slug)[0])
        about = reference(ledger, about) if about else None
        wanted = claims or fitting(ledger, tags, about)
        return [asked(ledger, slug, as_of or today()) for slug in self.watch(wanted)]

    def scores(
        self,
        claims: Sequence[str] = (),
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> Scores:
        """The figures of the named claims in their order, or of all by slug; raises NotFound."""
        from evidence.core.dates import last_day
        from evidence.core.standing import Scores

        day = last_day(as_of) if as_of else today()
        found = self._standings(claims, day, known_at)
        return Scores(day, tuple(found[claim] for claim in claims or found))

    def _standings(
        self, claims: Sequence[str], day: str, known_at: str | None
    ) -> dict[str, Standing]:
        from evidence.core.standing import standing
        from evidence.store.standings import standings

        if known_at is None and not any("/" in claim for claim in claims):
            with Reader(self.location) as reader:
                found = {one.claim: one for one in standings(reader, day, claims or None)}
        else:
            # The voices that are kept are those of today's records, and of whole claims.
            ledger = self.ledger(known_at)
            slugs = claims or [claim.slug for claim in ledger.claims()]
            known = (slug for slug in slugs if ledger.claim(claim_and_unit(slug)[0]))
            found = {slug: standing(ledger, slug, day) for slug in known}
        for claim in claims:
            if claim not in found:
                self._claim_in(Ledger(), claim_and_unit(claim)[0])
        return found

    def timeline(
        self, claim: str, as_of: str | None = None, known_at: str | None = None
    ) -> Timeline:
        """A claim's support on every day on which it moved."""
        from evidence.core.timeline import timeline

        ledger = self.about(claim_and_unit(claim)[0], known_at)
        return timeline(ledger, claim, as_of or today())

    def changes(
        self, claim: str, then: str, as_of: str | None = None, known_at: str | None = None
    ) -> Changes:
        """What changed in a claim, or `claim/unit`, between two days; raises NotFound."""
        from evidence.core.changing import changes

        ledger = self.about(claim_and_unit(claim)[0], known_at)
        return changes((ledger, then), (ledger, as_of or today()), claim)

    def since(self, day: str, as_of: str | None = None, known_at: str | None = None) -> Impact:
        """Which claims and derived numbers have moved between two days."""
        from evidence.core.impact import since

        return since(self.ledger(known_at), day, as_of or today(), self.watch)

    def questions(self, claim: str | None = None, as_of: str | None = None) -> list[Question]:
        """What is worth finding out, the most telling first; of one claim, or of all."""
        from evidence.core.worth import questions

        if claim is None:
            return list(questions(self.ledger(), as_of or today(), watch=self.watch))
        return list(questions(self.about(claim, None), as_of or today(), [claim]))

    def calibration(self, as_of: str | None = None, known_at: str | None = None) -> Calibration:
        """How good the probabilities of resolved claims were; NotFound if none is resolved."""
        from evidence.core.resolved import calibration

        return calibration(self.ledger(known_at), as_of or today())

    def derive(
        self,
        subject: str,
        attribute: str | None = None,
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> Derivation:
        """Every route to a subject's number; a bare slug may stand for `model:slug`.

        Without an attribute it is the first to which any route leads.
        """
        from evidence.core.deriving import derive, reachable
        from evidence.looking import reference

        ledger = self.ledger(known_at)
        ref, day = reference(ledger, subject), as_of or today()
        wanted = attribute or reachable(ledger, ref, day)[0]
        return derive(ledger, ref, wanted, day)

    def show(self, name: str, known_at: str | None = None) -> Thing:
        """One record by slug, reference or key prefix, with what refers to it."""
        from evidence.looking import thing

        return thing(self.ledger(known_at), name)

    def rows(self, name: str) -> list[ImportedRow]:
        """The rows of imported tables about a subject, or of the table that a number is from."""
        return self.rows_of(self.show(name).record)

    def rows_of(self, record: Record) -> list[ImportedRow]:
        """The same for a record that is at hand."""
        from evidence.core.records import Observation, Subject
        from evidence.store.imported import rows_about

        if not isinstance(record, Subject | Observation):
            return []
        with Reader(self.location) as reader:
            if isinstance(record, Subject):
                return rows_about(reader, record.ref)
            found = rows_about(reader, record.subject)
        return [row for row in found if row.source == record.source]

    def copy_of(self, record: Record) -> Held | None:
        """The copy that is kept of a source, with the quotes that were looked for in it."""
        from evidence.core.records import Source

        if not isinstance(record, Source):
            return None
        from evidence.quoted import held

        return held(self.location, record, self.ledger())

    def records(self, kind: str, known_at: str | None = None) -> list[Record]:
        """All records of a kind, sorted by slug or key."""
        return self.ledger(known_at).of_kind(kind)

    def scenarios(self) -> list[Scenario]:
        """The calculations that were kept under a name."""
        from evidence.store.scenarios import scenarios

        with Reader(self.location) as reader:
            return scenarios(reader)

    def search(self, text: str) -> list[Found]:
        """What holds a text: claims, sources, subjects and quotes."""
        from evidence.store.reading import find

        with Reader(self.location) as reader:
            return find(reader, text)

    def history(self, thing: str | None = None) -> list[Entry]:
        """The entries of the log, oldest first; of one thing only those that wrote it."""
        from evidence.store.reading import log

        with Reader(self.location) as reader:
            entries = log(reader, thing)
        if thing is not None and not entries:
            raise NotFound(f"nothing in the history is called '{thing}'", "see 'evidence history'")
        return entries

    def changelog(self, claim: str) -> Changelog:
        """The writes to a claim, its evidence and the numbers that may answer it, oldest first."""
        from evidence.store.changelog import changelog

        with Reader(self.location) as reader:
            found = changelog(reader, claim)
        if not found:
            self._claim_in(Ledger(), claim)
        return found

    def chart(
        self,
        kind: str,
        thing: str | None = None,
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> Chart:
        """A chart of one of `reports.charts.KINDS`, to be drawn by that package's functions."""
        from evidence.charting import charted

        return charted(self, kind, thing, as_of or today(), known_at)

    def dossier(
        self,
        claims: Sequence[str] = (),
        tags: Sequence[str] = (),
        about: str | None = None,
        as_of: str | None = None,
        known_at: str | None = None,
        since: str | None = None,
    ) -> Dossier:
        """What a report on these claims is made of; NotFound if none fits."""
        from evidence.publishing import Scope, report

        return report(self, Scope(claims, tags, about, as_of, known_at, since))

    def head(self) -> tuple[int, str]:
        """The number and hash of the log's last entry."""
        from evidence.store.reading import head

        with Reader(self.location) as reader:
            return head(reader)

    def ledger(self, known_at: str | None = None) -> Ledger:
        """All records, as they are now or as they were known at the end of a day."""
        from evidence.store.reading import everything, log

        with Reader(self.location) as reader:
            if known_at is None:
                return everything(reader)
            from evidence.store.history import replay

            return replay(log(reader), known_at)

    def about(self, claim: str, known_at: str | None) -> Ledger:
        """The records that judging one claim needs; NotFound if there is no such claim."""
        from evidence.store.reading import about_claims

        if known_at is not None:
            ledger = self.ledger(known_at)
        else:
            with Reader(self.location) as reader:
                ledger = about_claims(reader, [claim])
        self._claim_in(ledger, claim)
        return ledger

    def _claim_in(self, ledger: Ledger, slug: str) -> None:
        if ledger.claim(slug) is None:
            from evidence.looking import unknown

            slugs = self.slugs("claims")
            if slug in slugs:
                raise NotFound(f"the claim '{slug}' was not known then", "ask with a later day")
            raise unknown("claim", slug, slugs)

    def slugs(self, kind: str) -> list[str]:
        """The slugs of a kind."""
        from evidence.store.reading import slugs

        with Reader(self.location) as reader:
            return slugs(reader, kind)

    def check(self, anchor: str | None = None) -> Check:
        """Whether the log is whole, the records follow from it, and quotes are in their copies."""
        from evidence.integrity import check

        return check(self.location, anchor, self.watch)
