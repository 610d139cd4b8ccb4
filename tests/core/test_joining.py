from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest

from evidence.core.checking import problems
from evidence.core.forms import as_mapping, from_mapping
from evidence.core.joining import Joined, joined
from evidence.core.ledger import Change, Ledger, identity
from evidence.core.records import Claim, Evidence, Record, Source, Subject, kind_of
from evidence.exchange.bundle import read
from evidence.exchange.inputs import accept
from evidence.shipped import THREAD, bundle

Given = list[tuple[str, dict[str, Any]]]

TWO_SOURCES: Given = [
    ("sources", {"slug": "report", "kind": "technical_report", "party": "lab", "tags": ["a"]}),
    ("sources", {"slug": "paper", "title": "The report", "published": "2024-12", "tags": ["b"]}),
    ("sources", {"slug": "retold", "kind": "press_named", "repeats": "paper"}),
    ("models", {"slug": "m", "name": "M"}),
    ("claims", {"slug": "c", "kind": "statement", "statement": "It is so"}),
    (
        "evidence",
        {"claim": "c", "source": "paper", "stance": "supports", "quote": "so", "locator": "p. 1"},
    ),
    (
        "observations",
        {"subject": "model:m", "attribute": "parameters", "value": "37B", "source": "paper"},
    ),
]


def ledger_of(given: Given) -> Ledger:
    return Ledger(accept(kind, fields) for kind, fields in given)


def join(ledger: Ledger, kept: str, gone: str, reason: str | None = None) -> Joined:
    named = {getattr(record, "slug", ""): record for record in ledger}
    return joined(ledger, named[kept], named[gone], reason)


def after(ledger: Ledger, found: Joined) -> Ledger:
    return ledger.with_changes(found.changes)


def words(value: Any) -> Iterator[str]:
    """Every text in a record's fields."""
    if isinstance(value, dict):
        for part in value.values():
            yield from words(part)
    elif isinstance(value, list):
        for part in value:
            yield from words(part)
    elif isinstance(value, str):
        yield value


def test_what_refers_to_the_source_that_goes_refers_to_the_one_that_stays() -> None:
    before = ledger_of(TWO_SOURCES)
    found = join(before, "report", "paper", "same text")
    now = after(before, found)

    report = now.source("report")
    assert report is not None
    assert (report.kind, report.title, report.published) == (
        *("technical_report", "The report", "2024-12"),
    )
    assert report.tags == ("a", "b")
    assert report.notes == "Merged with 'paper': same text"
    assert now.source("paper") is None
    retold = now.source("retold")
    assert retold is not None
    assert retold.repeats == "report"
    [item] = now.bearing_on("c")
    assert item.source == "report"
    again = from_mapping("evidence", as_mapping(item))
    assert item.key == getattr(again, "key", "")
    assert [n.source for n in now.observations_of("model:m")] == ["report"]
    assert problems(now, list(now)) == []


def test_the_slug_and_the_name_that_go_become_aliases_of_the_subject_that_stays() -> None:
    before = ledger_of(
        [
            ("organizations", {"slug": "meta", "name": "Meta"}),
            (
                "organizations",
                {"slug": "facebook", "name": "Facebook", "aliases": ["FB", "Meta"], "url": "x"},
            ),
            ("models", {"slug": "m", "organization": "facebook"}),
            ("sources", {"slug": "s", "party": "facebook", "publisher": "facebook"}),
            ("claims", {"slug": "c", "kind": "statement", "statement": "s"}),
            (
                "evidence",
                {
                    **{"claim": "c", "source": "s", "stance": "supports", "origin": "facebook"},
                    **{"group": "facebook", "group_reason": "same people"},
                },
            ),
            (
                "observations",
                {
                    **{"subject": "model:m", "attribute": "parameters", "value": "7B"},
                    **{"source": "s", "derived_from": ["facebook", "meta", "nvidia"]},
                },
            ),
        ]
    )
    now = after(before, join(before, "meta", "facebook"))

    meta, model = now.subject("organization:meta"), now.subject("model:m")
    assert meta is not None
    assert model is not None
    assert meta.aliases == ("facebook", "Facebook", "FB")
    assert (meta.url, meta.notes, model.organization) == ("x", None, "meta")
    source, [item] = now.source("s"), now.bearing_on("c")
    assert source is not None
    assert isinstance(item, Evidence)
    assert {source.party, source.publisher, item.origin, item.group} == {"meta"}
    [number] = now.observations_of("model:m")
    assert number.derived_from == ("meta", "nvidia")


ROLL_CALL: dict[str, Any] = {
    **{"slug": "most", "kind": "prevalence", "statement": "Most do", "threshold": 0.5},
    **{"units": ["model:a", "model:b"], "period": "2025"},
    "units_variants": {"all": ["model:b", "model:a"], "one": ["model:b"]},
}


