from __future__ import annotations

import sqlite3
import subprocess
import sys
from typing import Any

import pytest

from evidence.core.forms import from_mapping
from evidence.core.ledger import Ledger, identity
from evidence.core.records import Record, Subject
from evidence.store.engine import Location, Reader
from evidence.store.queries import prepared
from evidence.store.reading import Found, about_claims, about_subject, everything, find, keys, slugs
from tests.store.examples import added, organization, quotation, records, source, statement, write

HEAVY = ("sqlalchemy", "sqlmodel", "pydantic", "alembic", "numpy", "pathlib", "hashlib")


def seen_by(ledger: Ledger, claim: str) -> dict[str, Any]:
    """All that a ledger has to say to whoever judges a claim."""
    found = ledger.claim(claim)
    assert found is not None
    refs = {found.subject, *found.about, *found.units}
    refs |= {ref for variant in (found.units_variants or {}).values() for ref in variant}
    refs |= {f"hardware:{s.hardware}" for ref in refs if (s := ledger.subject(ref)) and s.hardware}
    numbers = [
        number for ref in sorted(filter(None, refs)) for number in ledger.observations_of(ref)
    ]
    named = [found, *ledger.bearing_on(claim), *numbers]
    chain = [getattr(item, "source", None) for item in named]
    sources = []
    while chain:
        if (one := ledger.source(chain.pop())) is not None:
            sources.append(one)
            chain.append(one.repeats)
    subjects = [ledger.subject(ref) for ref in sorted(filter(None, refs))]
    owners = [
        s for one in subjects if one and (s := ledger.subject(f"organization:{one.organization}"))
    ]
    attributes = sorted({(number.subject, number.attribute) for number in numbers})
    return {
        "claim": found,
        "items": ledger.bearing_on(claim),
        "numbers": numbers,
        "sources": sorted(sources),
        "subjects": subjects,
        "owners": owners,
        "resolution": ledger.resolution(claim),
        "selections": [ledger.selections(*pair) for pair in attributes],
    }


@pytest.mark.parametrize("claim", ["compute", "most-fp8", "said", "fitted", "lonely"])
def test_what_is_read_about_a_claim_is_all_that_judging_it_needs(
    database: Location, claim: str
) -> None:
    write(database, added(records()))

    with Reader(database) as reader:
        part, whole = about_claims(reader, [claim]), everything(reader)
    assert seen_by(part, claim) == seen_by(whole, claim)
    assert {identity(record) for record in part} <= {identity(record) for record in whole}


def test_what_is_read_about_a_claim_leaves_other_claims_out(database: Location) -> None:
    write(database, added(records()))

    with Reader(database) as reader:
        part = about_claims(reader, ["lonely"])
    assert [identity(record) for record in part] == [("claims", "lonely")]


def test_the_sources_of_a_claim_come_with_all_that_they_repeat(database: Location) -> None:
    chain = [source("s0"), *(source(f"s{n}", repeats=f"s{n - 1}") for n in range(1, 30))]
    write(database, added([*chain, statement("c"), quotation("c", "s29", "q")]))

    with Reader(database) as reader:
        assert len(about_claims(reader, ["c"]).of_kind("sources")) == 30


def test_sources_that_repeat_each_other_in_a_circle_are_read_once(database: Location) -> None:
    circle = [source("a", repeats="b"), source("b", repeats="a")]
    write(database, added([*circle, statement("c"), quotation("c", "a", "q")]))

    with Reader(database) as reader:
        assert len(about_claims(reader, ["c"]).of_kind("sources")) == 2


def test_the_owners_of_a_subject_come_with_it(database: Location) -> None:
    write(database, added(records()))

    with Reader(database) as reader:
        part = about_claims(reader, ["compute"])
    found = {record.slug for record in part.of_kind("organizations")}  # type: ignore[union-attr]
    assert {"lab", "holding", "rival"} <= found


def test_the_numbers_that_a_number_derives_from_come_with_it(database: Location) -> None:
    write(database, added(records()))

    with Reader(database) as reader:
        part = about_claims(reader, ["compute"])
    assert len(part.observations_of("model:model-2")) == 1


def test_the_chips_and_laws_that_a_claim_is_computed_by_come_with_it(database: Location) -> None:
    write(database, added(records()))

    with Reader(database) as reader:
        part = about_claims(reader, ["fitted"])
    assert part.subject("hardware:other-chip") is not None
    assert part.subject("law:fit") is not None
    assert part.source("report") is not None


def test_chips_that_are_counted_in_others_come_with_the_peak_of_those(database: Location) -> None:
    fields = {"kind": "quantity", "attribute": "h100_equivalent", "subject": "cluster:site"}
    peak = {"attribute": "peak_throughput", "value": "989e12", "source": "s", "locator": "p. 1"}
    known: list[Record] = [
        source("s"),
        Subject("cluster", "site", "Site"),
        Subject("hardware", "h100-sxm", "H100"),
        from_mapping("observations", {"subject": "hardware:h100-sxm"} | peak),
        statement("counted")._replace(**fields),
        statement("other"),
    ]
    write(database, added(known))

    with Reader(database) as reader:
        part = about_claims(reader, ["counted"])
    assert {identity(record) for record in known} - {identity(record) for record in part} == {
        ("claims", "other")
    }


