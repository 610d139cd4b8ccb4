"""The tables of a PostgreSQL database on a Citus cluster.

No cluster is at hand here. The statements run on a real PostgreSQL server, on which `citus.sql`
stands in for the extension: functions that keep Citus's catalogue and refuse what Citus refuses.
"""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest

from evidence.cli.root import run
from evidence.core.errors import Invalid, MigrationNeeded
from evidence.store.distributing import distribute, distribution
from evidence.store.engine import Location
from evidence.store.tables import METADATA
from evidence.workspace import Workspace
from tests.conftest import NewDatabase
from tests.postgres import Server
from tests.store.examples import added, records, write

CITUS = Path(__file__).with_name("citus.sql").read_text()


@pytest.fixture
def cluster(new_database: NewDatabase) -> Location:
    """A PostgreSQL database with records, and with what stands in for Citus."""
    location = new_database("postgresql")
    write(location, added(records()))
    asked(location, CITUS)
    return location


def asked(location: Location, question: str) -> list[tuple[object, ...]]:
    """The rows that a question gives, asked by the driver alone."""
    with psycopg.connect(location.target) as connection:
        found = connection.execute(question)
        return found.fetchall() if found.description else []


def test_what_bears_on_claims_lies_with_its_claim_and_numbers_with_their_subject(
    cluster: Location,
) -> None:
    distribute(cluster)

    where = "SELECT logicalrelid::text, partkey, beside::text FROM pg_dist_partition ORDER BY 1"
    assert asked(cluster, where) == [
        ("claim", None, None),
        ("claim_subject", "claim_id", "evidence"),
        ("claim_unit", "claim_id", "evidence"),
        ("evidence", "claim_id", None),
        ("observation", "subject_id", None),
        ("opinion", "claim_id", "evidence"),
        ("resolution", "claim_id", "evidence"),
        ("search", "claim_id", "evidence"),
        ("selection", "subject_id", "observation"),
        ("source", None, None),
        ("subject", None, None),
        ("voice", "claim_id", "evidence"),
    ]
    assert asked(cluster, "SELECT * FROM forbidden_links") == []


def test_a_database_that_is_distributed_is_read_written_and_checked_as_before(
    cluster: Location,
) -> None:
    before = [support.to_dicts() for support in Workspace(cluster.target).statuses()]
    distribute(cluster)

    workspace = Workspace(cluster.target)
    assert [support.to_dicts() for support in workspace.statuses()] == before
    workspace.add("organizations", slug="another", name="Another")
    assert workspace.check().problems == ()
    assert asked(cluster, "SELECT tgname FROM pg_trigger WHERE tgrelid = 'log'::regclass")


def test_distributing_again_spreads_only_what_is_new(cluster: Location) -> None:
    distribute(cluster)
    assert distribute(cluster) == ((), (), (), ())

    asked(cluster, "DELETE FROM pg_dist_partition WHERE logicalrelid = 'claim_unit'::regclass")
    again = distribute(cluster)
    assert (again.by_claim, again.by_subject, again.everywhere) == (("claim_unit",), (), ())


def test_a_dry_run_and_a_refusal_by_citus_leave_every_table_where_it_is(
    cluster: Location,
) -> None:
    assert distribute(cluster, dry_run=True).by_claim[0] == "evidence"
    assert asked(cluster, "SELECT * FROM pg_dist_partition") == []

    asked(
        cluster,
        "CREATE TRIGGER mine BEFORE TRUNCATE ON selection EXECUTE FUNCTION log_only_grows()",
    )
    with pytest.raises(Invalid, match='"selection" because it has triggers'):
        distribute(cluster)
    assert asked(cluster, "SELECT * FROM pg_dist_partition") == []
    assert asked(cluster, "SELECT conname FROM pg_constraint WHERE conname = 'fk_evidence_entry'")


@pytest.mark.parametrize(
    ("engine", "refusal"),
    [
        ("sqlite", "one SQLite file, which no cluster can share"),
        ("postgresql", "has no Citus"),
    ],
)
def test_where_there_is_no_citus_the_way_to_it_is_named(
    engine: str, refusal: str, new_database: NewDatabase, capfd: pytest.CaptureFixture[str]
) -> None:
    code = run(["--db", new_database(engine).target, "db", "distribute"])

    told = capfd.readouterr().err
    assert code == 1
    assert refusal in told
    assert told.count("\n") == 1


def test_an_empty_postgresql_database_is_to_be_made_first(postgresql_server: Server) -> None:
    with pytest.raises(MigrationNeeded):
        distribute(Location(postgresql_server.url(postgresql_server.database())))


def test_the_command_says_where_the_tables_went_or_that_nothing_is_to_do(
    cluster: Location, capfd: pytest.CaptureFixture[str]
) -> None:
    call = ["--db", cluster.target, "db", "distribute"]

    assert run([*call, "--dry-run"]) == 0
    assert "would be copied to every machine: source, subject, claim\n" in capfd.readouterr().out
    assert run([*call, "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["by_subject"] == ["observation", "selection"]
    assert run(call) == 0
    assert capfd.readouterr().out == "nothing to do: the tables are distributed already\n"


def test_the_statements_can_be_printed_without_any_database_and_run_by_hand(
    cluster: Location, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["--db", "nowhere.db", "db", "distribute", "--print"]) == 0
    asked(cluster, capfd.readouterr().out)

    assert distribute(cluster).statements == ()


def test_every_table_is_distributed_copied_or_known_to_stay() -> None:
    spread = distribution()
    stay = {"log", "log_part", "derivation", "derivation_input", "imported_row", "source_copy"}

    gone = {*spread.by_claim, *spread.by_subject, *spread.everywhere}
    assert gone | stay == set(METADATA.tables)
