from __future__ import annotations

from evidence.core.worth import questions
from tests.core.building import (
    TODAY,
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


def test_an_open_claim_is_worth_more_than_a_settled_one() -> None:
    settled = [item("known", f"s{n}", strength="conclusive") for n in range(4)]
    found = questions(
        ledger(
            *[source(f"s{n}") for n in range(4)],
            statement("open"),
            statement("known"),
            *settled,
        ),
        TODAY,
    )

    assert [q.claim for q in found] == ["open", "known"]
    assert found[0].worth > 10 * found[1].worth


def test_nothing_is_asked_about_a_claim_that_is_resolved() -> None:
    done = record("resolutions", claim="claim", outcome="true", date="2025-01-01")

    assert questions(ledger(statement(), done), TODAY) == ()


def test_each_silent_unit_of_a_roll_call_is_a_question() -> None:
    found = questions(
        ledger(
            *map(organization, "abc"),
            source("s", party="a"),
            prevalence("p", list("abc")),
            item("p/a", "s", strength="conclusive"),
        ),
        TODAY,
    )

    assert {q.ask for q in found} == {"what b does", "what c does"}
    assert all(q.command.startswith("evidence log p/") for q in found)


def test_a_draft_says_what_it_needs_and_what_that_would_move() -> None:
    draft = item("claim", "s", locator=None)
    found = questions(ledger(source("s"), statement(), draft), TODAY)
    question = next(q for q in found if "draft" in q.ask)

    assert question.ask == "a locator, for a draft of s"
    assert question.worth > 0


def test_a_number_is_asked_for_where_a_number_would_answer() -> None:
    found = questions(
        ledger(
            model("m", "lab"),
            source("s", party="lab"),
            quantity("c", "model:m", "training_compute", low=4e24, high=6e24),
            number("model:m", "training_compute", "2e24 to 6e24", "s"),
        ),
        TODAY,
    )

    assert found[0].command.startswith("evidence observe model:m training_compute VALUE")
    assert set(found[0].reach) == {"refuted", "undecided"}


def test_asking_changes_nothing() -> None:
    known = ledger(source("s"), statement(), item("claim", "s"))
    before = list(known)
    questions(known, TODAY)

    assert list(known) == before


def test_the_input_that_a_method_lacks_is_asked_for() -> None:
    found = questions(
        ledger(
            model("m", "lab"),
            source("s", party="lab"),
            quantity("c", "model:m", "training_compute", low=4e24, high=6e24),
            number("model:m", "parameters_active", "37B", "s"),
        ),
        TODAY,
    )
    missing = next(q for q in found if q.input)

    assert missing.input == "model:m training_tokens"
    assert missing.ask == "tokens of model:m, all that operation-count lacks"
    assert missing.command.startswith("evidence observe model:m training_tokens VALUE")
    assert missing.worth > 0.1


def test_a_wide_input_is_worth_more_than_a_narrow_one() -> None:
    found = questions(
        ledger(
            model("m", "lab"),
            source("s", party="lab"),
            quantity("c", "model:m", "training_compute", low=4e24, high=6e24),
            number("model:m", "parameters_active", "36B to 38B", "s"),
            number("model:m", "training_tokens", "10T to 40T", "s"),
        ),
        TODAY,
    )
    inputs = [q.input for q in found if q.input]

    assert inputs == ["model:m training_tokens", "model:m parameters_active"]
    first = next(q for q in found if q.input)
    assert first.ask == "tokens of model:m exactly, now 10T to 40T (s)"


def test_an_input_that_answers_no_claim_is_no_question() -> None:
    found = questions(
        ledger(
            model("m", "lab"),
            source("s", party="lab"),
            statement("open"),
            number("model:m", "training_tokens", "10T to 40T", "s"),
        ),
        TODAY,
    )

    assert [q.input for q in found] == [None]


def test_asking_about_some_claims_asks_the_same_as_asking_about_all() -> None:
    known = ledger(
        source("s"), *map(statement, "abc"), item("a", "s"), item("b", "s", locator=None)
    )
    every = questions(known, TODAY)

    assert questions(known, TODAY, ["a", "b"]) == tuple(q for q in every if q.claim != "c")
    assert questions(known, TODAY, ["unknown"]) == ()
