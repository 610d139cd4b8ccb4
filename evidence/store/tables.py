"""The tables. Migrations make them; these modules say what they must come to.

Columns are named after the fields of the records that they hold. A value as it was entered, a
list or a mapping is canonical JSON in a TEXT column. Ids are given by the writer, who holds the
only write lock, and foreign keys are checked at commit, so that records may arrive in any order.
"""

import sqlalchemy as sa
from sqlmodel import Field

from evidence.core import vocabulary
from evidence.core.records import SUBJECT_KINDS
from evidence.store.columns import METADATA, Row, identity, link, number, place, text, written
from evidence.store.conditions import (
    check,
    counts,
    dates,
    digests,
    filled,
    hexadecimal,
    hold_types,
    keys,
    moments,
    one_of,
    slugs,
    truth,
)
from evidence.store.item_tables import Evidence, Observation, Resolution, Search, Selection
from evidence.store.voice_tables import Opinion, Voice

__all__ = [
    "METADATA",
    "Claim",
    "ClaimSubject",
    "ClaimUnit",
    "Derivation",
    "DerivationInput",
    "Evidence",
    "ImportedRow",
    "Log",
    "LogPart",
    "Observation",
    "Opinion",
    "Resolution",
    "Search",
    "Selection",
    "Source",
    "SourceCopy",
    "Subject",
    "Voice",
]


class Log(Row, table=True):
    """One write: what changed, when, by whom, chained to the entry before it."""

    __tablename__ = "log"
    __table_args__ = (
        *counts("seq"),
        *moments("recorded"),
        *filled("actor", "operation"),
        *digests("records_sha256", "hash"),
        check("previous_digest", hexadecimal("previous", "IN (0, 64)")),
    )

    seq: int = identity()
    recorded: str = text(required=True)
    actor: str = text(required=True)
    operation: str = text(required=True)
    summary: str = text(required=True)
    body: str = text(required=True)
    records_sha256: str = text(required=True)
    previous: str = text(required=True)
    hash: str = text(required=True)


class LogPart(Row, table=True):
    """A piece of the body of an entry that is too long for one row; the entry itself has none."""

    __tablename__ = "log_part"
    __table_args__ = (*counts("number"), *filled("body"))

    entry: int = link("log.seq", key=True)
    number: int = place()
    body: str = text(required=True)


class Subject(Row, table=True):
    """An organization, a chip, a model, a cluster or a law."""

    __tablename__ = "subject"
    __table_args__ = (
        sa.UniqueConstraint("slug", "type"),
        *one_of("type", SUBJECT_KINDS.values()),
        *counts("id"),
        *slugs("slug"),
        *filled("name"),
        *dates("released"),
        sa.Index(None, "organization_id"),
        sa.Index(None, "hardware_id"),
        sa.Index(None, "source_id"),
    )

    id: int = identity()
    type: str = text(required=True)
    slug: str = text(required=True)
    name: str = text(required=True)
    organization_id: int | None = link("subject.id")
    hardware_id: int | None = link("subject.id")
    released: str | None = text()
    aliases: str | None = text()
    tags: str | None = text()
    url: str | None = text()
    notes: str | None = text()
    source_id: int | None = link("source.id")
    fitted_low: str | None = text()
    fitted_high: str | None = text()
    entry: int = written()


class Source(Row, table=True):
    """A document, filing, dataset or person, and who speaks."""

    __tablename__ = "source"
    __table_args__ = (
        sa.UniqueConstraint("slug"),
        *one_of("kind", vocabulary.SOURCE_KINDS),
        *one_of("grade", vocabulary.GRADES),
        *counts("id"),
        *slugs("slug"),
        *dates("published", "accessed"),
        *digests("sha256"),
        truth("self_interested"),
        sa.Index(None, "repeats_id"),
    )

    id: int = identity()
    slug: str = text(required=True)
    kind: str = text(required=True)
    title: str | None = text()
    party: str | None = text()
    published: str | None = text()
    url: str | None = text()
    authors: str | None = text()
    publisher: str | None = text()
    accessed: str | None = text()
    archive_url: str | None = text()
    sha256: str | None = text()
    doi: str | None = text()
    arxiv: str | None = text()
    grade: str | None = text()
    grade_reason: str | None = text()
    self_interested: bool | None = number(sa.Boolean)
    repeats_id: int | None = link("source.id")
    standing: str | None = text()
    tags: str | None = text()
    notes: str | None = text()
    entry: int = written()