def test_an_unknown_claim_gives_nothing(database: Location) -> None:
    with Reader(database) as reader:
        assert len(about_claims(reader, ["nothing"])) == 0
        assert len(about_claims(reader, [])) == 0
        assert len(about_subject(reader, "model:nothing")) == 0


def test_a_subject_comes_with_its_numbers_and_the_claims_on_it(database: Location) -> None:
    write(database, added(records()))

    with Reader(database) as reader:
        part = about_subject(reader, "model:model-1")
    assert len(part.observations_of("model:model-1")) == 2
    assert len(part.observations_of("hardware:chip")) == 1
    assert [claim.slug for claim in part.of_kind("claims")] == ["compute"]  # type: ignore[union-attr]
    assert part.selections("model:model-1", "training_tokens")


def test_an_organization_comes_with_what_it_owns_and_is_asked_of(database: Location) -> None:
    write(database, added(records()))

    with Reader(database) as reader:
        part = about_subject(reader, "organization:lab")
    assert part.subject("model:model-1") is not None
    assert part.claim("most-fp8") is not None


def test_many_claims_are_read_at_once(database: Location) -> None:
    many = [statement(f"c{n}") for n in range(1200)]
    write(database, added(many))

    with Reader(database) as reader:
        assert len(about_claims(reader, [claim.slug for claim in many])) == 1200


def test_slugs_are_listed_by_kind(database: Location) -> None:
    write(database, added(records()))

    with Reader(database) as reader:
        assert slugs(reader, "models") == ["model-1", "model-2"]
        assert slugs(reader, "claims") == ["compute", "fitted", "lonely", "most-fp8", "said"]
        assert slugs(reader, "sources")[:2] == ["again", "datasheet"]
        assert slugs(reader, "derivations") == slugs(reader, "scenarios") == []


def test_keys_are_found_by_their_beginning(database: Location) -> None:
    write(database, added(records()))
    with Reader(database) as reader:
        everyone = keys(reader, "")
        assert {one.kind for one in everyone} == {"evidence", "observations", "searches"}
        for one in everyone:
            assert one in keys(reader, one.key[:5])
            assert keys(reader, one.key) == [one]
        assert keys(reader, "zz") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FP8 ☃", Found("evidence", "most-fp8/lab", "", "we train in FP8 ☃")),
        ("größe", Found("sources", "report", "", "Größe: a report")),
        ("GRÖSSE", None),
        ("Größe", Found("sources", "report", "", "Größe: a report")),
        ('THE LAB",', None),
        ("14.8t TOKENS", Found("observations", "model:model-1", "", "14.8T tokens")),
        ("100%", Found("claims", "most-fp8", "", "Most labs train in FP8")),
        ("most_labs", None),
        ("%", Found("claims", "most-fp8", "", "Most labs train in FP8")),
        ("'; DROP TABLE claim; --", None),
        ("!", None),
        ("\\", None),
    ],
)
def test_text_is_found_whatever_its_case_and_signs(
    database: Location, text: str, expected: Found | None
) -> None:
    write(database, added(records()))

    with Reader(database) as reader:
        found = [one._replace(key="") for one in find(reader, text)]
    assert found == ([] if expected is None else [expected])


def test_one_claim_is_read_through_indexes_only(new_database: object) -> None:
    database: Location = new_database("sqlite")  # type: ignore[operator]
    write(database, added(records()))
    asked: list[tuple[str, dict[str, Any]]] = []

    class Recording(Reader):
        def rows(self, query: str, *suffixes: str, **parameters: Any) -> list[tuple[Any, ...]]:
            asked.append(prepared("sqlite", (query, *suffixes), parameters))
            return super().rows(query, *suffixes, **parameters)

    with Recording(database) as reader:
        about_claims(reader, ["compute", "most-fp8", "fitted"])
        about_subject(reader, "model:model-1")
        keys(reader, "ab")

    connection = sqlite3.connect(database.path)
    plans = {
        text: [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {text}", parameters)]
        for text, parameters in asked
    }
    connection.close()
    assert len(plans) > 10
    scans = {text: plan for text, plan in plans.items() if any("SCAN" in step for step in plan)}
    assert scans == {}


def test_a_reader_sees_one_moment(database: Location) -> None:
    write(database, added([organization("lab")]))

    with Reader(database) as reader:
        assert len(everything(reader)) == 1
        write(database, added([organization("rival")]))
        assert len(everything(reader)) == 1
    with Reader(database) as reader:
        assert len(everything(reader)) == 2


def test_a_reader_can_change_nothing(database: Location) -> None:
    write(database, added([organization("lab")]))

    with Reader(database) as reader, pytest.raises(Exception, match=r"readonly|read-only"):
        reader._connection.execute("DELETE FROM subject")


def test_reading_loads_nothing_heavy(new_database: object) -> None:
    database: Location = new_database("sqlite")  # type: ignore[operator]
    write(database, added(records()))
    program = (
        "import sys\n"
        "from evidence.store.engine import Reader\n"
        "from evidence.store.reading import about_claims, about_subject, keys, slugs\n"
        f"with Reader({database.path!r}) as reader:\n"
        "    assert len(about_claims(reader, ['compute'])) > 10\n"
        "    assert about_subject(reader, 'model:model-1') and keys(reader, '')\n"
        "    assert slugs(reader, 'claims')\n"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    run = subprocess.run(
        [sys.executable, "-S", "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == []
