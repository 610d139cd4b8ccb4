from __future__ import annotations

import time

import pytest

from evidence.core.canonical import content_key
from evidence.core.checking import did_you_mean, named, problems, warnings
from evidence.core.forms import from_mapping
from evidence.core.ledger import Ledger
from evidence.core.records import Record

META = from_mapping("organizations", {"slug": "meta", "name": "Meta"})
XAI = from_mapping("organizations", {"slug": "xai", "name": "xAI"})
H800 = from_mapping("hardware", {"slug": "h800-sxm", "name": "H800"})
MODEL = from_mapping("models", {"slug": "llama-4", "name": "Llama 4", "organization": "meta"})
BLOG = from_mapping("sources", {"slug": "llama-4-blog", "party": "meta", "published": "2025-04-05"})
ROLL_CALL = from_mapping(
    "claims",
    {
        "slug": "most-labs-fp8",
        "kind": "prevalence",
        "statement": "Most labs train in FP8",
        "units": ["organization:meta"],
        "units_variants": {"wide": ["organization:meta", "organization:xai"]},
    },
)
FP8 = from_mapping("claims", {"slug": "llama-4-fp8", "kind": "statement", "statement": "FP8"})
LOOKED = {"claim": "llama-4-fp8", "corpus": "c", "query": "q", "date": "2025", "detection": 0.5}
WORLD = [META, XAI, H800, MODEL, BLOG, ROLL_CALL, FP8]


def item(claim: str = "most-labs-fp8", **more: object) -> Record:
    fields = {"claim": claim, "source": "llama-4-blog", "stance": "supports", "locator": "p. 1"}
    return from_mapping("evidence", {**fields, "quote": "FP8", **more})


def number(**more: object) -> Record:
    fields = {
        "subject": "model:llama-4",
        "attribute": "training_tokens",
        "value": "30T",
        "source": "llama-4-blog",
        "locator": "p. 1",
    }
    return from_mapping("observations", {**fields, **more})


def messages(*records: Record) -> list[str]:
    return [problem.message for problem in problems(Ledger([*WORLD, *records]), records)]


def record(kind_: str, /, **fields: object) -> Record:
    return from_mapping(kind_, fields)


def test_records_whose_references_exist_have_no_problem() -> None:
    older = number()
    newer = number(value="32T", supersedes=named(older), derived_from=["meta", named(older)])
    fine = [
        item(),
        item("most-labs-fp8/xai"),
        older,
        newer,
        record("laws", slug="l", name="L", source="llama-4-blog"),
        record("clusters", slug="c", name="C", organization="xai", hardware="h800-sxm"),
        record("searches", **LOOKED),
        record(
            "selections",
            subject="model:llama-4",
            attribute="training_tokens",
            observation=named(older)[:11],
        ),
        record("resolutions", claim="llama-4-fp8", outcome="true", date="2025"),
    ]
    assert messages(*WORLD, *fine) == []


