"""What derived numbers rest on, as nodes of PROV: number, activity, observations, sources.

Derived are the numbers that derivations use of each model and cluster, and the estimates that
answer a claimed quantity. A stated number is an observation itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from evidence.core.deriving import DERIVABLE, chosen_path
from evidence.core.ledger import Ledger
from evidence.core.numbers import format_range
from evidence.core.records import SUBJECT_KINDS, Observation, Subject
from evidence.core.support import Support
from evidence.core.vocabulary import ATTRIBUTES, BASES
from evidence.exchange.iris import Names

Node = dict[str, Any]


class Derived(NamedTuple):
    """A number that a method worked out of observations."""

    name: str
    about: str
    attribute: str
    method: str
    ends: tuple[float, float, float]
    """Its 5, 50 and 95 % quantiles."""
    keys: tuple[str, ...]


def provenance(
    ledger: Ledger, supports: Sequence[Support], as_of: str, names: Names
) -> Iterator[Node]:
    """The subjects, the derived numbers with their activities, and the observations behind them."""
    subjects = [subject for kind in SUBJECT_KINDS for subject in ledger.subjects(kind)]
    yield from (_subject(subject, names) for subject in subjects)
    derived = [*_chosen(ledger, subjects, as_of), *_estimates(supports)]
    for number in derived:
        yield from _number(number, names)
    keys = _behind({key for number in derived for key in number.keys}, ledger)
    found = (ledger.observation(key) for key in sorted(keys))
    yield from (_observation(one, ledger, names) for one in found if one)


def _behind(keys: set[str], ledger: Ledger) -> set[str]:
    """These observations, and those that they were themselves worked out from."""
    found, ahead = set(keys), list(keys)
    while ahead:
        one = ledger.observation(ahead.pop())
        behind = set(_stated_behind(one, ledger)) - found if one else set()
        found |= behind
        ahead += behind
    return found


def _stated_behind(one: Observation, ledger: Ledger) -> list[str]:
    return [key for key in one.derived_from if key != one.key and ledger.observation(key)]


def _subject(subject: Subject, names: Names) -> Node:
    return {
        "@id": names.iri(subject.type, subject.slug),
        "@type": "Organization" if subject.type == "organization" else "Thing",
        "name": subject.name,
        "alternateName": list(subject.aliases),
    }


def _chosen(ledger: Ledger, subjects: Iterable[Subject], as_of: str) -> Iterator[Derived]:
    """The derived numbers among those that derivations use."""
    known = (
        s for s in subjects if s.type in ("model", "cluster") and ledger.observations_of(s.ref)
    )
    for ref in (subject.ref for subject in known):
        for attribute in DERIVABLE:
            path = chosen_path(ledger, ref, attribute, as_of)
            if path is not None and path.method not in BASES:
                keys = (reading.observation.key for reading in path.inputs.values())
                name = f"{ref}:{attribute}"
                yield Derived(name, ref, attribute, path.method, path.range, _each(keys))


def _estimates(supports: Iterable[Support]) -> Iterator[Derived]:
    """The derived estimates that count on a claimed quantity."""
    for support in supports:
        claim, answer = support.record, support.answer
        for e in answer.estimates if answer else ():
            if e.counted and e.quantity and e.keys and e.route not in BASES:
                ends = (e.quantity.low, e.quantity.median, e.quantity.high)
                about = claim.subject or f"claim:{claim.slug}"
                name = f"{claim.slug}:{e.key}"
                yield Derived(name, about, claim.attribute or "", e.route, ends, _each(e.keys))


def _each(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(keys)))


def _number(number: Derived, names: Names) -> Iterator[Node]:
    low, median, high = number.ends
    unit = ATTRIBUTES[number.attribute]
    inputs = [names.iri("observation", key) for key in number.keys]
    yield {
        "@id": names.iri("number", number.name),
        "@type": ["prov:Entity", "QuantitativeValue"],
        "name": f"{number.attribute} of {number.about}: {format_range(low, median, high, unit)}",
        "about": names.iri(*number.about.split(":", 1)),
        "prov:value": {"@value": median, "@type": "xsd:double"},
        "minValue": low,
        "maxValue": high,
        "unitText": unit,
        "prov:wasDerivedFrom": inputs,
        "prov:wasGeneratedBy": names.iri("activity", number.name),
    }
    yield {
        "@id": names.iri("activity", number.name),
        "@type": "prov:Activity",
        "name": number.method,
        "prov:used": inputs,
        "prov:wasAssociatedWith": names.iri("agent", "evidence"),
    }


def _observation(one: Observation, ledger: Ledger, names: Names) -> Node:
    source = names.iri("source", one.source)
    return {
        "@id": names.iri("observation", one.key),
        "@type": ["prov:Entity", "PropertyValue"],
        "name": f"{one.attribute} of {one.subject}",
        "propertyID": one.attribute,
        "about": names.iri(*one.subject.split(":", 1)),
        "prov:value": str(one.value),
        "unitText": ATTRIBUTES[one.attribute],
        "description": one.quote,
        "prov:hadPrimarySource": source,
        "prov:wasQuotedFrom": source if one.quote else None,
        "prov:wasDerivedFrom": [
            names.iri("observation", key) for key in _stated_behind(one, ledger)
        ],
    }
