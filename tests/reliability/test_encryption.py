"""PostgreSQL over a network: encrypted, the server known by its certificate, or not at all."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from evidence.store.engine import Location, Reader, Writer
from evidence.store.schema import create
from tests import certificates, postgres
from tests.certificates import Pair
from tests.cli.running import Ran, runner
from tests.reliability.conftest import Figure

HOST = "db.example"
PASSWORD = "cAnArY8"
RULES = """\
local   all all               trust
hostssl all certified all     cert
hostssl all all       all     scram-sha-256
"""
"""Who comes from elsewhere comes encrypted, with a password or with a certificate of his own."""
ADD = ("add", "organization", "newcomer", "name=Newcomer")


class Guarded(NamedTuple):
    """A server that is reached by TLS only, a database of it, and who signs for it."""

    server: postgres.Server
    name: str
    port: int
    trusted: Pair
    stranger: Pair
    client: Pair

    def url(self, user: str = "me", host: str = HOST, **options: str | Path) -> str:
        """The URL of the database; the name is checked, the address is this machine's."""
        said = {"hostaddr": "127.0.0.1", "sslmode": "verify-full"}
        said |= {"sslrootcert": str(self.trusted.certificate)}
        pairs = (f"{name}={value}" for name, value in (said | options).items())
        return f"postgresql://{user}@{host}:{self.port}/{self.name}?{'&'.join(pairs)}"


@pytest.fixture(scope="module")
def guarded(
    postgresql_server: postgres.Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Guarded]:
    if certificates.PROGRAM is None:
        if os.environ.get("CI") == "true":
            pytest.fail(certificates.WHY_NOT)
        pytest.skip(certificates.WHY_NOT)
    programs = postgres.binaries()
    assert programs is not None
    folder = tmp_path_factory.mktemp("certificates")
    trusted = certificates.authority(folder, "trusted")
    stranger = certificates.authority(folder, "stranger")
    host = certificates.signed(folder, trusted, HOST)
    client = certificates.signed(folder, trusted, "certified")
    port = free_port()
    listening = "listen_addresses=127.0.0.1"
    server = postgres.Server(programs, (*postgres.QUICK, listening), port)
    server.give("server.crt", host.certificate.read_text())
    server.give("server.key", host.key.read_text())
    server.give("trusted.crt", trusted.certificate.read_text())
    server.give("pg_hba.conf", RULES)
    server.execute("ALTER SYSTEM SET ssl_ca_file = 'trusted.crt'")
    server.execute("ALTER SYSTEM SET ssl = on")
    server.execute("SELECT pg_reload_conf()")
    for user in ("me", "certified"):
        server.execute(f"CREATE ROLE {user} LOGIN SUPERUSER PASSWORD '{PASSWORD}'")
    yield Guarded(server, server.database(), port, trusted, stranger, client)
    server.stop()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(autouse=True)
def nobody_said_anything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No password and no certificate of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("PG")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("EVIDENCE_DEBUG", "1")