UNKNOWN = [
    (
        item(source="llama4-blog"),
        "source 'llama4-blog' does not exist: did you mean 'llama-4-blog'?",
    ),
    (item("most-lab-fp8"), "claim 'most-lab-fp8' does not exist: did you mean 'most-labs-fp8'?"),
    (item("zzz"), "claim 'zzz' does not exist: add it to claims"),
    (
        item("most-labs-fp8/mta"),
        "claim 'most-labs-fp8/mta': 'mta' is no unit of 'most-labs-fp8': did you mean 'meta'?",
    ),
    (
        item("most-labs-fp8/google"),
        "claim 'most-labs-fp8/google': 'google' is no unit of 'most-labs-fp8': "
        "add it to the units of 'most-labs-fp8'",
    ),
    (
        item("llama-4-fp8/meta"),
        "claim 'llama-4-fp8/meta' names a unit, but 'llama-4-fp8' is no roll call: "
        "write 'llama-4-fp8'",
    ),
    (
        number(subject="model:lama-4"),
        "subject 'model:lama-4' does not exist: did you mean 'llama-4'?",
    ),
    (number(subject="hardware:meta"), "subject 'hardware:meta' does not exist: add it to hardware"),
    (
        number(derived_from=["0123456789ab"]),
        "derived_from '0123456789ab' is no observation: write the key of one, or a party",
    ),
    (
        record("models", slug="m", name="M", organization="metta"),
        "organization 'metta' does not exist: did you mean 'meta'?",
    ),
    (
        record("clusters", slug="c", name="C", hardware="h800"),
        "hardware 'h800' does not exist: did you mean 'h800-sxm'?",
    ),
    (
        record("sources", slug="s", repeats="llama-4-blogs"),
        "repeats 'llama-4-blogs' does not exist: did you mean 'llama-4-blog'?",
    ),
    (
        record("claims", slug="c", kind="statement", statement="s", asserts="nothing"),
        "asserts 'nothing' does not exist: add it to claims",
    ),
    (
        record("claims", slug="c", kind="statement", statement="s", about=["organization:x"]),
        "about 'organization:x' does not exist: add it to organizations",
    ),
    (
        record("claims", slug="c", kind="prevalence", statement="s", units=["organization:x"]),
        "units 'organization:x' does not exist: add it to organizations",
    ),
    (
        record("resolutions", claim="c", outcome="true", date="2025", source="s"),
        "claim 'c' does not exist: add it to claims",
    ),
    (
        record("searches", **LOOKED, source="log"),
        "source 'log' does not exist: add it to sources",
    ),
    (
        record("laws", slug="l", name="L", source="paper"),
        "source 'paper' does not exist: add it to sources",
    ),
    (
        record("selections", subject="model:llama-4", attribute="chips", observation="abc"),
        "observation 'abc' is not found of chips of model:llama-4: write the key of a record there",
    ),
    (
        item(supersedes="abc"),
        "supersedes 'abc' is not found on most-labs-fp8: write the key of a record there",
    ),
    (
        number(supersedes={"source": "other", "locator": "p. 2"}),
        "supersedes 'other, p. 2' is not found on model:llama-4: write the key of a record there",
    ),
]


@pytest.mark.parametrize(("wrong", "message"), UNKNOWN)
def test_a_reference_that_leads_nowhere_is_named_with_the_nearest_that_leads_somewhere(
    wrong: Record, message: str
) -> None:
    assert messages(wrong)[0] == message


def test_a_problem_tells_its_record() -> None:
    wrong = item(source="nobody")
    (problem,) = problems(Ledger([*WORLD, wrong]), [wrong])
    assert problem.record is wrong
    assert named(problem.record) == content_key(
        "most-labs-fp8", "nobody", "supports", "FP8", "p. 1"
    )


def test_a_record_cannot_supersede_itself() -> None:
    key = named(number())
    assert messages(number(supersedes=key)) == [
        f"supersedes '{key}' is the record itself: write the key of the older one"
    ]


def test_a_key_that_may_be_of_two_records_is_refused_with_both() -> None:
    numbers = [number(value=value) for value in range(1, 40)]
    first = named(numbers[0])[0]
    alike = sorted(named(n) for n in numbers if named(n).startswith(first))
    (message,) = messages(*numbers, number(value="50", supersedes=first))
    assert len(alike) > 1
    assert message.startswith(f"supersedes '{first}' may be any of {alike[0]}, ")
    assert message.endswith(": write more digits of the key")


def test_what_supersedes_must_be_on_the_same_claim() -> None:
    older = item("llama-4-fp8")
    assert messages(older, item(supersedes=named(older))) == [
        f"supersedes '{named(older)}' is not found on most-labs-fp8: "
        "write the key of a record there"
    ]


def test_records_that_supersede_each_other_are_refused_once() -> None:
    one, two = number(value="1"), number(value="2")
    one, two = number(value="1", supersedes=named(two)), number(value="2", supersedes=named(one))
    (message,) = messages(one, two)
    assert message == (
        f"supersedes on model:llama-4 leads in a circle, "
        f"{named(one)} -> {named(two)} -> {named(one)}: remove one of the links"
    )


@pytest.mark.parametrize("length", [1, 2, 3])
def test_sources_that_repeat_each_other_are_refused_naming_the_circle(length: int) -> None:
    slugs = [f"s{i}" for i in range(length)]
    ring = [
        record("sources", slug=slug, repeats=slugs[(i + 1) % length])
        for i, slug in enumerate(slugs)
    ]
    assert messages(*ring) == [
        f"repeats leads in a circle, {' -> '.join([*slugs, 's0'])}: remove one of the links"
    ]


