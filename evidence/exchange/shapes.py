"""What a record of each kind may hold: its fields, and how each of them is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainValidator

from evidence.core import vocabulary as terms
from evidence.core.records import Entered
from evidence.exchange import fields as f

Text = Annotated[str | None, PlainValidator(f.text)]
Word = Annotated[str | None, PlainValidator(f.word)]
Words = Annotated[tuple[str, ...], PlainValidator(f.words)]
Slug = Annotated[str | None, PlainValidator(f.slug)]
Date = Annotated[str | None, PlainValidator(f.date)]
Number = Annotated[Entered | None, PlainValidator(f.entered)]
Probability = Annotated[float | None, PlainValidator(f.probability)]
Chance = Annotated[float | None, PlainValidator(f.chance)]
Key = Annotated[str | None, PlainValidator(f.key)]
Ref = Annotated[str | None, PlainValidator(f.subject)]
Refs = Annotated[tuple[str, ...], PlainValidator(f.subjects)]
Grade = Annotated[str | None, PlainValidator(f.choice(terms.GRADES))]
Format = Annotated[str | None, PlainValidator(f.choice(terms.NUMBER_FORMATS))]
Sparsity = Annotated[str | None, PlainValidator(f.choice(terms.SPARSITIES))]
Scope = Annotated[str | None, PlainValidator(f.choice(terms.SCOPES))]
Convention = Annotated[str | None, PlainValidator(f.choice(terms.CONVENTIONS))]
Attribute = Annotated[str | None, PlainValidator(f.choice(terms.ATTRIBUTES))]
Verified = Annotated[str | None, PlainValidator(f.choice(terms.VERIFICATION))]
Draft = Annotated[str | None, PlainValidator(f.choice(("draft",)))]
NeededSlug = Annotated[str, PlainValidator(f.slug)]
NeededText = Annotated[str, PlainValidator(f.text)]
NeededDate = Annotated[str, PlainValidator(f.date)]
NeededClaim = Annotated[str, PlainValidator(f.claim)]
NeededSubject = Annotated[str, PlainValidator(f.subject)]
NeededAttribute = Annotated[str, PlainValidator(f.choice(terms.ATTRIBUTES))]


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class SubjectInput(_Input):
    """An organization, a chip, a model or a cluster."""

    slug: NeededSlug
    name: Annotated[str, PlainValidator(f.word)]
    organization: Slug = None
    hardware: Slug = None
    released: Date = None
    aliases: Words = ()
    tags: Words = ()
    url: Word = None
    notes: Text = None


class LawInput(SubjectInput):
    """A fitted law or paper whose predictions are claimed."""

    source: Slug = None
    fitted_low: Number = None
    fitted_high: Number = None


class SourceInput(_Input):
    """Where a statement or a number comes from."""

    slug: NeededSlug
    kind: Annotated[str, PlainValidator(f.choice(terms.SOURCE_KINDS))] = "unassessed"
    title: Text = None
    party: Word = None
    published: Date = None
    url: Word = None
    authors: Words = ()
    publisher: Word = None
    accessed: Date = None
    archive_url: Word = None
    sha256: Annotated[str | None, PlainValidator(f.digest)] = None
    doi: Word = None
    arxiv: Word = None
    grade: Grade = None
    grade_reason: Text = None
    self_interested: Annotated[bool | None, PlainValidator(f.flag)] = None
    repeats: Slug = None
    standing: Text = None
    tags: Words = ()
    notes: Text = None


class ClaimInput(_Input):
    """A sentence that may be true or false."""

    slug: NeededSlug
    kind: Annotated[str, PlainValidator(f.choice(terms.CLAIM_KINDS))]
    statement: NeededText
    subject: Ref = None
    attribute: Attribute = None
    low: Number = None
    high: Number = None
    value: Number = None
    number_format: Format = None
    sparsity: Sparsity = None
    scope: Scope = None
    convention: Convention = None
    computed_by: Annotated[Mapping[str, object] | None, PlainValidator(f.tree)] = None
    threshold: Annotated[float | None, PlainValidator(f.threshold)] = None
    units: Refs = ()
    units_rule: Text = None
    units_variants: Annotated[Mapping[str, tuple[str, ...]] | None, PlainValidator(f.variants)] = (
        None
    )
    period: Word = None
    about: Refs = ()
    asserts: Slug = None
    prior: Chance = None
    prior_reason: Text = None
    opened: Date = None
    falsifier: Text = None
    resolution: Text = None
    criteria: Text = None
    tags: Words = ()
    notes: Text = None


class EvidenceInput(_Input):
    """One passage of one source that bears on a claim."""

    claim: NeededClaim
    source: NeededSlug
    stance: Annotated[str | None, PlainValidator(f.choice(terms.STANCES))] = None
    strength: Annotated[str | None, PlainValidator(f.choice(terms.STRENGTHS))] = None
    directness: Annotated[str | None, PlainValidator(f.choice(terms.DIRECTNESS))] = None
    quote: Text = None
    locator: Text = None
    value: Number = None
    probability: Probability = None
    published: Date = None
    ended: Date = None
    ended_reason: Text = None
    retracted: Date = None
    retracted_reason: Text = None
    group: Word = None
    group_reason: Text = None
    origin: Word = None
    relayed_from_grade: Grade = None
    supersedes: Annotated[
        str | Mapping[str, str] | None, PlainValidator(f.supersedes("claim", "source", "locator"))
    ] = None
    quote_role: Text = None
    status: Draft = None
    verified: Verified = None
    verified_note: Text = None
    note: Text = None


class ObservationInput(_Input):
    """One number that one source states about one subject."""

    subject: NeededSubject
    attribute: NeededAttribute
    value: Annotated[Entered, PlainValidator(f.entered)]
    source: NeededSlug
    quote: Text = None
    locator: Text = None
    number_format: Format = None
    sparsity: Sparsity = None
    scope: Scope = None
    convention: Convention = None
    basis: Annotated[str | None, PlainValidator(f.choice(terms.BASES))] = None
    origin: Word = None
    derived_from: Words = ()
    relayed_from_grade: Grade = None
    year: Annotated[int | None, PlainValidator(f.year)] = None
    published: Date = None
    ended: Date = None
    ended_reason: Text = None
    retracted: Date = None
    retracted_reason: Text = None
    supersedes: Annotated[
        str | Mapping[str, str] | None,
        PlainValidator(f.supersedes("subject", "attribute", "source", "locator")),
    ] = None
    status: Draft = None
    verified: Verified = None
    verified_note: Text = None
    note: Text = None


class SearchInput(_Input):
    """Looked for something, and found nothing."""

    claim: NeededClaim
    corpus: NeededText
    query: NeededText
    date: NeededDate
    detection: Annotated[float, PlainValidator(f.chance)]
    stance: Annotated[str, PlainValidator(f.choice(terms.STANCES))] = "refutes"
    source: Slug = None
    retracted: Date = None
    retracted_reason: Text = None
    note: Text = None


class SelectionInput(_Input):
    """Which of several competing observations derivations use."""

    subject: NeededSubject
    attribute: NeededAttribute
    observation: Key = None
    rule: Annotated[str | None, PlainValidator(f.choice(("best", "latest")))] = None
    scope: Scope = None
    number_format: Format = None
    reason: Text = None
    date: Date = None


class ResolutionInput(_Input):
    """How a claim turned out."""

    claim: NeededSlug
    outcome: Annotated[str, PlainValidator(f.choice(terms.OUTCOMES))]
    date: NeededDate
    source: Slug = None
    note: Text = None


INPUTS: Mapping[str, type[BaseModel]] = {
    "organizations": SubjectInput,
    "sources": SourceInput,
    "hardware": SubjectInput,
    "models": SubjectInput,
    "clusters": SubjectInput,
    "laws": LawInput,
    "claims": ClaimInput,
    "evidence": EvidenceInput,
    "observations": ObservationInput,
    "searches": SearchInput,
    "selections": SelectionInput,
    "resolutions": ResolutionInput,
}
"""What a record of each kind may hold."""