@pytest.fixture
def with_password(monkeypatch: pytest.MonkeyPatch, guarded: Guarded) -> Guarded:
    """The server for somebody who has the password at hand, and the tables in its database."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    create(Location(guarded.url()))
    return guarded


ENCRYPTED = "SELECT ssl, version >= 'TLSv1.2' FROM pg_stat_ssl WHERE pid = pg_backend_pid()"


def test_a_write_and_a_read_are_encrypted(
    with_password: Guarded, capfd: pytest.CaptureFixture[str], figure: Figure
) -> None:
    location = Location(with_password.url())
    run = runner(capfd, location.target)

    assert run(*ADD).code == 0
    assert "Newcomer" in run("show", "organization:newcomer").out
    assert run("check").code == 0
    assert run("undo").code == 0
    with Writer(location) as writer:
        assert writer.cursor().execute(ENCRYPTED).fetchall() == [(True, True)]
    with Reader(location) as reader:
        assert reader._connection.execute(ENCRYPTED).fetchall() == [(True, True)]
        [(version, cipher)] = reader._connection.execute(
            "SELECT version, cipher FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        ).fetchall()
    figure(f"verify-full with a password: written and read by {version}, {cipher}")


def refused(ran: Ran, why: str) -> bool:
    """Whether a call says in one line that the server cannot be reached, and why."""
    assert (ran.code, ran.out) == (6, ""), ran
    assert len(ran.err.splitlines()) == 1, ran.err
    assert PASSWORD not in ran.err
    return f"cannot be reached: {why} (" in ran.err


@pytest.mark.parametrize("asked", [("status",), ADD, ("init",)], ids=lambda asked: asked[0])
@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"sslrootcert": "STRANGER"}, "certificate verify failed"),
        ({"host": "other.example"}, "the server's certificate is for another host name"),
        ({"sslmode": "disable"}, "pg_hba.conf has no entry for a connection without encryption"),
        ({"sslrootcert": "/nowhere"}, "the root certificate file cannot be read"),
    ],
    ids=["another authority", "another host", "in the clear", "no authority"],
)
def test_a_server_that_is_not_known_by_its_certificate_is_refused(
    with_password: Guarded,
    capfd: pytest.CaptureFixture[str],
    changed: dict[str, str],
    why: str,
    asked: tuple[str, ...],
) -> None:
    if changed.get("sslrootcert") == "STRANGER":
        changed = {"sslrootcert": str(with_password.stranger.certificate)}

    assert refused(runner(capfd, with_password.url(**changed))(*asked), why)


def test_the_name_of_another_host_is_no_matter_where_only_the_authority_is_asked_for(
    with_password: Guarded, capfd: pytest.CaptureFixture[str]
) -> None:
    """So `verify-ca` is not enough: whoever has any certificate of that authority is trusted."""
    url = with_password.url(host="other.example", sslmode="verify-ca")

    assert runner(capfd, url)("status").code == 0


def in_environment(patch: pytest.MonkeyPatch, guarded: Guarded, folder: Path) -> str:
    patch.setenv("PGPASSWORD", PASSWORD)
    return guarded.url()


def in_file(patch: pytest.MonkeyPatch, guarded: Guarded, folder: Path) -> str:
    path = folder / "passwords"
    path.write_text(f"{HOST}:{guarded.port}:*:me:{PASSWORD}\n")
    path.chmod(0o600)
    patch.setenv("PGPASSFILE", str(path))
    return guarded.url()


def in_service(patch: pytest.MonkeyPatch, guarded: Guarded, folder: Path) -> str:
    path = folder / "services"
    path.write_text(
        f"[team]\nhost={HOST}\nhostaddr=127.0.0.1\nport={guarded.port}\ndbname={guarded.name}\n"
        f"user=me\npassword={PASSWORD}\nsslmode=verify-full\n"
        f"sslrootcert={guarded.trusted.certificate}\n"
    )
    patch.setenv("PGSERVICEFILE", str(path))
    return "postgresql:///?service=team"


def in_url(patch: pytest.MonkeyPatch, guarded: Guarded, folder: Path) -> str:
    return guarded.url(f"me:{PASSWORD}")


Way = Callable[[pytest.MonkeyPatch, Guarded, Path], str]
WAYS: tuple[Way, ...] = (in_environment, in_file, in_service, in_url)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_password_may_stand_in_a_file_a_service_the_environment_or_with_a_warning_the_url(
    guarded: Guarded,
    way: Way,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    url = way(monkeypatch, guarded, tmp_path)
    create(Location(url))
    run = runner(capfd, url)
    for asked in (ADD, ("head",), ("undo",)):
        ran = run(*asked)
        assert ran.code == 0
        assert PASSWORD not in ran.out + ran.err
        assert ("others can read a password in --db" in ran.err) == (way is in_url)


@pytest.mark.parametrize(
    ("password", "why"),
    [("wrong", "password authentication failed"), ("", "no password supplied")],
)
def test_nobody_gets_in_without_the_password(
    guarded: Guarded,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    password: str,
    why: str,
) -> None:
    monkeypatch.setenv("PGPASSWORD", password)

    assert refused(runner(capfd, guarded.url())("status"), why)


def test_a_certificate_of_ones_own_stands_for_a_password(
    with_password: Guarded, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGPASSWORD")
    certificate, key = with_password.client
    mine = with_password.url("certified", sslcert=certificate, sslkey=key)

    assert runner(capfd, mine)("status").code == 0
    without = runner(capfd, with_password.url("certified"))("status")
    assert refused(without, "the server wants a certificate of the client")
    readable = certificate.with_name("readable.key")
    readable.write_text(key.read_text())
    readable.chmod(0o644)
    open_to_all = with_password.url("certified", sslcert=certificate, sslkey=readable)
    assert refused(
        runner(capfd, open_to_all)("status"),
        "the private key file cannot be used: nobody else may be able to read it",
    )
