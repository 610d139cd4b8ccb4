"""A small invented record of every kind of claim, as a dossier and as a whole collection."""

from __future__ import annotations

from evidence.core.changelog import Changelog, Written
from evidence.core.changing import changes
from evidence.core.ledger import Ledger
from evidence.core.records import Record
from evidence.core.support import Support, outline, support
from evidence.core.timeline import timeline
from evidence.core.worth import questions
from evidence.reports.dossier import Dossier, Stamp, Told, dossier
from evidence.reports.pages.collection import Collection, about, kin, sayings
from tests.core.building import (
    TODAY,
    item,
    ledger,
    model,
    number,
    organization,
    prevalence,
    quantity,
    record,
    source,
    statement,
)

STAMP = Stamp(TODAY, None, "db-1", "0.1.0", 7, "ab" * 32)
CLAIMS = ("st", "pr", "qu")
THEN = "2024-06-01"
WROTE = {("added", "evidence"): 2}


def records(text: str) -> tuple[Record, ...]:
    """Records in which every text that a record can hold is this one."""
    return (
        organization("meta"),
        model("llama", "meta"),
        source("s", party="meta", title=text, url=text, authors=[text], notes=text),
        source("late", kind="preprint", party="nvidia", published="2024-09-01"),
        statement("st", statement=text, falsifier=text, notes=text, tags=[text]),
        prevalence("pr", ["meta"], units_rule=text),
        quantity("qu", "model:llama", "training_compute", low=1e24),
        item("st", "s", quote=text, locator=text, note=text, origin=text),
        item("st", "late", stance="refutes", quote=text, locator=text),
        item("pr/meta", "s", quote=text, locator=text),
        number("model:llama", "training_compute", 3e24, "s", quote=text, locator=text, note=text),
        number("model:llama", "parameters", "4e9", "s", quote=text, locator=text),
        number("model:llama", "training_tokens", "1e14", "s", quote=text, locator=text),
        record(
            "searches", claim="st", corpus=text, query=text, date="2024-01-01", detection=0.5
        ),
    )  # fmt: skip


def report(text: str = "plain", claims: tuple[str, ...] = CLAIMS) -> Dossier:
    """A report in which every text that a record can hold is this one."""
    known = ledger(*records(text))
    supports = [support(known, slug, TODAY) for slug in claims]
    return dossier(known, supports, {s.claim: told(known, s, text) for s in supports}, STAMP)


def told(known: Ledger, one: Support, text: str) -> Told:
    """All that can be told of a claim beside where it stands."""
    return Told(
        timeline(known, one.claim, TODAY),
        changes((known, THEN), (known, TODAY), one.claim),
        questions(known, TODAY, [one.claim]),
        Changelog([Written(3, "2025-01-10T12:00:00Z", text, "import", text, "", WROTE)]),
    )


def collection(*more: Record, text: str = "plain") -> Collection:
    """Everything there is, with further records."""
    known = ledger(*records(text), *more)
    slugs = [claim.slug for claim in known.claims()]
    outlines = {slug: outline(known, slug, TODAY) for slug in slugs}
    supports = {slug: support(known, slug, TODAY) for slug in slugs}

    def of_claim(one: Support) -> Dossier:
        return dossier(known, [one], {one.claim: told(known, one, text)}, STAMP)

    return Collection(
        known, outlines, supports, STAMP, of_claim, about(known), sayings(known), kin(known)
    )
