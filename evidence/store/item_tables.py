"""The tables of what is said about claims and subjects: they grow with the evidence."""

import sqlalchemy as sa
from sqlmodel import Field

from evidence.core import vocabulary
from evidence.store.columns import Row, link, number, text, written
from evidence.store.conditions import check, dates, filled, keys, one_of, slugs


class Evidence(Row, table=True):
    """One passage of one source that bears on one claim, or on one unit of a roll call."""

    __tablename__ = "evidence"
    __table_args__ = (
        *one_of("stance", vocabulary.STANCES),
        *one_of("strength", vocabulary.STRENGTHS),
        *one_of("directness", vocabulary.DIRECTNESS),
        *one_of("relayed_from_grade", vocabulary.GRADES),
        *one_of("verified", vocabulary.VERIFICATION),
        check("probability_share", "probability >= 0 AND probability <= 1"),
        *one_of("status", ("draft",)),
        check("group_told", '"group" IS NULL OR group_reason IS NOT NULL'),
        *keys("key"),
        *slugs("unit"),
        *dates("published", "ended", "retracted"),
        sa.Index(None, "key"),
        sa.Index(None, "source_id"),
    )

    claim_id: int = link("claim.id", key=True)
    key: str = text(key=True)
    unit: str | None = text()
    source_id: int = link("source.id", required=True)
    stance: str | None = text()
    strength: str | None = text()
    directness: str | None = text()
    quote: str | None = text()
    locator: str | None = text()
    value: str | None = text()
    probability: float | None = number()
    published: str | None = text()
    ended: str | None = text()
    ended_reason: str | None = text()
    retracted: str | None = text()
    retracted_reason: str | None = text()
    group: str | None = text()
    group_reason: str | None = text()
    origin: str | None = text()
    relayed_from_grade: str | None = text()
    supersedes: str | None = text()
    quote_role: str | None = text()
    status: str | None = text()
    verified: str | None = text()
    verified_note: str | None = text()
    note: str | None = text()
    entry: int = written()


class Observation(Row, table=True):
    """One number that one source states about one subject."""

    __tablename__ = "observation"
    __table_args__ = (
        *one_of("attribute", vocabulary.ATTRIBUTES),
        *one_of("number_format", vocabulary.NUMBER_FORMATS),
        *one_of("sparsity", vocabulary.SPARSITIES),
        *one_of("scope", vocabulary.SCOPES),
        *one_of("convention", vocabulary.CONVENTIONS),
        *one_of("basis", vocabulary.BASES),
        *one_of("relayed_from_grade", vocabulary.GRADES),
        *one_of("verified", vocabulary.VERIFICATION),
        *one_of("status", ("draft",)),
        check("year_range", "year BETWEEN 1 AND 9999"),
        *keys("key"),
        *filled("value"),
        *dates("published", "ended", "retracted"),
        sa.Index(None, "key"),
        sa.Index(None, "source_id"),
    )

    subject_id: int = link("subject.id", key=True)
    key: str = text(key=True)
    attribute: str = text(required=True)
    value: str = text(required=True)
    source_id: int = link("source.id", required=True)
    quote: str | None = text()
    locator: str | None = text()
    number_format: str | None = text()
    sparsity: str | None = text()
    scope: str | None = text()
    convention: str | None = text()
    basis: str | None = text()
    origin: str | None = text()
    derived_from: str | None = text()
    relayed_from_grade: str | None = text()
    year: int | None = number(sa.Integer)
    published: str | None = text()
    ended: str | None = text()
    ended_reason: str | None = text()
    retracted: str | None = text()
    retracted_reason: str | None = text()
    supersedes: str | None = text()
    status: str | None = text()
    verified: str | None = text()
    verified_note: str | None = text()
    note: str | None = text()
    entry: int = written()


class Search(Row, table=True):
    """Looked for something, and found nothing."""

    __tablename__ = "search"
    __table_args__ = (
        *one_of("stance", vocabulary.STANCES),
        check("detection_share", "detection >= 0 AND detection <= 1"),
        *keys("key"),
        *slugs("unit"),
        *filled("corpus", "query"),
        *dates("date", "retracted"),
        sa.Index(None, "key"),
        sa.Index(None, "source_id"),
    )

    claim_id: int = link("claim.id", key=True)
    key: str = text(key=True)
    unit: str | None = text()
    corpus: str = text(required=True)
    query: str = text(required=True)
    date: str = text(required=True)
    detection: float = Field(sa_type=sa.Double)
    stance: str = text(required=True)
    source_id: int | None = link("source.id")
    retracted: str | None = text()
    retracted_reason: str | None = text()
    note: str | None = text()
    entry: int = written()


class Selection(Row, table=True):
    """Which of several competing observations derivations use; '' where no scope is named."""

    __tablename__ = "selection"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["subject_id", "observation"],
            ["observation.subject_id", "observation.key"],
            deferrable=True,
            initially="DEFERRED",
        ),
        *one_of("attribute", vocabulary.ATTRIBUTES),
        *one_of("scope", ("", *vocabulary.SCOPES)),
        *one_of("number_format", ("", *vocabulary.NUMBER_FORMATS)),
        *one_of("rule", ("best", "latest")),
        check("choice_told", "observation IS NOT NULL OR rule IS NOT NULL"),
        *dates("date"),
    )

    subject_id: int = link("subject.id", key=True)
    attribute: str = text(key=True)
    scope: str = text(key=True)
    number_format: str = text(key=True)
    observation: str | None = text()
    rule: str | None = text()
    reason: str | None = text()
    date: str | None = text()
    entry: int = written()


class Resolution(Row, table=True):
    """How a claim turned out."""

    __tablename__ = "resolution"
    __table_args__ = (
        *one_of("outcome", vocabulary.OUTCOMES),
        *dates("date"),
        sa.Index(None, "source_id"),
    )

    claim_id: int = link("claim.id", key=True)
    outcome: str = text(required=True)
    date: str = text(required=True)
    source_id: int | None = link("source.id")
    note: str | None = text()
    entry: int = written()
