from __future__ import annotations

import json
from typing import Any

import pytest

from evidence import shipped
from evidence.core.deriving import derive
from evidence.core.errors import Invalid
from evidence.core.ledger import Ledger
from evidence.core.support import Support, support
from evidence.exchange.bundle import read
from evidence.exchange.iris import names_under
from evidence.exchange.jsonld import render
from tests.exchange.hostile import PAYLOADS, everywhere
from tests.exchange.shapes import PROV, SCHEMA, SHAPES, TYPE, Triple, problems

DAY = "2025-01-10"
CLAIM = "deepseek-v3-compute-4e24-6e24"


@pytest.fixture(scope="module")
def thread() -> Ledger:
    return Ledger(p.record for p in read([shipped.bundle(shipped.THREAD)]).records)


def supports(ledger: Ledger, day: str = DAY) -> list[Support]:
    found = [str(r._asdict()["slug"]) for r in ledger.of_kind("claims")]
    return [support(ledger, slug, day) for slug in found]


def document(ledger: Ledger, day: str = DAY, base: str | None = None) -> str:
    return render(ledger, supports(ledger, day), day, base)


def graph(text: str) -> list[Triple]:
    """The triples that a reader without a network makes of the document."""
    from pyld import jsonld

    def refused(url: str, options: Any) -> Any:
        raise AssertionError(f"{url} would be fetched")

    options = {"documentLoader": refused}
    expanded = jsonld.expand(json.loads(text), options)
    triples: list[Triple] = jsonld.to_rdf(expanded, options)["@default"]
    return triples


def values(triples: list[Triple], subject: str, name: str) -> list[str]:
    return sorted(
        t["object"]["value"]
        for t in triples
        if (t["subject"]["value"], t["predicate"]["value"]) == (subject, name)
    )


def of_type(triples: list[Triple], name: str) -> list[str]:
    pairs = (
        (t["predicate"]["value"], t["object"]["value"], t["subject"]["value"]) for t in triples
    )
    return sorted(
        subject for predicate, value, subject in pairs if (predicate, value) == (TYPE, name)
    )


@pytest.mark.parametrize("base", [None, "https://example.org/evidence/"])
@pytest.mark.parametrize("day", ["2020-01-01", DAY, "2026-11-23"])
def test_every_claim_source_and_number_has_the_shape_that_schema_org_and_prov_ask_for(
    thread: Ledger, day: str, base: str | None
) -> None:
    triples = graph(document(thread, day, base))
    assert problems(triples) == []
    reviews = of_type(triples, f"{SCHEMA}ClaimReview")
    assert len(reviews) == len(thread.of_kind("claims"))
    assert len(of_type(triples, f"{SCHEMA}CreativeWork")) == len(thread.of_kind("sources"))


@pytest.mark.parametrize("shape", SHAPES)
def test_the_check_finds_what_is_missing_from_each_shape(thread: Ledger, shape: str) -> None:
    triples = graph(document(thread))
    wanted = next(name for name, p in SHAPES[shape].items() if p.at_least or len(p.ranges) == 1)
    node = next(n for n in of_type(triples, shape) if values(triples, n, wanted))
    place = (node, wanted)
    rest = [t for t in triples if (t["subject"]["value"], t["predicate"]["value"]) != place]
    wrong = {"type": "literal", "value": "x", "datatype": "urn:x"}
    spoilt = {
        "subject": {"type": "IRI", "value": node},
        "predicate": {"type": "IRI", "value": wanted},
        "object": wrong,
    }
    assert any(node in problem for problem in problems([*rest, spoilt]))


def test_a_review_says_how_probable_the_claim_is_and_in_what_words(thread: Ledger) -> None:
    stands = support(thread, "most-labs-fp8", DAY)
    nodes = json.loads(document(thread))["@graph"]
    (review,) = (n for n in nodes if n["@id"] == "urn:evidence:review:most-labs-fp8")
    assert review["claimReviewed"] == stands.statement
    assert review["datePublished"] == DAY
    assert review["reviewRating"]["ratingValue"] == stands.probability
    assert review["reviewRating"]["alternateName"] == stands.status
    assert stands.likelihood in review["reviewRating"]["ratingExplanation"]


