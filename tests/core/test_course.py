from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.core.course import course
from evidence.core.hearing import docket, hearing
from evidence.core.ledger import Ledger
from evidence.core.moving import because
from evidence.core.records import Record
from tests.core.building import (
    item,
    ledger,
    model,
    number,
    organization,
    prevalence,
    quantity,
    record,
    source,
    statement,
)

DAYS = ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31", "2024-06-30"]
MONTHS = st.sampled_from([day[:7] for day in DAYS])
ITEM: dict[str, st.SearchStrategy[Any]] = {
    "published": MONTHS,
    "ended": st.none() | MONTHS,
    "retracted": st.sampled_from([None, None, None, "2024-03-01"]),
    "stance": st.sampled_from(["supports", "refutes", "neutral"]),
    "strength": st.sampled_from(["strong", "moderate", "weak"]),
    "probability": st.sampled_from([None, None, None, 0.9, 0.2]),
    "locator": st.sampled_from(["p. 1", "p. 2", "p. 3", None]),
}
SAID = st.lists(
    st.tuples(
        st.sampled_from(["claim", "claim/x", "claim/y"]),
        st.sampled_from(["p", "q", "r"]),
        st.sampled_from(["dataset", "forum", "llm_text"]),
        st.fixed_dictionaries(ITEM),
    ),
    max_size=10,
)
RESOLVED = st.sampled_from(
    [(), (record("resolutions", claim="claim", outcome="true", date=DAYS[3]),)]
)


def said(items: list[Any], *about: Record, units: bool = True) -> Ledger:
    records = list(about)
    for place, (claim, party, kind, fields) in enumerate(items):
        records.append(source(f"s{place}", kind, party))
        records.append(item(claim if units else "claim", f"s{place}", **fields))
    return ledger(*records)


def assert_same(known: Ledger, claim: str) -> None:
    """Each day of the course is the hearing of that day, and so are the causes of its moves."""
    turns = list(course(docket(known, claim), DAYS))
    heard = [hearing(known, claim, day) for day in DAYS]
    for turn, then in zip(turns, heard, strict=True):
        assert (turn.day, turn.probability, turn.status) == (
            then.as_of,
            then.probability,
            then.status,
        )
    for (before, now), turn in zip(pairwise(heard), turns[1:], strict=True):
        own = {one.judged.record.key for one in docket(known, claim).entered}
        moved = set(because(before, now)) & {*own, "resolution"}
        assert turn.differing <= moved
        assert bool(turn.differing) == bool(moved)


@given(SAID, RESOLVED)
def test_a_course_of_days_is_the_hearing_of_each(items: list[Any], resolved: tuple[Record]) -> None:
    assert_same(said(items, statement(), *resolved, units=False), "claim")


@pytest.mark.parametrize("claim", ["claim", "claim/x"])
@given(items=SAID, resolved=RESOLVED)
def test_a_roll_call_is_called_on_each_day(
    claim: str, items: list[Any], resolved: tuple[Record]
) -> None:
    roll = (*map(organization, "xyz"), prevalence("claim", list("xyz")))

    assert_same(said(items, *roll, *resolved), claim)


NUMBERS = st.lists(st.tuples(MONTHS, st.none() | MONTHS, st.sampled_from("pq")), max_size=4)


@given(NUMBERS, SAID)
def test_numbers_that_come_and_go_answer_on_each_day(numbers: list[Any], items: list[Any]) -> None:
    asked = quantity("claim", "model:m", "training_compute", low=4e24, high=6e24)
    stated = [
        (
            source(f"n{place}", "dataset", party),
            number(
                "model:m",
                "training_compute",
                f"{place + 1}e24 to {place + 3}e24",
                f"n{place}",
                published=published,
                ended=ended,
            ),
        )
        for place, (published, ended, party) in enumerate(numbers)
    ]
    records = [one for pair in stated for one in pair]
    known = said(items, model("m", "p"), asked, *records, units=False)

    turns = list(course(docket(known, "claim"), DAYS))
    heard = [hearing(known, "claim", day) for day in DAYS]
    assert [(t.probability, t.status) for t in turns] == [(h.probability, h.status) for h in heard]


def test_a_day_on_which_nothing_came_or_went_differs_in_nothing() -> None:
    known = ledger(source("s", published="2024-02"), statement(), item("claim", "s"))
    turns = list(course(docket(known, "claim"), DAYS))

    assert [bool(turn.differing) for turn in turns] == [False, True, False, False, False, False]
