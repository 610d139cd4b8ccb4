from __future__ import annotations

import pytest

from evidence.core.records import Claim, Source
from evidence.core.support import support
from tests.core.building import (
    TODAY,
    item,
    ledger,
    model,
    organization,
    record,
    source,
    statement,
)

ABOUT_META = {"about": ["model:llama"]}
META = (organization("meta"), model("llama", "meta"))


def grade(*records, claim="claim"):
    rows = support(ledger(*META, *records), claim, TODAY).contributions
    return rows[0].grade


def group(*records):
    return support(ledger(*META, *records), "claim", TODAY).contributions[0].group


def test_a_party_on_its_own_system_has_the_full_grade() -> None:
    assert (
        grade(source("report", party="meta"), statement(**ABOUT_META), item("claim", "report"))
        == "A"
    )


def test_a_technical_report_on_somebody_elses_system_counts_one_grade_lower() -> None:
    found = grade(
        source("report", party="nvidia"), statement(**ABOUT_META), item("claim", "report")
    )

    assert found == "B"


def test_an_owner_of_the_subjects_organization_is_on_its_own_system() -> None:
    found = grade(
        organization("google"),
        organization("google-deepmind", organization="google"),
        model("gemini", "google-deepmind"),
        source("report", party="google"),
        statement(about=["model:gemini"]),
        item("claim", "report"),
    )

    assert found == "A"


def test_a_claim_without_subjects_lowers_nothing() -> None:
    assert grade(source("report", party="nvidia"), statement(), item("claim", "report")) == "A"


def test_an_explicit_grade_is_taken_as_it_is() -> None:
    report = source("report", party="nvidia", grade="A", grade_reason="audited")

    assert grade(report, statement(**ABOUT_META), item("claim", "report")) == "A"


def test_a_retracted_source_weighs_nothing() -> None:
    report = source("report", party="meta", standing="retracted")
    found = support(ledger(*META, report, statement(), item("claim", "report")), "claim", TODAY)

    assert found.contributions[0].grade == "E"
    assert found.log_odds_db == 0


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("analyst", "semianalysis"), ("forum", "~low"), ("unassessed", "~low")],
)
def test_the_group_is_the_party_but_low_grades_are_pooled(kind: str, expected: str) -> None:
    assert group(source("s", kind, "semianalysis"), statement(), item("claim", "s")) == expected


def test_a_repeat_speaks_with_the_voice_of_the_root_of_its_chain() -> None:
    records = (
        source("leak", "analyst", "the-information"),
        source("blog", "analyst", "blogger", repeats="leak"),
        source("echo", "analyst", "echoer", repeats="blog"),
        statement(),
    )

    assert group(*records, item("claim", "echo")) == "the-information"


def test_repeats_of_one_leak_add_nothing() -> None:
    leak = source("leak", "analyst", "the-information")
    echoes = [source(f"echo-{n}", "analyst", f"p{n}", repeats="leak") for n in range(9)]
    one = ledger(leak, statement(), item("claim", "leak"))
    ten = ledger(leak, *echoes, statement(), *[item("claim", s.slug) for s in (leak, *echoes)])

    assert support(ten, "claim", TODAY).log_odds_db == support(one, "claim", TODAY).log_odds_db


def test_an_origin_is_the_party_whose_words_a_source_only_relays() -> None:
    relayed = item("claim", "s", origin="openai")

    assert group(source("s", "analyst", "press"), statement(), relayed) == "openai"


def test_a_group_set_by_hand_comes_first_and_says_why() -> None:
    relayed = item("claim", "s", group="own-measurement", group_reason="another dataset")
    rows = support(ledger(source("s", "forum"), statement(), relayed), "claim", TODAY).contributions

    assert rows[0].group == "own-measurement"
    assert "another dataset" in rows[0].note


def test_sources_of_which_nobody_says_who_speaks_are_one_voice() -> None:
    unnamed = [record("sources", slug=f"s{n}", kind="analyst", published="2024") for n in range(3)]
    found = support(
        ledger(*unnamed, statement(), *[item("claim", s.slug) for s in unnamed]), "claim", TODAY
    )

    assert found.voices_for == 1


def test_hearsay_multiplies_the_reliabilities_of_the_chain() -> None:
    seen = item("claim", "s", strength="strong", relayed_from_grade="B")
    found = support(ledger(source("s", "analyst"), statement(), seen), "claim", TODAY)

    assert found.log_odds_db == pytest.approx(3.051079, abs=1e-6)


def test_a_self_interested_source_is_less_reliable() -> None:
    plain = ledger(source("s", "analyst"), statement(), item("claim", "s"))
    selfish = ledger(source("s", "analyst", self_interested=True), statement(), item("claim", "s"))

    assert (
        0
        < support(selfish, "claim", TODAY).log_odds_db
        < support(plain, "claim", TODAY).log_odds_db
    )


def test_a_search_that_found_nothing_weighs_by_its_chance_to_find() -> None:
    looked = record(
        "searches",
        claim="claim",
        corpus="filings",
        query="fp8",
        date="2024-12-28",
        detection=0.75,
        source="log",
    )
    found = support(ledger(source("log", "dataset"), statement(), looked), "claim", TODAY)

    assert found.log_odds_db == pytest.approx(-4.210053, abs=1e-6)


@pytest.mark.parametrize(
    ("missing", "needs"),
    [("quote", "a quote or a number"), ("locator", "a locator")],
)
def test_a_draft_is_shown_and_weighs_nothing_until_it_is_complete(missing: str, needs: str) -> None:
    draft = item("claim", "s", **{missing: None})
    found = support(ledger(source("s"), statement(), draft), "claim", TODAY)

    assert found.log_odds_db == 0
    assert needs in found.contributions[0].note


def test_a_number_may_stand_for_the_quote() -> None:
    measured = item("claim", "s", quote=None, value="4.1e24 FLOP")

    assert support(ledger(source("s"), statement(), measured), "claim", TODAY).log_odds_db > 0


def test_the_records_of_the_tests_are_the_programs_own() -> None:
    assert isinstance(source("s"), Source)
    assert isinstance(statement(), Claim)
