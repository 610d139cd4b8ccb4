"""The shipped data: complete, sourced, dated by the primary, and as the discussion had them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from evidence import shipped
from evidence.core.checking import problems, warnings
from evidence.core.ledger import Ledger
from evidence.core.records import Claim, Evidence, Observation
from evidence.core.support import Support, support
from evidence.exchange.bundle import Placed, read
from evidence.store.engine import Location, Reader
from evidence.store.reading import about_claims
from evidence.workspace import Workspace

NAMES = (shipped.THREAD, shipped.ARRIVAL, shipped.LATER)
THEN, NOW = "2025-01-10", "2026-11-23"


def placed(*names: str) -> list[Placed]:
    bundle = read([shipped.bundle(name) for name in names])
    assert bundle.problems == []
    return bundle.records


@pytest.fixture(scope="module")
def known() -> Ledger:
    return Ledger(one.record for one in placed(*NAMES))


def claims(ledger: Ledger) -> list[Claim]:
    return [record for record in ledger.of_kind("claims") if isinstance(record, Claim)]


def standing(ledger: Ledger, slug: str, day: str = NOW) -> Support:
    return support(ledger, slug, day)


@pytest.mark.parametrize("names", [NAMES[:1], NAMES[:2], NAMES], ids=len)
def test_each_bundle_stands_on_those_before_it(names: Sequence[str]) -> None:
    ledger = Ledger(one.record for one in placed(*names))

    assert problems(ledger, list(ledger)) == []
    assert warnings(ledger, list(ledger)) == []


def test_every_item_says_where_it_stands_and_how_it_was_read(known: Ledger) -> None:
    items = [r for r in known if isinstance(r, Evidence | Observation)]

    assert [r.key for r in items if not r.locator] == []
    assert [r.key for r in items if not r.verified] == []
    assert [
        r.key for r in items if isinstance(r, Evidence) and not r.quote and r.value is None
    ] == []


def test_every_claim_of_the_thread_has_something_to_stand_on(known: Ledger) -> None:
    bare = [c.slug for c in claims(known) if not standing(known, c.slug).contributions]

    assert bare == []


def test_what_is_reported_and_what_is_claimed_are_two_claims(known: Ledger) -> None:
    asserted = {c.slug: c.asserts for c in claims(known) if c.asserts}

    assert asserted["semianalysis-says-most-labs-fp8"] == "most-labs-fp8"
    assert asserted["krajewski-claims-20x"] == "fine-grained-moe-20x"
    assert asserted["krajewski-predicts-64-active-experts"] == "moe-64-active-experts-optimal"
    assert asserted["krajewski-predicts-8-tokens"] == "moe-8-tokens-per-active-parameter"


NAMED = (
    "cluster:microsoft-goodyear",
    "cluster:xai-memphis",
    "cluster:meta-llama4-cluster",
    "cluster:h100-100k",
    "cluster:project-rainier",
    "hardware:h100-sxm",
    "hardware:tpu-v6e",
    "hardware:trainium2",
    "model:deepseek-v3",
    "model:gpt-3-175b",
    "law:krajewski-moe",
    "organization:semianalysis",
    "organization:anthropic",
)


@pytest.mark.parametrize("ref", NAMED)
def test_what_the_thread_names_is_there(known: Ledger, ref: str) -> None:
    assert known.subject(ref) is not None


def test_metas_unit_turns_when_llama_4_arrives(known: Ledger) -> None:
    def meta(day: str) -> float:
        roll = standing(known, "most-labs-fp8", day).roll_call
        assert roll is not None
        return next(m.db for m in roll.members if m.unit == "meta")

    assert meta("2025-04-04") == pytest.approx(-15.133967, abs=1e-6)
    assert meta("2025-04-05") == pytest.approx(8.303956, abs=1e-6)


def test_on_the_threads_day_nothing_later_was_public(known: Ledger) -> None:
    thread = Ledger(one.record for one in placed(shipped.THREAD))

    for claim in claims(thread):
        then, later = standing(thread, claim.slug, THEN), standing(known, claim.slug, THEN)
        assert then.probability == later.probability, claim.slug


def test_deepseek_v3s_compute_is_claimed_by_convention(known: Ledger) -> None:
    compute = [c for c in claims(known) if c.slug.startswith("deepseek-v3-compute-")]

    assert {c.convention for c in compute} >= {"6nd", "attention_causal", "attention_noncausal"}
    assert not any("mixed_conventions" in standing(known, c.slug).flags
                   for c in compute if c.convention)  # fmt: skip


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("deepseek-v3-257-experts", "supported"),
        ("deepseek-v3-only-example-outside-16-bit", "refuted"),
        ("tpu-v6e-close-to-h100", "supported"),
        ("trn2-400k-equals-250k-h100", "supported"),
        ("h100-100k-trains-4e26-in-4-months", "supported"),
        ("deepseek-v3-compute-6nd", "supported"),
    ],
)
def test_the_verdicts_of_the_record_point_the_way_they_should(
    known: Ledger, claim: str, words: str
) -> None:
    assert standing(known, claim).status.endswith(words)


def test_one_claim_read_alone_stands_as_it_does_among_all(known: Ledger, tmp_path: Path) -> None:
    workspace = Workspace(str(tmp_path / "all.db"))
    workspace.create()
    workspace.import_files([shipped.bundle(name) for name in NAMES], impact=False)
    with Reader(Location(str(tmp_path / "all.db"))) as reader:
        for claim in claims(known):
            alone = standing(about_claims(reader, [claim.slug]), claim.slug)
            assert alone == standing(known, claim.slug), claim.slug
