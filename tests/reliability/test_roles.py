"""What each role of a PostgreSQL database may do, and what the program says where it may not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import psycopg
import pytest

from evidence import shipped
from evidence.core.errors import Unavailable
from evidence.store.engine import Location, Reader, Writer
from evidence.store.postgresql import unhurried
from evidence.workspace import Workspace
from tests.cli.running import Run, runner
from tests.postgres import Server
from tests.reliability.conftest import Figure

ROLES = ("owner", "writer", "reader")
LOGIN = {role: f"somebody_{role}" for role in ROLES}


class Shared(NamedTuple):
    """A database that several people use, and where each of them finds it."""

    server: Server
    name: str

    def url(self, user: str, options: str = "") -> str:
        role = " -c role=evidence_owner" if user == LOGIN["owner"] else ""
        said = f"{options}{role}".strip().replace(" ", "%20").replace("=", "%3D")
        url = self.server.url(self.name).replace("tests@", f"{user}@")
        return f"{url}&options={said}" if said else url


@pytest.fixture(scope="module")
def shared(postgresql_server: Server) -> Iterator[Shared]:
    """The seed discussion in a database that was made as the help of `init` says."""
    made = Shared(postgresql_server, postgresql_server.database())
    with psycopg.connect(made.server.url(made.name), autocommit=True) as superuser:
        superuser.execute(shipped.roles())
        for role, login in LOGIN.items():
            superuser.execute(f"CREATE ROLE {login} LOGIN IN ROLE evidence_{role}")
        superuser.execute("CREATE ROLE somebody_else LOGIN")
    Workspace(made.url(LOGIN["owner"])).create()
    writing = Workspace(made.url(LOGIN["writer"]))
    writing.import_files([shipped.bundle(shipped.THREAD)], impact=False)
    yield made
    with psycopg.connect(made.server.url("postgres"), autocommit=True) as superuser:
        superuser.execute(f"DROP DATABASE {made.name} WITH (FORCE)")
        for login in (*LOGIN.values(), "somebody_else"):
            superuser.execute(f"DROP ROLE {login}")


@pytest.fixture(params=ROLES)
def role(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


MATRIX = {
    "SELECT count(*) FROM log": "owner writer reader",
    "SELECT count(*) FROM evidence JOIN claim ON claim.id = claim_id": "owner writer reader",
    "INSERT INTO log SELECT seq + 999, recorded, actor, operation, summary, body, "
    "records_sha256, previous, hash FROM log WHERE seq = 1": "owner writer",
    "INSERT INTO subject (id, type, slug, name, entry) VALUES (99, 'model', 'm', 'M', 1)": (
        "owner writer"
    ),
    "UPDATE source SET title = 'x'": "owner writer",
    "DELETE FROM resolution": "owner writer",
    "UPDATE log SET actor = 'x'": "",
    "DELETE FROM log": "",
    "TRUNCATE log CASCADE": "",
    "TRUNCATE source CASCADE": "owner",
    "DROP TABLE log CASCADE": "owner",
    "ALTER TABLE log DISABLE TRIGGER ALL": "",
    "ALTER TABLE log DISABLE TRIGGER log_only_grows_row": "owner",
    "UPDATE alembic_version SET version_num = '0000'": "owner",
    "CREATE TABLE another (number int)": "owner",
    "CREATE TABLE public.another (number int)": "",
    "CREATE TEMPORARY TABLE log (number int)": "",
    "CREATE OR REPLACE FUNCTION log_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
    "'BEGIN RETURN NEW; END'": "owner",
    "COPY log TO PROGRAM 'cat'": "",
    "COPY log TO '/tmp/evidence-log'": "",
    "SELECT pg_read_file('/etc/passwd')": "",
    "CREATE ROLE another SUPERUSER": "",
    "ALTER ROLE CURRENT_USER SUPERUSER": "",
}
"""Statements, and the roles that may run them. Nobody changes the log, its owner included, who
would have to take away its triggers first; `check --anchor` finds that out."""


@pytest.mark.parametrize("statement", MATRIX)
def test_a_role_may_do_what_its_work_needs_and_nothing_else(
    shared: Shared, role: str, statement: str
) -> None:
    refused = (psycopg.errors.InsufficientPrivilege, psycopg.errors.RaiseException)
    allowed = True
    with psycopg.connect(shared.url(LOGIN[role])) as connection:
        try:
            connection.execute(statement)
        except refused:
            allowed = False
        connection.rollback()

    assert allowed == (role in MATRIX[statement].split())


def test_the_matrix_is_shown(figure: Figure) -> None:
    figure(f"{len(ROLES)} roles x {len(MATRIX)} statements as expected")
    assert len(MATRIX) >= 15


@pytest.mark.parametrize("login", [LOGIN["writer"], LOGIN["reader"]])
@pytest.mark.parametrize("become", ["evidence_owner", "tests", LOGIN["owner"]])
def test_nobody_becomes_a_greater_role(shared: Shared, login: str, become: str) -> None:
    with (
        psycopg.connect(shared.url(login)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(f"SET ROLE {become}")


def commands(shared: Shared, capfd: pytest.CaptureFixture[str], login: str) -> Run:
    return runner(capfd, shared.url(login))


READING = (
    *(("status",), ("status", "most-labs-fp8"), ("explain", "most-labs-fp8"), ("history",)),
    *(("derive", "deepseek-v3"), ("list", "claims"), ("search", "fp8"), ("head",), ("check",)),
    *(("export", "bundle", "-o", "-"), ("timeline", "most-labs-fp8"), ("next",)),
    *(("init", "--empty"), ("score",)),
)
WRITING = (
    ("log", "most-labs-fp8", "--source", "deepseek-v3-report", "--supports", "--at", "p. 7"),
    ("edit", "claim:most-labs-fp8", "--set", "falsifier=a census"),
    ("undo",),
    ("add", "organization", "newcomer", "name=Newcomer"),
)


@pytest.mark.parametrize("asked", READING, ids=" ".join)
def test_a_reader_reads_everything(
    shared: Shared, capfd: pytest.CaptureFixture[str], asked: tuple[str, ...]
) -> None:
    ran = commands(shared, capfd, LOGIN["reader"])(*asked)

    assert ran.code == 0, ran.err
    assert ran.out


@pytest.mark.parametrize("asked", WRITING, ids=lambda asked: asked[0])
def test_a_reader_that_writes_is_told_in_one_line_that_it_may_only_read(
    shared: Shared, capfd: pytest.CaptureFixture[str], asked: tuple[str, ...]
) -> None:
    as_reader = commands(shared, capfd, LOGIN["reader"])
    before = as_reader("head").out
    ran = as_reader(*asked)

    assert (ran.code, ran.out) == (6, "")
    assert ran.err.startswith("evidence: this role may only read postgresql://")
    assert len(ran.err.splitlines()) == 1
    assert as_reader("head").out == before


def test_a_writer_logs_corrects_and_takes_back(
    shared: Shared, capfd: pytest.CaptureFixture[str]
) -> None:
    as_writer = commands(shared, capfd, LOGIN["writer"])

    for asked in (*WRITING[:2], WRITING[2], WRITING[2], *WRITING[3:], WRITING[2]):
        assert as_writer(*asked).code == 0
    assert as_writer("check").code == 0
    assert as_writer("init").code == 0


def test_a_writer_cannot_make_the_tables(postgresql_server: Server) -> None:
    empty = Shared(postgresql_server, postgresql_server.database())
    with psycopg.connect(empty.server.url(empty.name), autocommit=True) as superuser:
        superuser.execute(shipped.roles())
        with suppress(psycopg.errors.DuplicateObject):
            superuser.execute("CREATE ROLE somebody_early LOGIN IN ROLE evidence_writer")

    with pytest.raises(Unavailable, match="this role may not change the tables of"):
        Workspace(empty.url("somebody_early")).create()


def test_somebody_without_a_role_is_not_let_in(
    shared: Shared, capfd: pytest.CaptureFixture[str]
) -> None:
    ran = commands(shared, capfd, "somebody_else")("status")

    assert ran.code == 6
    assert "permission denied for database" in ran.err


def test_the_roles_may_be_made_again_and_put_right_what_was_given_too_much(
    shared: Shared,
) -> None:
    refused = psycopg.errors.InsufficientPrivilege
    with psycopg.connect(shared.server.url(shared.name), autocommit=True) as superuser:
        superuser.execute("GRANT ALL ON ALL TABLES IN SCHEMA evidence TO evidence_writer")
        superuser.execute(shipped.roles())
    with psycopg.connect(shared.url(LOGIN["writer"])) as connection, pytest.raises(refused):
        connection.execute("DELETE FROM log")


SETTINGS = (
    *("search_path", "statement_timeout", "lock_timeout"),
    "idle_in_transaction_session_timeout",
)


def settings(connection: Any) -> dict[str, str]:
    return {name: connection.execute(f"SHOW {name}").fetchone()[0] for name in SETTINGS}


def session(url: str, *, write: bool) -> dict[str, str]:
    if write:
        with Writer(Location(url), patience=7) as writer:
            return settings(writer.cursor())
    with Reader(Location(url)) as reader:
        return settings(reader._connection)


@pytest.mark.parametrize(
    ("write", "lock", "statement"), [(False, "10s", "1min"), (True, "7s", "5min")]
)
def test_a_session_says_where_it_looks_and_how_long_it_waits(
    shared: Shared, write: bool, lock: str, statement: str
) -> None:
    assert session(shared.url(LOGIN["writer"]), write=write) == {
        "search_path": "pg_catalog, evidence, pg_temp",
        "statement_timeout": statement,
        "lock_timeout": lock,
        "idle_in_transaction_session_timeout": "5min",
    }


@pytest.mark.parametrize(("said", "statement"), [("", "0"), ("-c statement_timeout=4min", "4min")])
def test_a_long_import_has_no_limit_for_a_statement_unless_somebody_says_one(
    shared: Shared, said: str, statement: str
) -> None:
    with Writer(Location(shared.url(LOGIN["writer"], said))) as writer:
        unhurried(writer)
        assert settings(writer.cursor())["statement_timeout"] == statement


def test_what_the_url_or_the_role_says_of_waiting_holds(shared: Shared) -> None:
    url = shared.url(LOGIN["reader"], "-c statement_timeout=2s")
    with psycopg.connect(shared.server.url(shared.name), autocommit=True) as superuser:
        superuser.execute(f"ALTER ROLE {LOGIN['reader']} SET lock_timeout = '3s'")
        found = session(url, write=False)
        superuser.execute(f"ALTER ROLE {LOGIN['reader']} RESET ALL")

    assert (found["statement_timeout"], found["lock_timeout"]) == ("2s", "3s")


def test_a_function_of_somebody_else_is_not_taken_for_the_servers_own(shared: Shared) -> None:
    """Who may make functions cannot put one in the place of `lower`, which searching calls."""
    with psycopg.connect(shared.server.url(shared.name), autocommit=True) as superuser:
        superuser.execute(
            "CREATE FUNCTION evidence.lower(text) RETURNS text LANGUAGE sql AS 'SELECT ''caught'''"
        )
        try:
            url = shared.url(LOGIN["reader"], "-c search_path=evidence,pg_catalog")
            assert Workspace(url).search("FP8")
            assert not Workspace(url).search("caught")
        finally:
            superuser.execute("DROP FUNCTION evidence.lower(text)")