class Claim(Row, table=True):
    """A sentence that may be true or false."""

    __tablename__ = "claim"
    __table_args__ = (
        sa.UniqueConstraint("slug"),
        *one_of("kind", vocabulary.CLAIM_KINDS),
        *one_of("attribute", vocabulary.ATTRIBUTES),
        *one_of("number_format", vocabulary.NUMBER_FORMATS),
        *one_of("sparsity", vocabulary.SPARSITIES),
        *one_of("scope", vocabulary.SCOPES),
        *one_of("convention", vocabulary.CONVENTIONS),
        check("threshold_share", "threshold >= 0 AND threshold < 1"),
        check("prior_probability", "prior > 0 AND prior < 1"),
        *counts("id"),
        *slugs("slug"),
        *filled("statement"),
        *dates("opened"),
        sa.Index(None, "subject_id"),
        sa.Index(None, "asserts_id"),
    )

    id: int = identity()
    slug: str = text(required=True)
    kind: str = text(required=True)
    statement: str = text(required=True)
    subject_id: int | None = link("subject.id")
    attribute: str | None = text()
    low: str | None = text()
    high: str | None = text()
    value: str | None = text()
    number_format: str | None = text()
    sparsity: str | None = text()
    scope: str | None = text()
    convention: str | None = text()
    computed_by: str | None = text()
    threshold: float | None = number()
    units_rule: str | None = text()
    period: str | None = text()
    asserts_id: int | None = link("claim.id")
    prior: float | None = number()
    prior_reason: str | None = text()
    opened: str | None = text()
    falsifier: str | None = text()
    resolution: str | None = text()
    criteria: str | None = text()
    tags: str | None = text()
    notes: str | None = text()
    entry: int = written()


class ClaimSubject(Row, table=True):
    """What a claim is about, in order."""

    __tablename__ = "claim_subject"
    __table_args__ = (*counts("position", least=0), sa.Index(None, "subject_id"))

    claim_id: int = link("claim.id", key=True)
    position: int = place()
    subject_id: int = link("subject.id", required=True)


class ClaimUnit(Row, table=True):
    """The units of a roll call, in order: under the list name '' and under each variant's."""

    __tablename__ = "claim_unit"
    __table_args__ = (*counts("position", least=0), sa.Index(None, "subject_id"))

    claim_id: int = link("claim.id", key=True)
    list_name: str = text(key=True)
    position: int = place()
    subject_id: int = link("subject.id", required=True)


class Derivation(Row, table=True):
    """A calculation that was kept, with the method's version and its result."""

    __tablename__ = "derivation"
    __table_args__ = (
        sa.UniqueConstraint("slug"),
        *counts("id"),
        *filled("slug", "method", "method_version", "attribute", "result"),
        *moments("recorded"),
        sa.Index(None, "subject_id"),
    )

    id: int = identity()
    slug: str = text(required=True)
    method: str = text(required=True)
    method_version: str = text(required=True)
    attribute: str | None = text()
    subject_id: int | None = link("subject.id")
    result: str = text(required=True)
    why: str | None = text()
    recorded: str = text(required=True)
    entry: int = written()


class DerivationInput(Row, table=True):
    """One input of a derivation: as it was entered, or the observation it was taken from."""

    __tablename__ = "derivation_input"
    __table_args__ = (
        *filled("name"),
        *counts("position", least=0),
        *keys("observation"),
        sa.Index(None, "subject_id"),
    )

    derivation_id: int = link("derivation.id", key=True)
    name: str = text(key=True)
    position: int = Field(sa_type=sa.Integer)
    entered: str | None = text()
    subject_id: int | None = link("subject.id")
    observation: str | None = text()


class ImportedRow(Row, table=True):
    """A row of an imported table as it stood in its file."""

    __tablename__ = "imported_row"
    __table_args__ = (
        *counts("number"),
        *filled("cells"),
        sa.Index(None, "subject_id"),
    )

    source_id: int = link("source.id", key=True)
    number: int = place()
    subject_id: int | None = link("subject.id")
    cells: str = text(required=True)
    entry: int = written()


class SourceCopy(Row, table=True):
    """The text of a source as somebody read it, in which its quotes are looked for."""

    __tablename__ = "source_copy"
    __table_args__ = (
        *one_of("kind", vocabulary.COPY_KINDS),
        *digests("sha256", "replaces"),
        *counts("size"),
        *filled("content"),
        *dates("kept"),
    )

    source_id: int = link("source.id", key=True)
    kind: str = text(required=True)
    sha256: str = text(required=True)
    kept: str = text(required=True)
    size: int = Field(sa_type=sa.Integer)
    replaces: str | None = text()
    content: str = text(required=True)
    entry: int = written()


for table in METADATA.tables.values():
    hold_types(table)
