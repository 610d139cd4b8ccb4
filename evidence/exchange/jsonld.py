"""Claims and where they stand as schema.org has them, and what derives from what as PROV has it.

The context stands in the document, so nothing has to be fetched to read it. The text is plain
ASCII without `<`, and can stand inside a page's `<script>`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from evidence.core.dates import last_day
from evidence.core.ledger import Ledger
from evidence.core.records import Claim, Evidence, Source
from evidence.core.support import Support
from evidence.core.visibility import lives
from evidence.exchange.citing import address, authors, doi
from evidence.exchange.iris import Names, names_under
from evidence.exchange.provenance import provenance

Node = dict[str, Any]

CONTEXT: Node = {
    "@vocab": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{
        name: {"@type": "@id"}
        for name in (
            *("url", "archivedAt", "appearance", "firstAppearance", "citation", "itemReviewed"),
            *("prov:used", "prov:wasAssociatedWith", "prov:wasDerivedFrom", "prov:wasQuotedFrom"),
            *("prov:wasGeneratedBy", "prov:hadPrimarySource", "about"),
        )
    },
    "datePublished": {"@type": "https://schema.org/Date"},
    **{name: {"@type": "xsd:double"} for name in ("ratingValue", "minValue", "maxValue")},
}

_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("filing", "technical_report", "datasheet", "analyst"), "Report"),
    **dict.fromkeys(("peer_reviewed", "preprint"), "ScholarlyArticle"),
    **dict.fromkeys(("press_named", "press_unnamed"), "NewsArticle"),
    **dict.fromkeys(("vendor_page", "company_statement", "model_card"), "WebPage"),
    "dataset": "Dataset",
    **dict.fromkeys(("forum", "social_post"), "SocialMediaPosting"),
}
"""The schema.org type of each kind of source; any other kind is a CreativeWork."""


def render(ledger: Ledger, supports: Sequence[Support], as_of: str, base: str | None = None) -> str:
    """The text of the document, one node a line."""
    names = names_under(base)
    nodes = chain(
        [_author(names, supports)],
        (node for support in supports for node in _claim(ledger, support, names)),
        (_source(source, ledger, names) for source in ledger.sources()),
        provenance(ledger, supports, as_of, names),
    )
    lines = ",\n".join(map(_text, nodes))
    return f'{{"@context":{_text(CONTEXT)},\n"@graph":[\n{lines}\n]}}\n'


def _text(node: Node) -> str:
    given = {name: value for name, value in node.items() if value not in (None, "", [], ())}
    return json.dumps(given, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")


def _author(names: Names, supports: Sequence[Support]) -> Node:
    """Who reviews: the database with its method, an agent of the derivations too."""
    method = supports[0].method if supports else ""
    return {
        "@id": names.iri("agent", "evidence"),
        "@type": ["Organization", "prov:Agent"],
        "name": "evidence",
        "description": f"a ledger of claims, scored by the method {method}" if method else None,
    }


def _claim(ledger: Ledger, support: Support, names: Names) -> Iterator[Node]:
    claim, iri = support.record, names.iri("claim", support.claim)
    speaking = list(_speaking(ledger, claim, support.as_of))
    supporting = [source for source, stance in speaking if stance == "supports"]
    yield {
        "@id": iri,
        "@type": "Claim",
        "name": claim.statement,
        "text": claim.statement,
        "about": [names.iri(*ref.split(":", 1)) for ref in _about(claim)],
        "appearance": _sources(supporting, names),
        "firstAppearance": _sources(_first(supporting), names),
        "citation": _sources((source for source, _ in speaking), names),
    }
    yield {
        "@id": names.iri("review", support.claim),
        "@type": "ClaimReview",
        "url": names.page(support.claim),
        "claimReviewed": claim.statement,
        "itemReviewed": iri,
        "author": {"@id": names.iri("agent", "evidence")},
        "datePublished": support.as_of,
        "reviewRating": _rating(support),
    }


def _rating(support: Support) -> Node:
    weights = f"{support.weight_for_db:.2f} dB for, {support.weight_against_db:.2f} dB against"
    voices = f"{support.voices_for} : {support.voices_against} independent voices"
    return {
        "@type": "Rating",
        "ratingValue": support.probability,
        "bestRating": 1,
        "worstRating": 0,
        "alternateName": support.status,
        "ratingExplanation": f"{support.likelihood} as of {support.as_of}, "
        f"confidence {support.confidence}: {weights}, {voices} (method {support.method})",
    }


def _about(claim: Claim) -> tuple[str, ...]:
    named = (claim.subject,) if claim.subject else ()
    return tuple(dict.fromkeys((*named, *claim.about, *claim.units)))


def _speaking(ledger: Ledger, claim: Claim, as_of: str) -> Iterator[tuple[Source, str | None]]:
    """The sources with visible evidence on a claim, each with its stance."""
    items = ledger.bearing_on(claim.slug)
    alive = lives(items, ledger)
    for item in items:
        source = ledger.source(item.source)
        if isinstance(item, Evidence) and source and alive[item.key].visible(as_of):
            # Of a roll call, a passage on one unit is no appearance of the claim itself.
            yield source, item.stance if item.claim == claim.slug else None


def _first(sources: Iterable[Source]) -> list[Source]:
    dated = [(last_day(source.published), source) for source in sources if source.published]
    return [min(dated, key=lambda pair: (pair[0], pair[1].slug))[1]] if dated else []


def _sources(sources: Iterable[Source], names: Names) -> list[str]:
    return sorted({names.iri("source", source.slug) for source in sources})


def _source(source: Source, ledger: Ledger, names: Names) -> Node:
    kind = _TYPES.get(source.kind, "CreativeWork")
    number = doi(source)
    return {
        "@id": names.iri("source", source.slug),
        "@type": list(dict.fromkeys((kind, "CreativeWork", "prov:Entity"))),
        "name": source.title or source.slug,
        "author": [
            {
                "@type": "Organization" if a.given is None else "Person",
                "name": " ".join(part for part in (a.given, a.particle, a.name) if part),
            }
            for a in authors(source, ledger)
        ],
        "publisher": {"@type": "Organization", "name": source.publisher}
        if source.publisher
        else None,
        "datePublished": source.published,
        "url": address(source.url),
        "archivedAt": address(source.archive_url),
        "identifier": f"doi:{number}" if number else None,
    }