def test_a_unit_that_goes_is_called_by_the_name_of_the_one_that_stays() -> None:
    before = ledger_of(
        [
            *(("models", {"slug": slug}) for slug in ("a", "b", "z")),
            ("sources", {"slug": "s"}),
            ("claims", ROLL_CALL),
            ("evidence", {"claim": "most/b", "source": "s", "stance": "supports"}),
            ("claims", {"slug": "other", "kind": "statement", "statement": "s"}),
        ]
    )
    now = after(before, join(before, "z", "b"))
    claim, [item] = now.claim("most"), now.bearing_on("most")
    assert claim is not None
    assert (claim.units, item.claim) == (("model:a", "model:z"), "most/z")
    assert claim.units_variants == {"all": ("model:z", "model:a"), "one": ("model:z",)}
    assert problems(now, list(now)) == []

    one = after(before, join(before, "a", "b"))
    claim = one.claim("most")
    assert claim is not None
    assert claim.units == ("model:a",)
    assert claim.units_variants == {"all": ("model:a",), "one": ("model:a",)}


def test_a_chip_that_goes_is_renamed_in_models_clusters_and_computations() -> None:
    computed = {
        "method": "equivalence",
        "inputs": {"hardware": "gone", "as": "kept", "number_format": "bf16"},
    }
    claim = {
        **{"slug": "c", "kind": "quantity", "statement": "s", "subject": "cluster:x"},
        **{"attribute": "h100_equivalent", "low": 1, "computed_by": computed},
        "about": ["hardware:kept", "hardware:gone"],
    }
    before = ledger_of(
        [
            *(("hardware", {"slug": slug}) for slug in ("kept", "gone")),
            ("clusters", {"slug": "x", "hardware": "gone"}),
            ("claims", claim),
        ]
    )
    now = after(before, join(before, "kept", "gone"))
    cluster, found = now.subject("cluster:x"), now.claim("c")
    assert cluster is not None
    assert found is not None
    assert cluster.hardware == "kept"
    assert found.about == ("hardware:kept",)
    inputs = (found.computed_by or {})["inputs"]
    assert inputs == {"hardware": "kept", "as": "kept", "number_format": "bf16"}


def item(claim: str, source: str, quote: str, **fields: Any) -> tuple[str, dict[str, Any]]:
    named = {"claim": claim, "source": source, "stance": "supports", "quote": quote}
    return "evidence", named | {"locator": "p. 1"} | fields


TWO_CLAIMS: Given = [
    *(("sources", {"slug": slug}) for slug in ("s", "t")),
    ("claims", {"slug": "kept", "kind": "statement", "statement": "It is so"}),
    ("claims", {"slug": "gone", "kind": "statement", "statement": "So it is", "tags": ["x"]}),
    ("claims", {"slug": "says", "kind": "statement", "statement": "X says so", "asserts": "gone"}),
]


def test_the_same_item_on_both_claims_is_kept_once_and_another_moves() -> None:
    given = [*TWO_CLAIMS, item("kept", "s", "so"), item("gone", "s", "so"), item("gone", "t", "so")]
    before = ledger_of(given)
    found = join(before, "kept", "gone")
    now = after(before, found)

    assert [(i.claim, i.source) for i in now.bearing_on("kept")] in (
        [("kept", "s"), ("kept", "t")],
        [("kept", "t"), ("kept", "s")],
    )
    says, claim = now.claim("says"), now.claim("kept")
    assert says is not None
    assert claim is not None
    assert (says.asserts, claim.tags, claim.notes) == ("kept", ("x",), "Merged with 'gone'")
    assert found.remarks == ("claim kept: statement 'It is so' stays, 'So it is' is left out",)


def test_items_that_would_be_one_but_differ_are_a_conflict() -> None:
    before = ledger_of(
        [*TWO_CLAIMS, item("kept", "s", "so", note="a"), item("gone", "s", "so", note="b")]
    )
    [first], [second] = before.bearing_on("kept"), before.bearing_on("gone")
    assert join(before, "kept", "gone").conflicts == (
        f"evidence {first.key} on kept and evidence {second.key} on gone would be one, "
        "but differ in note 'a' and 'b'",
    )


def resolution(claim: str, outcome: str) -> tuple[str, dict[str, Any]]:
    return "resolutions", {"claim": claim, "outcome": outcome, "date": "2025"}


def test_two_outcomes_are_a_conflict_and_one_outcome_told_twice_is_one() -> None:
    unlike = ledger_of([*TWO_CLAIMS, resolution("kept", "true"), resolution("gone", "void")])
    assert join(unlike, "kept", "gone").conflicts == (
        "resolution kept and resolution gone would be one, but differ in outcome 'true' and 'void'",
    )
    alike = ledger_of([*TWO_CLAIMS, resolution("kept", "true"), resolution("gone", "true")])
    found = join(alike, "kept", "gone")
    assert found.conflicts == ()
    assert len(after(alike, found).of_kind("resolutions")) == 1


