from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.core.errors import NotFound
from evidence.core.support import support
from evidence.core.timeline import timeline
from tests.core.building import (
    TODAY,
    item,
    ledger,
    organization,
    prevalence,
    record,
    source,
    statement,
)


def test_prior_and_contributions_add_up_to_the_total() -> None:
    found = support(
        ledger(
            source("a"),
            source("b", "analyst"),
            source("c", "forum"),
            statement(prior=0.2, prior_reason="one in five"),
            item("claim", "a"),
            item("claim", "b", "refutes", strength="strong"),
            item("claim", "c", strength="weak"),
            item("claim", "c", strength="weak", locator="p. 2"),
        ),
        "claim",
        TODAY,
    )
    total = found.prior_db + sum(row.counted_db for row in found.contributions)

    assert total == pytest.approx(found.log_odds_db, abs=1e-9)
    assert len(found.contributions) == 4


def test_an_unknown_claim_is_not_found() -> None:
    with pytest.raises(NotFound, match="no claim is called 'gone'"):
        support(ledger(), "gone", TODAY)


LLAMA_3 = item("fp8/meta", "llama-3", "refutes", strength="conclusive", quote="BF16 MFU")
LLAMA_4 = item(
    "fp8/meta",
    "llama-4",
    strength="conclusive",
    quote="using FP8",
    supersedes={"claim": "fp8/meta", "source": "llama-3", "locator": "p. 1"},
)
LABS = ("deepseek", "meta", "xai", "mistral")
ROLL_CALL = (
    *map(organization, LABS),
    source("v3", party="deepseek", published="2024-12-27"),
    source("llama-3", party="meta", published="2024-07-31"),
    source("llama-4", "company_statement", "meta", published="2025-04-05"),
    prevalence(
        "fp8", list(LABS), units_variants={"two": ["organization:deepseek", "organization:meta"]}
    ),
    item("fp8/deepseek", "v3", strength="conclusive"),
    LLAMA_3,
    LLAMA_4,
)


def unit(day: str, slug: str = "meta") -> tuple[float, str]:
    roll = support(ledger(*ROLL_CALL), "fp8", day).roll_call
    assert roll is not None
    member = next(m for m in roll.members if m.unit == slug)
    return round(member.db, 6), member.call


def test_metas_unit_turns_on_the_day_llama_4_supersedes_llama_3() -> None:
    assert unit("2025-04-04") == (-15.133967, "no")
    assert unit("2025-04-05") == (8.303956, "yes")


def test_a_unit_without_a_visible_item_is_silent() -> None:
    assert unit("2025-04-05", "xai") == (0.0, "silent")
    assert unit("2024-12-26", "deepseek") == (0.0, "silent")


def test_a_unit_can_be_asked_about_by_itself() -> None:
    found = support(ledger(*ROLL_CALL), "fp8/meta", "2025-05-01")

    assert found.log_odds_db == pytest.approx(8.303956, abs=1e-6)


def test_a_roll_call_shows_bounds_variants_and_what_silence_could_change() -> None:
    found = support(ledger(*ROLL_CALL), "fp8", "2025-05-01")
    roll = found.roll_call
    assert roll is not None

    assert (roll.yes, roll.no, roll.silent, roll.bounds) == (2, 0, 2, (0.5, 1.0))
    assert roll.silent_minus_1db < found.probability < roll.silent_plus_1db
    assert roll.variants["two"][0] > found.probability
    assert roll.without_unit["meta"] < found.probability
    assert roll.without_unit["xai"] == found.probability


def test_a_result_that_rests_on_silence_says_so_and_has_low_confidence() -> None:
    mostly_silent = ledger(
        *map(organization, "abcdef"),
        source("s", party="a"),
        source("t", party="b"),
        prevalence("p", list("abcdef")),
        item("p/a", "s", strength="conclusive"),
        item("p/b", "t", strength="conclusive"),
    )
    found = support(mostly_silent, "p", TODAY)

    assert "rests_on_silence" in found.flags
    assert found.confidence in ("very low", "low")


def test_the_tipping_point_is_where_the_status_changes() -> None:
    roll = support(ledger(*ROLL_CALL), "fp8", "2025-05-01").roll_call
    assert roll is not None
    assert roll.tipping_silent_db is not None
    assert -20 <= roll.tipping_silent_db <= 20


def test_silence_is_looked_at_on_both_sides_even_where_one_tips_sooner() -> None:
    roll = support(ledger(*ROLL_CALL), "fp8", "2025-05-01").roll_call
    assert roll is not None
    beyond = roll._replace(tipping_silent_db=1.4, status_holds=False)

    assert beyond.rests_on_silence


def test_a_search_by_an_interested_party_is_less_reliable() -> None:
    looked = record(
        "searches", claim="claim", corpus="c", query="q", date="2024-01-01", detection=0.75,
        source="s",
    )  # fmt: skip
    plain = support(ledger(source("s", "dataset"), statement(), looked), "claim", TODAY)
    selfish = source("s", "dataset", self_interested=True)
    interested = support(ledger(selfish, statement(), looked), "claim", TODAY)

    assert plain.log_odds_db < interested.log_odds_db < 0


