"""The records that the program keeps, as they were entered.

A record holds what somebody wrote: a value stays `14.8T`, a date stays `2022-09`, a reference is
a slug. What follows from it (a region, a last day, a grade) is worked out where it is needed.
Field names are those of the bundle format. `None` and `()` mean "not given".
"""

# Every command imports this, and NamedTuple compiles each annotation that `annotations` of
# `__future__` leaves as a text: a millisecond for these.
from collections.abc import Mapping
from typing import NamedTuple

Entered = str | int | float
"""A number as it was entered: `14.8T`, `4e24 to 6e24`, 8."""


class Subject(NamedTuple):
    """What claims and observations are about: `model:deepseek-v3`, `hardware:h100-sxm`."""

    type: str
    slug: str
    name: str
    organization: str | None = None
    """The slug of the organization that made, runs or owns it."""
    hardware: str | None = None
    """The slug of the chip that a model was trained on or a cluster is built from."""
    released: str | None = None
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    url: str | None = None
    notes: str | None = None
    source: str | None = None
    """Of a law: the slug of the source that states it."""
    fitted_low: Entered | None = None
    fitted_high: Entered | None = None
    """Of a law: the range of training compute (FLOP) that it was fitted on."""

    @property
    def ref(self) -> str:
        """The reference by which other records name it."""
        return f"{self.type}:{self.slug}"


class Source(NamedTuple):
    """Where a statement or a number comes from, and who speaks."""

    slug: str
    kind: str = "unassessed"
    title: str | None = None
    party: str | None = None
    published: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    accessed: str | None = None
    archive_url: str | None = None
    sha256: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    grade: str | None = None
    grade_reason: str | None = None
    self_interested: bool | None = None
    repeats: str | None = None
    """The slug of the source that it got its statement from."""
    standing: str | None = None
    tags: tuple[str, ...] = ()
    notes: str | None = None


class Claim(NamedTuple):
    """A sentence that may be true or false, with what it would take to tell."""

    slug: str
    kind: str
    statement: str
    subject: str | None = None
    attribute: str | None = None
    low: Entered | None = None
    high: Entered | None = None
    value: Entered | None = None
    """Instead of low and high: "about" this value."""
    number_format: str | None = None
    sparsity: str | None = None
    scope: str | None = None
    convention: str | None = None
    computed_by: Mapping[str, object] | None = None
    """The method that answers a quantity claim, with its inputs and output."""
    threshold: float | None = None
    units: tuple[str, ...] = ()
    units_rule: str | None = None
    units_variants: Mapping[str, tuple[str, ...]] | None = None
    period: str | None = None
    about: tuple[str, ...] = ()
    asserts: str | None = None
    """The slug of the claim that this one reports someone as making."""
    prior: float | None = None
    prior_reason: str | None = None
    opened: str | None = None
    falsifier: str | None = None
    resolution: str | None = None
    criteria: str | None = None
    tags: tuple[str, ...] = ()
    notes: str | None = None


class Evidence(NamedTuple):
    """One passage of one source that bears on one claim, or on one unit of a roll call."""

    claim: str
    """The claim's slug, or `claim/unit`."""
    source: str
    stance: str | None = None
    strength: str | None = None
    directness: str | None = None
    quote: str | None = None
    locator: str | None = None
    value: Entered | None = None
    """A measurement, where there is a number instead of a quote."""
    probability: float | None = None
    published: str | None = None
    ended: str | None = None
    ended_reason: str | None = None
    retracted: str | None = None
    """The day it was found never to have been sound."""
    retracted_reason: str | None = None
    group: str | None = None
    group_reason: str | None = None
    origin: str | None = None
    relayed_from_grade: str | None = None
    supersedes: str | Mapping[str, str] | None = None
    quote_role: str | None = None
    status: str | None = None
    verified: str | None = None
    verified_note: str | None = None
    note: str | None = None
    key: str = ""


class Observation(NamedTuple):
    """One number that one source states about one subject."""

    subject: str
    attribute: str
    value: Entered
    source: str
    quote: str | None = None
    locator: str | None = None
    number_format: str | None = None
    sparsity: str | None = None
    scope: str | None = None
    convention: str | None = None
    basis: str | None = None
    origin: str | None = None
    derived_from: tuple[str, ...] = ()
    """Parties, or keys of the observations, that it was worked out from."""
    relayed_from_grade: str | None = None
    year: int | None = None
    published: str | None = None
    ended: str | None = None
    ended_reason: str | None = None
    retracted: str | None = None
    retracted_reason: str | None = None
    supersedes: str | Mapping[str, str] | None = None
    status: str | None = None
    verified: str | None = None
    verified_note: str | None = None
    note: str | None = None
    key: str = ""


class Search(NamedTuple):
    """Looked for something, and found nothing."""

    claim: str
    corpus: str
    query: str
    date: str
    detection: float
    """The chance that it would have been found if it were there."""
    stance: str = "refutes"
    source: str | None = None
    retracted: str | None = None
    retracted_reason: str | None = None
    note: str | None = None
    key: str = ""


class Selection(NamedTuple):
    """Which of several competing observations derivations use, and why."""

    subject: str
    attribute: str
    observation: str | None = None
    """The key of the pinned observation."""
    rule: str | None = None
    scope: str | None = None
    number_format: str | None = None
    reason: str | None = None
    date: str | None = None


class Resolution(NamedTuple):
    """How a claim turned out."""

    claim: str
    outcome: str
    date: str
    source: str | None = None
    note: str | None = None


Record = Subject | Source | Claim | Evidence | Observation | Search | Selection | Resolution

SUBJECT_KINDS: Mapping[str, str] = {
    "organizations": "organization",
    "hardware": "hardware",
    "models": "model",
    "clusters": "cluster",
    "laws": "law",
}
"""The kinds of a bundle whose records are subjects, with the type in their reference."""

KINDS: Mapping[str, type[Record]] = {
    "organizations": Subject,
    "sources": Source,
    "hardware": Subject,
    "models": Subject,
    "clusters": Subject,
    "laws": Subject,
    "claims": Claim,
    "evidence": Evidence,
    "observations": Observation,
    "searches": Search,
    "selections": Selection,
    "resolutions": Resolution,
}
"""Every kind of a bundle in the order in which records may refer to earlier ones."""

SINGULAR: Mapping[str, str] = {
    "organizations": "organization",
    "sources": "source",
    "hardware": "hardware",
    "models": "model",
    "clusters": "cluster",
    "laws": "law",
    "claims": "claim",
    "evidence": "evidence",
    "observations": "observation",
    "searches": "search",
    "selections": "selection",
    "resolutions": "resolution",
}


def kind_of(record: Record) -> str:
    """The kind of a bundle to which a record belongs."""
    if isinstance(record, Subject):
        return next(kind for kind, type_ in SUBJECT_KINDS.items() if type_ == record.type)
    return next(kind for kind, shape in KINDS.items() if type(record) is shape)


def claim_and_unit(reference: str) -> tuple[str, str | None]:
    """The claim's slug and the unit's, of `claim` or `claim/unit`.

    >>> claim_and_unit("most-labs-fp8/meta"), claim_and_unit("most-labs-fp8")
    (('most-labs-fp8', 'meta'), ('most-labs-fp8', None))
    """
    slug, _, unit = reference.partition("/")
    return slug, unit or None