def test_a_derived_number_leads_back_to_the_sources_of_what_it_was_worked_out_from(
    thread: Ledger,
) -> None:
    triples = graph(document(thread))
    number = "urn:evidence:number:model:deepseek-v3:training_compute"
    route = derive(thread, "model:deepseek-v3", "training_compute", DAY)
    chosen = route.path(str(route.selected))
    (activity,) = values(triples, number, f"{PROV}wasGeneratedBy")
    inputs = values(triples, number, f"{PROV}wasDerivedFrom")

    assert values(triples, activity, f"{SCHEMA}name") == [chosen.method]
    assert values(triples, activity, f"{PROV}used") == inputs
    assert inputs == sorted(
        f"urn:evidence:observation:{r.observation.key}" for r in chosen.inputs.values()
    )
    assert [float(v) for v in values(triples, number, f"{PROV}value")] == [
        pytest.approx(chosen.range[1])
    ]
    for one in inputs:
        (source,) = values(triples, one, f"{PROV}hadPrimarySource")
        assert values(triples, source, f"{SCHEMA}name")


def test_every_counted_derived_estimate_of_a_claimed_quantity_is_there(thread: Ledger) -> None:
    answer = support(thread, CLAIM, DAY).answer
    assert answer is not None
    derived = [e for e in answer.estimates if e.counted and len(e.keys) > 1]
    found = of_type(graph(document(thread)), f"{SCHEMA}QuantitativeValue")
    assert derived
    assert len([n for n in found if n.startswith(f"urn:evidence:number:{CLAIM}:")]) == len(derived)


def test_a_claim_appears_in_the_sources_that_support_it_and_cites_all_of_the_day(
    thread: Ledger,
) -> None:
    before, after = (graph(document(thread, day)) for day in ("2020-01-01", DAY))
    iri = "urn:evidence:claim:amazon-400k-trn2-cluster"
    assert values(before, iri, f"{SCHEMA}citation") == []
    assert set(values(after, iri, f"{SCHEMA}appearance")) <= set(
        values(after, iri, f"{SCHEMA}citation")
    )
    (first,) = values(after, iri, f"{SCHEMA}firstAppearance")
    assert first in values(after, iri, f"{SCHEMA}appearance")


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda p: ascii(p)[:30])
def test_a_harmful_text_in_every_field_stays_a_text(payload: str) -> None:
    text = document(everywhere(payload))
    assert text.isascii()
    assert "<" not in text
    triples = graph(text)
    assert problems(triples) == []
    plain = graph(document(everywhere("x")))
    links = {f"{SCHEMA}url", f"{SCHEMA}archivedAt"}
    kept = [[t["predicate"]["value"] for t in one] for one in (triples, plain)]
    assert sorted(set(kept[0]) - links) == sorted(set(kept[1]) - links)


def test_the_same_records_give_the_same_text_in_any_order(thread: Ledger) -> None:
    assert document(Ledger(reversed(list(thread)))) == document(thread)


@pytest.mark.parametrize(
    "base", ["example.org", "javascript:x", "https://x/?a", "https://x/#a", "https://x/ y", ""]
)
def test_a_base_that_is_no_address_of_a_site_is_refused(base: str) -> None:
    with pytest.raises(Invalid, match="is no address: write https://example"):
        names_under(base)


def test_names_under_a_base_begin_with_it_whether_it_ends_in_a_slash_or_not() -> None:
    for base in ("https://example.org/e", "https://example.org/e/"):
        names = names_under(base)
        assert names.iri("claim", "c") == "https://example.org/e/claim/c"
        assert names.page("c") == "https://example.org/e/claims/c.html"
    assert names_under(None).iri("claim", "c/unit") == "urn:evidence:claim:c/unit"
