"""The columns of tables of records: what each is called, what it holds, what it means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from evidence.core.records import KINDS, SUBJECT_KINDS, Record, Subject


class Column(NamedTuple):
    """A column, with its type in the words of SQL."""

    name: str
    type: str
    meaning: str


DATES = ("released", "published", "accessed", "opened", "ended", "retracted", "date")
"""Fields with a date that may be imprecise; a column of days stands beside each."""
ENTERED_ENDS = ("low", "high", "fitted_low", "fitted_high")
"""Fields with a number as it was entered, whose name is taken by the number itself."""
_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("threshold", "prior", "probability", "detection"), "DOUBLE"),
    "self_interested": "BOOLEAN",
    "year": "INTEGER",
}

_MEANINGS: Mapping[str, str] = {
    "about": "the subjects that the claim is about",
    "accessed": "the day it was read, as entered",
    "aliases": "its other names",
    "archive_url": "the address of an archived copy",
    "arxiv": "its arXiv identifier",
    "asserts": "the claim that this one reports someone as making",
    "attribute": "the attribute of the subject that the number is of",
    "authors": "who wrote it",
    "basis": "whether the party states the figure itself (reported, derived, third_party)",
    "claim": "the slug of the claim, or claim/unit",
    "computed_by": "the method that answers the claim, with its inputs, as JSON",
    "convention": "how the figure counts",
    "corpus": "where was looked",
    "criteria": "how it will be told how the claim turned out",
    "date": "the day of it, as entered",
    "derived_from": "parties, or keys of observations, that it was worked out from",
    "detection": "the chance that it would have been found if it were there",
    "directness": "how near it is to the claim (direct, indirect, circumstantial)",
    "doi": "its DOI",
    "ended": "the day from which it no longer counts, as entered",
    "ended_reason": "why it no longer counts",
    "falsifier": "what would show the claim to be false",
    "fitted_high": "of a law: the highest training compute it was fitted on, in FLOP",
    "fitted_low": "of a law: the lowest training compute it was fitted on, in FLOP",
    "grade": "the grade given in place of that of its kind (A to F)",
    "grade_reason": "why it was given that grade",
    "group": "the independence group given in place of the worked-out one",
    "group_reason": "why it was given that group",
    "hardware": "the slug of the chip that it was trained on or is built from",
    "high": "the high end of the claimed range, in the attribute's unit",
    "key": "the content key of the record",
    "kind": "what kind it is of",
    "level": "the probability inside the stated range",
    "locator": "where in the source",
    "low": "the low end of the claimed range, in the attribute's unit",
    "median": "the stated number, or the middle of the stated range",
    "name": "its name",
    "note": "a remark",
    "notes": "remarks",
    "number_format": "the number format that it holds for",
    "observation": "the key of the pinned observation",
    "opened": "the day the claim was opened, as entered",
    "organization": "the slug of the organization that made, runs or owns it",
    "origin": "the party whose words these are, where the source only relays them",
    "outcome": "how it turned out (true, false, void)",
    "party": "who speaks",
    "period": "the period that a roll call is of",
    "prior": "the probability of the claim before any evidence",
    "prior_reason": "why that prior",
    "probability": "the probability that the source itself gives the claim",
    "published": "the day it was made public, as entered",
    "publisher": "who published it",
    "query": "what was looked for",
    "quote": "the words of the source",
    "quote_role": "what the quote is there for",
    "reason": "why",
    "ref": "the reference by which other records name it",
    "relayed_from_grade": "the grade of the party that the source relays",
    "released": "the day it was released, as entered",
    "repeats": "the slug of the source that it got its statement from",
    "resolution": "what will tell how the claim turned out",
    "retracted": "the day it was found never to have been sound, as entered",
    "retracted_reason": "why it was never sound",
    "rule": "the rule by which an observation is chosen",
    "scope": "what the figure covers",
    "self_interested": "whether the source gains from being believed",
    "sha256": "the SHA-256 of the copy that the source was read in",
    "slug": "its slug",
    "source": "the slug of the source",
    "sparsity": "whether a peak is the dense or the sparse one",
    "stance": "whether it supports or refutes the claim, or is neutral",
    "standing": "whether the source still stands",
    "statement": "the claim in words",
    "status": "what became of it",
    "strength": "how strongly it bears on the claim",
    "subject": "the reference of the subject",
    "supersedes": "the key of the record that this one replaces, or its fields as JSON",
    "tags": "its tags",
    "threshold": "the share of units above which the claim holds",
    "title": "its title",
    "type": "what type of subject (organization, hardware, model, cluster, law)",
    "unit": "the unit of the numbers of this row",
    "units": "the units of a roll call",
    "units_rule": "the rule by which the units were listed",
    "units_variants": "other lists of units, as JSON",
    "url": "its address",
    "value": "the number as it was entered",
    "verified": "how the record was read (verbatim, copy, dataset, secondary, unverified)",
    "verified_note": "a remark on how it was read",
    "year": "the year that a price is of",
}
_PARTICULAR: Mapping[tuple[str, str], str] = {
    ("claims", "value"): "the number that the claim is about, as entered, instead of two ends",
    ("observations", "low"): "the low end of the stated range, or the number; none if open",
    ("observations", "high"): "the high end of the stated range, or the number; none if open",
    ("evidence", "low"): "the low end of the measurement; none if open or of no known unit",
    ("evidence", "high"): "the high end of the measurement; none if open or of no known unit",
    ("evidence", "value"): "a measurement, where there is a number instead of a quote, as entered",
    ("subjects", "source"): "of a law: the slug of the source that states it",
}


def fields_of(table: str) -> tuple[str, ...]:
    """The fields of the records of a table, those that tell it first."""
    shape: type[Record] = Subject if table == "subjects" else KINDS[table]
    names = tuple(name for name in shape._fields if name != "key")
    lead = ("key",) if "key" in shape._fields else ("ref",) if shape is Subject else ()
    return lead + names


def columns_of(table: str) -> tuple[Column, ...]:
    """The columns of a table of records."""
    return tuple(_columns(table, fields_of(table)))


def _columns(table: str, fields: Iterable[str]) -> Iterator[Column]:
    for name in fields:
        meaning = meaning_of(table, name)
        if name in ENTERED_ENDS:
            yield Column(name, "DOUBLE", meaning)
            yield Column(f"{name}_entered", "VARCHAR", f"{meaning}, as entered")
        else:
            yield Column(name, _type(table, name), meaning)
        if name in DATES:
            yield Column(f"{name}_day", "DATE", _day(table, name))
        if name == "value":
            yield from _figure(table)


def _day(table: str, name: str) -> str:
    covered = f"the last day that '{name}' covers"
    if name == "published" and table in ("evidence", "observations"):
        return f"{covered}, or that of its source where it has no date of its own"
    return covered


def _figure(table: str) -> Iterator[Column]:
    if table == "claims":
        yield Column("unit", "VARCHAR", meaning_of(table, "unit"))
        return
    for name in ("low", "median", "high", "level"):
        yield Column(name, "DOUBLE", meaning_of(table, name))
    yield Column("unit", "VARCHAR", meaning_of(table, "unit"))


def _type(table: str, name: str) -> str:
    shape: type[Record] = Subject if table == "subjects" else KINDS[table]
    defaults: Mapping[str, Any] = shape._field_defaults
    return "VARCHAR[]" if defaults.get(name) == () else _TYPES.get(name, "VARCHAR")


def meaning_of(table: str, name: str) -> str:
    """What a column means, in a few words."""
    return _PARTICULAR.get((table, name)) or _MEANINGS[name]


RECORD_TABLES = (
    *("sources", "subjects", "claims", "evidence", "observations"),
    *(kind for kind in KINDS if kind in ("searches", "selections", "resolutions")),
)
"""The tables of records; organizations, hardware, models, clusters and laws share one."""
assert set(KINDS) == {*SUBJECT_KINDS, *RECORD_TABLES} - {"subjects"}