def test_evidence_is_visible_on_the_last_day_there_is() -> None:
    records = ledger(source("s"), statement(), item("claim", "s"))

    assert support(records, "claim", "9999-12-31").log_odds_db > 0


def test_a_unit_that_is_not_listed_is_not_found() -> None:
    with pytest.raises(NotFound, match="'metaa' is no unit of 'fp8'"):
        support(ledger(*ROLL_CALL), "fp8/metaa", TODAY)


def test_what_is_retracted_was_never_sound_and_is_hidden_at_every_date() -> None:
    gone = item("claim", "s", retracted="2025-06-01", retracted_reason="misread")
    found = support(ledger(source("s"), statement(), gone), "claim", "2024-06-01")

    assert found.contributions == ()


def test_what_has_ended_counts_before_its_end_only() -> None:
    ended = item("claim", "s", ended="2024-06-01")
    records = ledger(source("s"), statement(), ended)

    assert support(records, "claim", "2024-05-31").log_odds_db > 0
    assert support(records, "claim", "2024-06-01").log_odds_db == 0


def test_an_imprecise_date_counts_from_its_last_day() -> None:
    records = ledger(source("s", published="2022-09"), statement(), item("claim", "s"))

    assert support(records, "claim", "2022-09-29").log_odds_db == 0
    assert support(records, "claim", "2022-09-30").log_odds_db > 0


def test_a_draft_supersedes_nothing() -> None:
    older = item("claim", "s")
    draft = item(
        "claim", "s", "refutes", locator=None, supersedes=older.key, published="2025-01-01"
    )

    assert support(ledger(source("s"), statement(), older, draft), "claim", TODAY).log_odds_db > 0


def test_a_resolution_gives_the_status_from_its_day_on() -> None:
    settled = record("resolutions", claim="claim", outcome="true", date="2025-04-05")
    records = ledger(source("s"), statement(), item("claim", "s", "refutes"), settled)

    assert support(records, "claim", "2025-04-04").status == "leaning refuted"
    assert support(records, "claim", "2025-04-05").status == "resolved true"


def test_a_party_on_both_sides_contradicts_itself() -> None:
    both = ledger(source("s"), statement(), item("claim", "s"), item("claim", "s", "refutes"))

    assert "self_contradicting" in support(both, "claim", TODAY).flags


def test_one_voice_is_flagged_as_one_partys_word() -> None:
    one = support(ledger(source("s"), statement(), item("claim", "s")), "claim", TODAY)
    two = support(
        ledger(source("s"), source("t"), statement(), item("claim", "s"), item("claim", "t")),
        "claim",
        TODAY,
    )

    assert "single_voice" in one.flags
    assert "single_voice" not in two.flags


def test_a_stated_probability_is_an_estimate() -> None:
    forecast = record("claims", slug="claim", kind="forecast", statement="it will happen")
    said = item("claim", "s", None, probability=0.9, quote=None)
    found = support(ledger(source("s"), forecast, said), "claim", TODAY)

    assert found.contributions[0].type == "estimate"
    assert found.log_odds_db == pytest.approx(8.653014, abs=1e-6)


def test_a_timeline_has_a_point_for_every_day_on_which_the_claim_moved() -> None:
    points = timeline(ledger(*ROLL_CALL), "fp8", TODAY)

    assert [p.date for p in points] == ["2024-07-31", "2024-12-27", "2025-04-05"]
    assert set(points[-1].because) == {LLAMA_3.key, LLAMA_4.key}
    assert points[-1].probability == support(ledger(*ROLL_CALL), "fp8", TODAY).probability


def test_a_retracted_item_gives_a_timeline_no_day_of_its_own() -> None:
    records = (
        source("early", published="0001-01-01"),
        source("late", published="2025-01-01"),
        statement(),
        item("claim", "early", strength="conclusive"),
        item("claim", "late", retracted="2025-02-01", retracted_reason="forged"),
    )

    assert [p for p in timeline(ledger(*records), "claim", TODAY) if not p.date] == []


DAYS = st.dates(date(2020, 1, 1), date(2029, 12, 31)).map(str)


@given(st.lists(st.tuples(DAYS, st.sampled_from(["supports", "refutes"])), max_size=6), DAYS)
def test_as_of_a_day_is_the_score_of_what_was_visible_then(items: list, day: str) -> None:
    sources = [source(f"s{n}", published=published) for n, (published, _) in enumerate(items)]
    records = [item("claim", f"s{n}", stance) for n, (_, stance) in enumerate(items)]
    seen = [r for r, (published, _) in zip(records, items, strict=True) if published <= day]

    then = support(ledger(*sources, statement(), *records), "claim", day)
    filtered = support(ledger(*sources, statement(), *seen), "claim", "2099-01-01")

    assert then.log_odds_db == filtered.log_odds_db
    assert then.status == filtered.status
