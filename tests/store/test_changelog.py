from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from evidence.core.changelog import Changelog
from evidence.core.forms import from_mapping
from evidence.core.ledger import Change
from evidence.core.records import Claim, Evidence, Observation, Record, Subject
from evidence.store.changelog import changelog, changelogs, concern_in
from evidence.store.engine import Location, Reader
from evidence.store.reading import everything
from evidence.workspace import Workspace
from tests.store.examples import added, quotation, source, statement, write

SAID = quotation("claim", "report", "so it is")


def read(database: Location, claim: str = "claim") -> Changelog:
    with Reader(database) as reader:
        return changelog(reader, claim)


def after(database: Location, *writes: Sequence[Change]) -> list[str]:
    """What is told of these writes, which follow upon a claim that has one item."""
    known: list[Record] = [source("report"), source("other"), statement("claim"), SAID]
    write(database, added(known))
    for changes in writes:
        write(database, changes)
    return [one.sentence for one in read(database)[1:]]


def withdrawn(item: Evidence) -> Change:
    return Change(item, item._replace(retracted="2025-02-02"))


def test_the_first_write_tells_of_the_claim_and_its_evidence_alone(database: Location) -> None:
    after(database)
    (first,) = read(database)

    assert (first.day, first.seq) == ("2025-01-10", 1)
    assert first.sentence == "a test (1 claim added, 1 item of evidence added)"
    assert read(database).to_dicts()[0]["sentence"] == first.sentence


def test_evidence_that_is_logged_corrected_and_retracted_is_told(database: Location) -> None:
    more = quotation("claim", "other", "it is not so")
    noted = more._replace(note="a remark")

    assert after(database, added([more]), [Change(more, noted)], [withdrawn(noted)]) == [
        "a test (1 item of evidence added)",
        "a test (1 item of evidence corrected)",
        "a test (1 item of evidence retracted)",
    ]


def test_what_was_written_and_removed_again_is_told_twice(database: Location) -> None:
    more = quotation("claim", "other", "it is not so")

    assert after(database, added([more]), [Change(more, None)]) == [
        "a test (1 item of evidence added)",
        "a test (1 item of evidence removed)",
    ]


def test_a_source_is_told_where_it_is_corrected_and_its_words_are_cited(database: Location) -> None:
    graded = source("report")._replace(standing="retracted", grade="E")
    elsewhere = source("other")._replace(grade="A", grade_reason="a reason")
    changes = [Change(source("report"), graded)], [Change(source("other"), elsewhere)]

    assert after(database, *changes) == ["a test (1 source retracted)"]


def test_what_concerns_other_claims_is_left_out(database: Location) -> None:
    others = [statement("claim-2"), quotation("claim-2", "report", "something else")]

    assert after(database, added(others)) == []


def test_numbers_of_its_subject_concern_a_quantity_claim(database: Location) -> None:
    size = Claim("size", "quantity", "M has 1B", "model:m", "parameters", low="1B", high="2B")
    named: list[Record] = [source("report"), Subject("model", "m", "M"), Subject("model", "n", "N")]
    stated = {"attribute": "parameters", "value": "1B", "source": "report", "locator": "p. 1"}
    numbers = [from_mapping("observations", stated | {"subject": f"model:{m}"}) for m in "mn"]
    write(database, added([*named, size]))
    write(database, added([number for number in numbers if isinstance(number, Observation)]))

    assert [one.sentence for one in read(database, "size")] == [
        "a test (1 claim added)",
        "a test (1 observation added)",
    ]


def test_a_unit_of_a_roll_call_concerns_its_claim(database: Location) -> None:
    units = Claim("roll", "prevalence", "Most do", units=("organization:lab",), threshold=0.5)
    lab = Subject("organization", "lab", "Lab")
    write(database, added([source("report"), lab, units._replace(period="2025")]))
    write(database, added([quotation("roll/lab", "report", "we do")]))

    assert read(database, "roll")[-1].sentence == "a test (1 item of evidence added)"


def test_an_unknown_claim_is_not_found(thread_database: object) -> None:
    from evidence.core.errors import NotFound

    with pytest.raises(NotFound, match="no claim is called 'most-lab-fp8'"):
        Workspace(str(thread_database)).changelog("most-lab-fp8")
    assert len(Workspace(str(thread_database)).changelog("most-labs-fp8")) == 1


def test_the_writes_to_all_claims_are_those_to_each(thread_database: Path) -> None:
    """Read at once from the whole log, or one by one from what each claim needs."""
    location = Location(str(thread_database))
    with Reader(location) as reader:
        ledger = everything(reader)
        slugs = [claim.slug for claim in ledger.of_kind("claims") if isinstance(claim, Claim)]
        concerns = [concern_in(ledger, slug) for slug in slugs]
        together = changelogs(reader, concerns)
        alone = {slug: changelog(reader, slug) for slug in slugs}

    assert len(slugs) > 20
    assert together == alone
