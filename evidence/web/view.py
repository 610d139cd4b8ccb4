"""From an address to an answer: one page of the database, or one line that says what is wrong."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from evidence.core.errors import EvidenceError, Invalid, NotFound, Unavailable
from evidence.reports.html import css, template_text
from evidence.reports.pages import lists, page_of
from evidence.reports.site import STYLE
from evidence.reports.site.paths import HOME
from evidence.web import as_json, choosing, finding, framing
from evidence.web.asked import Asked, asked
from evidence.web.days import moving, offered
from evidence.web.keeping import Keeper, Kept

if TYPE_CHECKING:
    from evidence.asking import Asking
    from evidence.reports.html import Draw
    from evidence.reports.page import Page

PATIENCE = 20.0
"""Seconds that a page waits for its turn."""


class Answer(NamedTuple):
    """What is sent back."""

    body: str
    media: str = "text/html"
    status: int = 200


class View:
    """Answers addresses; one page is worked out at a time, as all share what is known already."""

    def __init__(self, asking: Asking, draw: Draw, base: str = "/") -> None:
        self._asking = asking
        self._draw = draw
        self._base = base
        self._keeper = Keeper(asking)
        self._turn = Lock()

    def answer(self, path: str, query: Mapping[str, str]) -> Answer:
        """The page of a path below the base."""
        if path == STYLE:
            return Answer(css(), "text/css")
        if path == framing.SCRIPT:
            return Answer(template_text(path), "text/javascript")
        try:
            return self._page(asked(path or "index.html", query))
        except EvidenceError as error:
            return self._trouble(error, path)
        except Exception as error:
            if os.environ.get("EVIDENCE_DEBUG"):
                raise
            return self._trouble(Defect(f"a defect of this program: {type(error).__name__}"), path)

    def _page(self, wanted: Asked) -> Answer:
        if not self._turn.acquire(timeout=PATIENCE):
            raise Unavailable("other pages are being worked out", "try again")
        try:
            return self._worked_out(wanted)
        finally:
            self._turn.release()

    def _worked_out(self, wanted: Asked) -> Answer:
        kept = self._keeper.on(wanted.as_of, wanted.known_at)
        if wanted.reference not in kept.known:
            raise NotFound(f"nothing is called '{wanted.reference}'", "see the lists")
        days = moving(wanted.reference, kept.collection.ledger)
        if wanted.step is not None:
            day = _day_of(wanted.step, offered(days, kept.collection.stamp.as_of))
            wanted = wanted._replace(as_of=day, step=None)
            kept = self._keeper.on(day, wanted.known_at)
        if wanted.form == "json":
            document = as_json.document(wanted, kept.collection, self._asking)
            return _json(document)
        page = self._found(wanted, kept)
        return Answer(framing.part(page, wanted, kept, self._draw, days))

    def _found(self, wanted: Asked, kept: Kept) -> Page:
        collection = kept.collection
        if wanted.reference == HOME:
            return lists.claims(choosing.chosen(collection, wanted.chosen), collection.stamp)
        if wanted.reference == "search":
            said = self._asking.search(wanted.text) if wanted.text else ()
            answers = finding.results(wanted.text, collection, said)
            return finding.page(wanted.text, answers, collection.stamp)
        page = page_of(wanted.reference, collection)
        assert page is not None
        return page

    def _trouble(self, error: EvidenceError, path: str) -> Answer:
        kind = KINDS[error.code]
        if path.endswith(".json"):
            return _json(as_json.trouble(error, kind.name))._replace(status=kind.status)
        page = framing.trouble(kind.title, error, self._base, self._draw)
        return Answer(page, status=kind.status)


class Defect(EvidenceError):
    """The program itself is wrong."""

    code = 70


class Kind(NamedTuple):
    """How an error is told."""

    status: int
    name: str
    """What JSON calls it, as commands do."""
    title: str


UNREADABLE = "The database cannot be read"
KINDS: Mapping[int, Kind] = {
    1: Kind(400, "invalid", "That is not understood"),
    3: Kind(404, "not_found", "There is no such page"),
    5: Kind(503, "damaged", UNREADABLE),
    6: Kind(503, "unavailable", UNREADABLE),
    7: Kind(503, "migration_needed", UNREADABLE),
    Defect.code: Kind(500, "defect", "This page cannot be made"),
}
"""How each error is told, by its exit code."""


def _day_of(step: int, days: list[str]) -> str:
    if step >= len(days):
        raise Invalid(f"the slider has no step {step}", "write a date as as-of")
    return days[step]


def _json(document: object) -> Answer:
    return Answer(json.dumps(document, allow_nan=False) + "\n", "application/json")
