"""What the README tells whoever runs a PostgreSQL server: tables made too early, and a dump."""

from __future__ import annotations

import subprocess
from pathlib import Path

import psycopg
import pytest

from evidence import shipped
from evidence.core.errors import Unavailable
from evidence.workspace import Workspace
from tests import postgres
from tests.postgres import Server

OWNERS = """\
SELECT DISTINCT n.nspname, pg_get_userbyid(c.relowner) FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname IN ('public', 'evidence')
"""


def as_role(url: str, role: str) -> Workspace:
    """The database as one of its roles finds it."""
    return Workspace(f"{url}&options=-c%20role%3Devidence_{role}")


def with_roles(server: Server, name: str, before: str = "") -> None:
    """Make the roles as a superuser, after something else."""
    with psycopg.connect(server.url(name), autocommit=True) as superuser:
        superuser.execute(before)
        superuser.execute(shipped.roles())


def require_roles(url: str) -> None:
    """Show that the owner, the writer and the reader may do what they should and no more."""
    with psycopg.connect(url) as connection:
        assert connection.execute(OWNERS).fetchall() == [("evidence", "evidence_owner")]
        connection.execute("SET ROLE evidence_writer")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM log")
    as_role(url, "owner").create()
    as_role(url, "writer").add("organizations", slug="newcomer", name="Newcomer")
    with pytest.raises(Unavailable, match="this role may only read"):
        as_role(url, "reader").add("organizations", slug="another", name="Another")
    assert as_role(url, "reader").check().problems == ()


def test_tables_that_were_made_without_roles_are_moved_and_given_to_their_owner(
    postgresql_server: Server, thread_on_postgresql: str
) -> None:
    name = postgresql_server.database(thread_on_postgresql)
    head = Workspace(postgresql_server.url(name)).head()
    with_roles(postgresql_server, name, "ALTER SCHEMA public RENAME TO evidence")

    assert as_role(postgresql_server.url(name), "reader").head() == head
    require_roles(postgresql_server.url(name))


def test_a_dump_gives_back_the_log_and_the_rights_of_the_roles(
    postgresql_server: Server, tmp_path: Path
) -> None:
    name, restored = postgresql_server.database(), postgresql_server.database()
    with_roles(postgresql_server, name)
    as_role(postgresql_server.url(name), "owner").create()
    writing = as_role(postgresql_server.url(name), "writer")
    writing.import_files([shipped.bundle(shipped.THREAD)], impact=False)
    dump = str(tmp_path / "evidence.dump")
    run("pg_dump", "--format", "custom", "--file", dump, "--dbname", postgresql_server.url(name))
    with_roles(postgresql_server, restored)
    url = postgresql_server.url(restored)
    run("pg_restore", "--clean", "--if-exists", "--dbname", url, dump)

    assert Workspace(url).check(anchor=writing.head()[1]).problems == ()
    require_roles(url)


def run(program: str, *options: str) -> None:
    """Run one of PostgreSQL's own programs."""
    programs = postgres.binaries()
    assert programs is not None
    subprocess.run([programs / program, *options], check=True, capture_output=True)
