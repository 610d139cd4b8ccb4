"""What a document of claims and derivations must look like, as data, and a check of it.

The properties of a review are those that search engines ask for and schema.org defines; those of
PROV are its own domains and ranges.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

SCHEMA = "https://schema.org/"
PROV = "http://www.w3.org/ns/prov#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
IRI = "an IRI"


class Property(NamedTuple):
    """How often a property may stand on a node, and what it may lead to."""

    at_least: int
    at_most: int | None
    ranges: tuple[str, ...]
    """Types of literals, IRI for any IRI, or the classes of which the node must be one."""


STRING, DOUBLE, INTEGER = f"{XSD}string", f"{XSD}double", f"{XSD}integer"
SHAPES: Mapping[str, Mapping[str, Property]] = {
    f"{SCHEMA}ClaimReview": {
        f"{SCHEMA}claimReviewed": Property(1, 1, (STRING,)),
        f"{SCHEMA}reviewRating": Property(1, 1, (f"{SCHEMA}Rating",)),
        f"{SCHEMA}url": Property(1, 1, (IRI,)),
        f"{SCHEMA}author": Property(1, 1, (f"{SCHEMA}Organization", f"{SCHEMA}Person")),
        f"{SCHEMA}datePublished": Property(1, 1, (f"{SCHEMA}Date",)),
        f"{SCHEMA}itemReviewed": Property(1, 1, (f"{SCHEMA}Claim",)),
    },
    f"{SCHEMA}Rating": {
        f"{SCHEMA}ratingValue": Property(1, 1, (DOUBLE,)),
        f"{SCHEMA}bestRating": Property(1, 1, (INTEGER,)),
        f"{SCHEMA}worstRating": Property(1, 1, (INTEGER,)),
        f"{SCHEMA}alternateName": Property(1, 1, (STRING,)),
        f"{SCHEMA}ratingExplanation": Property(1, 1, (STRING,)),
    },
    f"{SCHEMA}Claim": {
        f"{SCHEMA}name": Property(1, 1, (STRING,)),
        f"{SCHEMA}text": Property(1, 1, (STRING,)),
        f"{SCHEMA}appearance": Property(0, None, (f"{SCHEMA}CreativeWork",)),
        f"{SCHEMA}firstAppearance": Property(0, 1, (f"{SCHEMA}CreativeWork",)),
        f"{SCHEMA}citation": Property(0, None, (f"{SCHEMA}CreativeWork",)),
        f"{SCHEMA}about": Property(
            0, None, (f"{SCHEMA}Thing", f"{SCHEMA}Organization", f"{SCHEMA}Claim")
        ),
    },
    f"{SCHEMA}CreativeWork": {
        f"{SCHEMA}name": Property(1, 1, (STRING,)),
        f"{SCHEMA}author": Property(0, None, (f"{SCHEMA}Organization", f"{SCHEMA}Person")),
        f"{SCHEMA}publisher": Property(0, 1, (f"{SCHEMA}Organization",)),
        f"{SCHEMA}datePublished": Property(0, 1, (f"{SCHEMA}Date",)),
        f"{SCHEMA}url": Property(0, 1, (IRI,)),
        f"{SCHEMA}archivedAt": Property(0, 1, (IRI,)),
    },
    f"{PROV}Entity": {
        f"{PROV}wasDerivedFrom": Property(0, None, (f"{PROV}Entity",)),
        f"{PROV}wasGeneratedBy": Property(0, 1, (f"{PROV}Activity",)),
        f"{PROV}hadPrimarySource": Property(0, 1, (f"{PROV}Entity",)),
        f"{PROV}wasQuotedFrom": Property(0, 1, (f"{PROV}Entity",)),
        f"{PROV}value": Property(0, 1, (DOUBLE, STRING)),
    },
    f"{PROV}Activity": {
        f"{SCHEMA}name": Property(1, 1, (STRING,)),
        f"{PROV}used": Property(1, None, (f"{PROV}Entity",)),
        f"{PROV}wasAssociatedWith": Property(1, 1, (f"{PROV}Agent",)),
    },
    f"{SCHEMA}QuantitativeValue": {
        f"{PROV}wasGeneratedBy": Property(1, 1, (f"{PROV}Activity",)),
        f"{PROV}wasDerivedFrom": Property(1, None, (f"{PROV}Entity",)),
        f"{PROV}value": Property(1, 1, (DOUBLE,)),
        f"{SCHEMA}minValue": Property(1, 1, (DOUBLE,)),
        f"{SCHEMA}maxValue": Property(1, 1, (DOUBLE,)),
    },
    f"{SCHEMA}PropertyValue": {
        f"{PROV}hadPrimarySource": Property(1, 1, (f"{PROV}Entity",)),
        f"{PROV}value": Property(1, 1, (STRING,)),
    },
}
DOMAINS = dict.fromkeys(SHAPES[f"{PROV}Entity"], f"{PROV}Entity") | {
    f"{PROV}used": f"{PROV}Activity",
    f"{PROV}wasAssociatedWith": f"{PROV}Activity",
    f"{SCHEMA}claimReviewed": f"{SCHEMA}ClaimReview",
    f"{SCHEMA}itemReviewed": f"{SCHEMA}ClaimReview",
    f"{SCHEMA}ratingValue": f"{SCHEMA}Rating",
    f"{SCHEMA}appearance": f"{SCHEMA}Claim",
    f"{SCHEMA}firstAppearance": f"{SCHEMA}Claim",
}

Triple = dict[str, dict[str, str]]


def problems(triples: list[Triple]) -> list[str]:
    """What in a graph is not as the shapes have it."""
    nodes: dict[str, dict[str, list[dict[str, str]]]] = {}
    for t in triples:
        values = nodes.setdefault(t["subject"]["value"], {})
        values.setdefault(t["predicate"]["value"], []).append(t["object"])
    types = {n: {v["value"] for v in values.get(TYPE, [])} for n, values in nodes.items()}
    return [p for node, values in nodes.items() for p in _of_node(node, values, types)]


def _of_node(
    node: str, values: Mapping[str, list[dict[str, str]]], types: Mapping[str, set[str]]
) -> Iterator[str]:
    for shape in types[node] & SHAPES.keys():
        for name, wanted in SHAPES[shape].items():
            found = values.get(name, [])
            if len(found) < wanted.at_least or len(found) > (wanted.at_most or len(found)):
                yield f"{node}: {len(found)} times {name}"
            yield from (
                f"{node}: {name} is {value['value']}, none of {wanted.ranges}"
                for value in found
                if not _fits(value, wanted.ranges, types)
            )
    for name in values.keys() & DOMAINS.keys():
        if DOMAINS[name] not in types[node]:
            yield f"{node}: {name} stands on what is no {DOMAINS[name]}"


def _fits(value: dict[str, Any], ranges: tuple[str, ...], types: Mapping[str, set[str]]) -> bool:
    if value["type"] == "literal":
        return value.get("datatype") in ranges
    return IRI in ranges or bool(types.get(value["value"], set()) & set(ranges))