def test_a_circle_behind_a_chain_is_found_from_the_chain_alone() -> None:
    ring = [record("sources", slug="b", repeats="c"), record("sources", slug="c", repeats="b")]
    chain = record("sources", slug="a", repeats="b")
    found = problems(Ledger([*WORLD, *ring, chain]), [chain])
    assert [problem.message for problem in found] == [
        "repeats leads in a circle, b -> c -> b: remove one of the links"
    ]


def test_claims_that_assert_each_other_are_refused() -> None:
    common = {"kind": "statement", "statement": "s"}
    ring = [
        record("claims", slug="a", asserts="b", **common),
        record("claims", slug="b", asserts="a", **common),
    ]
    assert messages(*ring) == ["asserts leads in a circle, a -> b -> a: remove one of the links"]


def test_numbers_derived_from_each_other_are_refused() -> None:
    one, two = named(number(value="1")), named(number(value="2"))
    ring = [number(value="1", derived_from=[two]), number(value="2", derived_from=[one])]
    assert messages(*ring) == [
        f"derived_from leads in a circle, {one} -> {two} -> {one}: remove one of the links"
    ]


def test_units_with_the_same_slug_are_refused() -> None:
    model = record("models", slug="meta", name="Meta the model")
    claim = record(
        "claims",
        slug="c",
        kind="prevalence",
        statement="s",
        units=["organization:meta"],
        units_variants={"wide": ["model:meta"]},
    )
    assert messages(model, claim) == [
        "units 'organization:meta' and 'model:meta' have the same slug: rename one of them"
    ]


def test_a_unit_with_evidence_cannot_be_dropped_from_its_claim() -> None:
    claim = record(
        "claims", slug="most-labs-fp8", kind="prevalence", statement="s", units=["organization:xai"]
    )
    there = item("most-labs-fp8/meta")
    found = problems(Ledger([*WORLD, there, claim]), [claim])
    assert [problem.message for problem in found] == [
        f"units lacks 'meta', on which there is evidence ({named(there)}): keep it"
    ]


def test_a_long_chain_and_many_unknown_names_are_checked_within_two_seconds() -> None:
    chain = [record("sources", slug=f"s{i}", repeats=f"s{i + 1}") for i in range(20_000)]
    lost = [item(source=f"s-{i}") for i in range(2_000)]
    start = time.process_time()
    found = messages(*chain, *lost)
    assert len(found) == 2_001
    assert time.process_time() - start < 2


def test_an_item_that_lacks_something_is_a_draft_and_says_what_it_needs() -> None:
    undated = record("sources", slug="undated", party="meta")
    items = [
        item(),
        item(quote=None),
        item(quote=None, probability=0.9, stance=None),
        item(quote=None, locator=None, source="undated"),
        item(status="draft", locator="p. 2"),
    ]
    found = warnings(Ledger([*WORLD, undated, *items]), items)
    assert [(problem.record, problem.message) for problem in found] == [
        (items[1], "is kept as a draft and weighs nothing: it needs a quote or a number"),
        (
            items[3],
            "is kept as a draft and weighs nothing: it needs a quote or a number and a locator "
            "and a date",
        ),
        (
            items[4],
            "is kept as a draft and weighs nothing: it needs acceptance: it is marked as a draft",
        ),
    ]


def test_a_source_without_a_party_and_a_number_without_date_or_locator_are_warned_of() -> None:
    nobody = record("sources", slug="nobody")
    loose = number(source="nobody", locator=None)
    found = warnings(Ledger([*WORLD, nobody, loose]), [nobody, loose, BLOG, number()])
    assert [problem.message for problem in found] == [
        "has no party: say who speaks, or it is pooled with all others that do not",
        "has no date and is not used: write published here or in its source",
        "has no locator: say where in the source the number stands",
    ]


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("suports", "did you mean 'supports'?"),
        ("FP8", "did you mean 'fp8'?"),
        ("locater", "did you mean 'locator'?"),
        ("banana", ""),
        ("", ""),
        ("x" * 100_000, ""),
    ],
)
def test_a_near_word_is_offered_and_no_far_one(word: str, answer: str) -> None:
    assert did_you_mean(word, ("supports", "refutes", "fp8", "locator")) == answer
