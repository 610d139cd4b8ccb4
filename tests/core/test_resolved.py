from __future__ import annotations

import pytest

from evidence.core.errors import NotFound
from evidence.core.records import Record
from evidence.core.resolved import Calibration, calibration
from evidence.core.support import support
from tests.core.building import (
    TODAY,
    item,
    ledger,
    model,
    number,
    quantity,
    record,
    source,
    statement,
)


def resolved(claim: str, outcome: str, date: str = "2025-06-01", **fields: str) -> Record:
    return record("resolutions", claim=claim, outcome=outcome, date=date, **fields)


def found(*records: Record, day: str = TODAY) -> Calibration:
    return calibration(ledger(*records), day)


SAID = (source("s", "dataset"), statement("yes"), item("yes", "s", strength="strong"))


def test_a_claim_counts_as_it_stood_before_it_was_resolved() -> None:
    one = found(*SAID, resolved("yes", "true")).forecasts[0]

    assert (one.eve, one.status, one.outcome) == ("2025-05-31", "supported", 1)
    assert one.probability == support(ledger(*SAID), "yes", TODAY).probability


def test_what_came_on_the_day_of_the_resolution_is_hindsight() -> None:
    late = item("yes", "s", strength="conclusive", locator="p. 2", published="2025-06-01")
    with_it, without = (found(*SAID, *extra, resolved("yes", "true")) for extra in ([late], []))

    assert with_it == without


def test_what_the_resolving_source_says_is_hindsight_whenever_it_is_dated() -> None:
    settled = resolved("yes", "true", "2025", source="judge")
    early = (source("judge", published="2025-02"), item("yes", "judge"))

    assert found(*SAID, *early, settled).brier == found(*SAID, settled).brier


def test_a_number_of_the_resolving_source_is_hindsight() -> None:
    known = (
        model("m", "lab"),
        source("lab"),
        quantity("c", "model:m", "parameters", low=1e9, high=2e9),
        number("model:m", "parameters", "1.5e9", "lab"),
    )

    assert found(*known, resolved("c", "true")).forecasts[0].probability > 0.9
    assert found(*known, resolved("c", "true", source="lab")).forecasts[0].probability == 0.5


def test_void_claims_are_left_out_and_named() -> None:
    both = found(*SAID, statement("gone"), resolved("yes", "true"), resolved("gone", "void"))

    assert [f.claim for f in both.forecasts] == ["yes"]
    assert both.void == ("gone",)


@pytest.mark.parametrize(
    "settled", [(), (resolved("yes", "void"),), (resolved("yes", "true", "2030"),)]
)
def test_where_nothing_is_settled_there_is_nothing_to_tell(settled: tuple[Record, ...]) -> None:
    with pytest.raises(NotFound, match="no claim was resolved true or false"):
        found(*SAID, *settled)


def test_the_scores_are_those_of_the_pairs() -> None:
    other = (statement("no"), item("no", "s", strength="strong"))
    both = found(*SAID, *other, resolved("yes", "true"), resolved("no", "false"))
    p = both.forecasts[0].probability

    assert {f.probability for f in both.forecasts} == {p}
    assert both.brier == pytest.approx(((1 - p) ** 2 + p**2) / 2)
    assert both.skill == pytest.approx(1 - both.brier / 0.25)
    assert both.brier_error == pytest.approx(abs(p**2 - (1 - p) ** 2) / 2)
    assert [(b.size, b.frequency) for b in both.murphy.bins] == [(2, 0.5)]
    assert both.to_dicts()[0]["claim"] == "no"


def test_the_earlier_the_less_was_known() -> None:
    leads = found(*SAID, resolved("yes", "true", "2024-02-01")).leads

    assert [lead.days for lead in leads] == [0, 7, 30, 90, 365]
    assert [lead.brier for lead in leads] == sorted(lead.brier for lead in leads)
    assert leads[-1].brier == 0.25


def test_a_source_answers_for_its_counted_voices_alone() -> None:
    repeated = item("yes", "s", strength="weak", locator="p. 2")
    other = (statement("no"), item("no", "s", strength="strong"))
    (record,) = found(
        *SAID, repeated, *other, resolved("yes", "true"), resolved("no", "false")
    ).sources

    assert (record.source, record.grade, record.hits, record.misses) == ("s", "B", 1, 1)
    assert record.posterior == pytest.approx(2 * (10 * 0.875 + 1) / 12 - 1)


def many(right: int, wrong: int) -> list[Record]:
    """Claims that a strong item supports and as many that one refutes, of which some are wrong."""
    records: list[Record] = []
    for place in range(right + wrong):
        stance = ("supports", "refutes")[place % 2]
        true = (stance == "supports") == (place < right)
        records += [
            source(f"s{place}", "dataset"),
            statement(f"c{place}"),
            item(f"c{place}", f"s{place}", stance, strength="strong"),
            resolved(f"c{place}", "true" if true else "false"),
        ]
    return records


def test_few_claims_are_said_to_be_few_and_how_little_they_tell() -> None:
    assert found(*many(4, 0)).caution == (
        "only 4 claims are resolved, too few to judge by: of the 2 in the fullest range, given"
        " 0.05 to 0.20, the true share may be anything from 0% to 57% (90 %)"
    )
    assert found(*many(50, 0)).caution == ""


def test_a_recalibration_is_adopted_only_where_it_foretells_better() -> None:
    few, sure, unsure = (found(*many(*size)).recalibration for size in ((40, 0), (60, 0), (40, 20)))

    assert "it takes 50 resolved claims" in few.reason
    assert (few.adopted, sure.adopted, unsure.adopted) == (False, True, True)
    assert sure.b > 1 > unsure.b


def test_probabilities_that_were_right_as_often_as_they_said_are_left_as_they_are() -> None:
    assert not found(*many(50, 10)).recalibration.adopted