QUANTITY = {
    **{"kind": "quantity", "statement": "s", "subject": "model:m"},
    "attribute": "training_compute",
}


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        ({**QUANTITY, "low": "4e24"}, {**QUANTITY, "low": "5e24"}, "low"),
        ({**QUANTITY, "low": "4e24"}, {**QUANTITY, "low": "4e24", "high": "9e24"}, "high"),
        ({**QUANTITY, "low": "4e24"}, {"kind": "statement", "statement": "s"}, "kind"),
        (ROLL_CALL, {**ROLL_CALL, "threshold": 0.75}, "threshold"),
    ],
)
def test_claims_that_ask_something_else_are_not_one(
    first: dict[str, Any], second: dict[str, Any], field: str
) -> None:
    before = ledger_of(
        [
            *(("models", {"slug": slug}) for slug in ("m", "a", "b")),
            ("claims", {**first, "slug": "one"}),
            ("claims", {**second, "slug": "two"}),
        ]
    )
    conflicts = join(before, "one", "two").conflicts
    assert any(c.startswith(f"claim one and claim two differ in {field}: ") for c in conflicts), (
        conflicts
    )


def test_claims_with_their_units_in_another_order_are_one() -> None:
    turned = {**ROLL_CALL, "slug": "again", "units": ["model:b", "model:a"]}
    before = ledger_of(
        [
            *(("models", {"slug": slug}) for slug in ("a", "b")),
            ("claims", ROLL_CALL),
            ("claims", turned),
        ]
    )
    assert join(before, "most", "again").conflicts == ()


def test_what_superseded_an_item_still_does_whatever_its_key_is_now() -> None:
    old = item("gone", "s", "so")
    key = getattr(accept(*old), "key", "")
    newer = [
        item("gone", "t", "by key", supersedes=key[:8]),
        item("gone", "t", "by name", supersedes={"source": "s", "locator": "p. 1"}),
    ]
    before = ledger_of([*TWO_CLAIMS, old, *newer, item("kept", "s", "another, same place")])
    now = after(before, join(before, "kept", "gone"))

    moved = {i.quote: i for i in now.bearing_on("kept") if isinstance(i, Evidence)}
    new_key = moved["so"].key
    assert new_key != key
    assert [moved[q].supersedes for q in ("by key", "by name")] == [new_key, new_key]
    assert problems(now, list(now)) == []


def test_pins_and_inputs_name_the_number_by_its_new_key() -> None:
    number = {"subject": "model:b", "attribute": "parameters", "value": "37B", "source": "s"}
    key = getattr(accept("observations", number), "key", "")
    derived = {"subject": "model:a", "attribute": "training_compute", "value": "4e24"}
    before = ledger_of(
        [
            *(("models", {"slug": slug}) for slug in ("a", "b")),
            ("sources", {"slug": "s"}),
            ("observations", number),
            ("observations", {**derived, "source": "s", "derived_from": [key]}),
            (
                "selections",
                {
                    "subject": "model:b",
                    "attribute": "parameters",
                    "observation": key,
                    "reason": "r",
                },
            ),
        ]
    )
    found = join(before, "a", "b")
    now = after(before, found)

    new = found.keys[key]
    by_attribute = {n.attribute: n for n in now.observations_of("model:a")}
    assert by_attribute["parameters"].key == new
    assert by_attribute["training_compute"].derived_from == (new,)
    [pin] = now.selections("model:a", "parameters")
    assert pin.observation == new


@pytest.mark.parametrize("one", [("a", "b"), ("b", "a")])
def test_a_retelling_is_no_duplicate_of_what_it_retells(one: tuple[str, str]) -> None:
    before = ledger_of([("sources", {"slug": "a"}), ("sources", {"slug": "b", "repeats": "a"})])
    now = after(before, join(before, *one))
    assert ["circle" in p.message for p in problems(now, list(now))] == [True]


def test_any_two_things_of_the_seed_discussion_leave_no_trace_of_the_one_that_goes() -> None:
    ledger = Ledger(placed.record for placed in read([bundle(THREAD)]).records)
    named = [r for r in ledger if isinstance(r, Source | Claim | Subject)]
    pairs = [p for p in combinations(named, 2) if kind_of(p[0]) == kind_of(p[1])]
    tried, done = random.Random(5).sample(pairs, 150), 0
    for kept, gone in tried:
        found = joined(ledger, kept, gone, None)
        now = after(ledger, found)
        if found.conflicts or problems(now, list(now)):
            continue
        done += 1
        assert not traces(now, gone), (kept.slug, gone.slug)
        back = now.with_changes(Change(c.after, c.before) for c in reversed(found.changes))
        assert {identity(r): r for r in back} == {identity(r): r for r in ledger}
    assert done > 50


def traces(ledger: Ledger, gone: Source | Claim | Subject) -> list[Record]:
    """The records that still refer to what is gone, by a reference or as the claim of an item."""
    kind = kind_of(gone)
    names = {gone.ref} if isinstance(gone, Subject) else {gone.slug}
    texts = {"notes", "note", "quote", "aliases", "title", "statement", "locator", "tags"}
    found = []
    for record in ledger:
        fields = {k: v for k, v in as_mapping(record).items() if k not in texts}
        if isinstance(gone, Source):
            fields = {k: v for k, v in fields.items() if k in ("source", "repeats", "supersedes")}
        if isinstance(gone, Claim):
            fields = {k: v for k, v in fields.items() if k in ("claim", "asserts", "supersedes")}
        held = {word.partition("/")[0] if kind == "claims" else word for word in words(fields)}
        if names & held:
            found.append(record)
    return found
