"""No password and no text of a record stands where an error is told."""

from __future__ import annotations

import contextlib
import io
import socket
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from evidence.cli.commands import COMMANDS
from evidence.cli.root import run
from evidence.core.errors import EvidenceError
from evidence.core.forms import from_mapping
from evidence.store.engine import Location
from evidence.store.schema import create
from tests.postgres import Server
from tests.reliability.conftest import Figure
from tests.store.examples import added, records, write

CANARY = "cAnArY7"
ENCODED = "".join(f"%{ord(letter):02x}" for letter in CANARY)
CERTIFICATES = "sslmode=verify-full&sslrootcert=/nowhere"

CALLS: dict[str, tuple[str, ...]] = {
    "init": (),
    "demo": ("--help",),
    "add": ("organization", "lab", "name=Lab"),
    "log": ("c", "--source", "s", "--supports"),
    "observe": ("model:m", "parameters", "1", "--source", "s"),
    "import": ("BUNDLE",),
    "resolve": ("c", "true", "--date", "2025-01-01", "--source", "s"),
    "status": (),
    "score": (),
    "explain": ("c",),
    "timeline": ("c",),
    "since": ("2025-01-01",),
    "impact": ("BUNDLE",),
    "calibration": (),
    "next": (),
    "show": ("c",),
    "list": ("claims",),
    "search": ("x",),
    "compute": (
        "operation-count",
        "--parameters",
        "1",
        "--tokens",
        "1",
        "--save",
        "x",
        "--why",
        "y",
    ),
    "derive": ("m",),
    "edit": ("c", "--set", "notes=x"),
    "retract": ("0123456789ab", "--reason", "x"),
    "undo": (),
    "history": (),
    "chart": ("roll-call", "c"),
    "report": ("-o", "OUT"),
    "export": ("bundle", "-o", "OUT"),
    "serve": (),
    "keep": ("s", "BUNDLE"),
    "merge": ("lab", "other"),
    "check": (),
    "head": (),
    "backup": ("OUT",),
    "db": ("distribute",),
    "completion": ("bash",),
}
"""A call of each command that gets as far as opening the database."""
NEEDS_NO_DATABASE = {"demo", "completion"}

URLS = {
    # The place is the server's: {at} is HOST:PORT of one that refuses, or that does not answer.
    "user": "postgresql://me:{pw}@{at}/db",
    "short scheme": "postgres://me:{pw}@{at}/db",
    "driver": "postgresql+psycopg://me:{pw}@{at}/db",
    "upper case": "POSTGRESQL://me:{pw}@{at}/db",
    "password alone": "postgresql://:{pw}@{at}/db",
    "user alone": "postgresql://{pw}@{at}/db",
    "encoded": "postgresql://me:{encoded}@{at}/db",
    "option": "postgresql://{at}/db?password={pw}",
    "second option": "postgresql://{at}/db?sslmode=disable&password={pw}",
    "encoded option": "postgresql://{at}/db?password={encoded}",
    "encoded name": "postgresql://{at}/db?p%61ssword={pw}",
    "key's password": "postgresql://{at}/db?sslmode=disable&sslpassword={pw}",
    "passfile": "postgresql://{at}/db?passfile=/nowhere/{pw}",
    "options": "postgresql://{at}/db?options=-c%20x.y%3D{pw}",
    "certificates": "postgresql://me:{pw}@{at}/db?" + CERTIFICATES,
    "two hosts": "postgresql://me:{pw}@{at},{at}/db",
    "slash": "postgresql://me:a/{pw}@{at}/db",
    "question mark": "postgresql://me:a?{pw}@{at}/db",
    "hash": "postgresql://me:a#{pw}@{at}/db",
    "at": "postgresql://me:a@b@{pw}@{at}/db",
    "space": "postgresql://me:a {pw}@{at}/db",
    "newline": "postgresql://me:a\n{pw}@{at}/db",
    "bad percent": "postgresql://me:%zz{pw}@{at}/db",
    "no place": "postgresql://me:{pw}/db",
    "bad port": "postgresql://me:{pw}@localhost:bad/db",
    "huge port": "postgresql://me:{pw}@localhost:99999999/db",
    "as port": "postgresql://localhost:{pw}/db",
    "bracket": "postgresql://[{pw}/db",
    "unknown option": "postgresql://{at}/db?unknown={pw}",
    "unknown service": "postgresql://{at}/db?service=none&password={pw}",
    "no slashes": "postgresql:me:{pw}@{at}/db",
    "pairs": "host=localhost password={pw} dbname=db",
    "other database": "mysql://me:{pw}@{at}/db",
    "sqlalchemy's form": "postgresql+asyncpg://me:{pw}@{at}/db",
    "no name": "postgresql://me:{pw}@no-such-host.invalid/db",
    "long name": "postgresql://me:{pw}@" + "x" * 70 + ".invalid/db",
}


@pytest.fixture(scope="module")
def refusing() -> str:
    """The address of a port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "bundle.yaml"
    path.write_text("organizations:\n  - {slug: lab, name: Lab}\n")
    return path


def spoken(*arguments: str) -> tuple[int, str]:
    """The exit code of a call, and everything that it says."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = run(arguments)
    return code, out.getvalue()


def called(name: str, folder: Path) -> tuple[str, ...]:
    places = {"BUNDLE": str(folder / "bundle.yaml"), "OUT": str(folder / "out")}
    return (name, *(places.get(word, word) for word in CALLS[name]))


def test_every_command_is_called() -> None:
    assert set(CALLS) == set(COMMANDS)


@pytest.mark.parametrize("name", CALLS)
def test_no_command_shows_a_password_however_the_database_is_named(
    name: str, bundle: Path, refusing: str, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    monkeypatch.setenv("EVIDENCE_DEBUG", "1")
    monkeypatch.chdir(bundle.parent)
    for form, url in URLS.items():
        place = url.format(pw=CANARY, encoded=ENCODED, at=refusing)
        for options in (("--db", place), ("--json", "--db", place)):
            code, said = spoken(*options, *called(name, bundle.parent))
            assert CANARY not in said, (form, said)
            assert ENCODED not in said, (form, said)
            assert "Traceback" not in said
            assert (code != 0) or name in NEEDS_NO_DATABASE, (form, said)
        monkeypatch.setenv("EVIDENCE_DB", place)
        assert CANARY not in spoken(*called(name, bundle.parent))[1], form
        monkeypatch.delenv("EVIDENCE_DB")
    left = {path.name for path in bundle.parent.iterdir()}
    assert left == {"bundle.yaml"}
    if name == "init":
        figure(f"{len(URLS)} forms of URL x {len(CALLS)} commands x 3 ways: 0 passwords shown")


@pytest.mark.parametrize("name", [*CALLS, "nothing", "-x"])
def test_an_address_in_the_wrong_place_is_not_repeated(
    name: str, refusing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for form in ("user", "driver", "option", "space", "other database", "pairs", "no slashes"):
        place = URLS[form].format(pw=CANARY, encoded=ENCODED, at=refusing)
        for arguments in (
            *((name, place), (name, "x", place), (name, "--as-of", place), (name, "-o", place)),
            *((name, f"--no-such-option={place}"), (place,), (f"--{place}",)),
        ):
            code, said = spoken(*arguments)
            assert code != 0
            assert CANARY not in said, arguments
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def guarded(postgresql_server: Server) -> Iterator[tuple[Server, str]]:
    """A database whose users need a password."""
    name = postgresql_server.database()
    create(Location(postgresql_server.url(name)))
    with psycopg.connect(postgresql_server.url("postgres"), autocommit=True) as superuser:
        superuser.execute("CREATE ROLE careful LOGIN PASSWORD 'another'")
        [(place,)] = superuser.execute("SHOW hba_file").fetchall()
        rules = Path(place)
        before = rules.read_text()
        rules.write_text(f"local all careful scram-sha-256\n{before}")
        superuser.execute("SELECT pg_reload_conf()")
        yield postgresql_server, name
        rules.write_text(before)
        superuser.execute("SELECT pg_reload_conf()")


FAILURES = ("authentication", "no such database", "not a database", "no tables", "time-out")
WAYS = [
    (failure, name)
    for failure in FAILURES
    for name in ("status", "log", "init", "check", "report")
    # `init` makes the tables that are not there, and waiting twice is enough.
    if (failure, name) != ("no tables", "init")
    if failure != "time-out" or name in ("status", "init")
]


@pytest.fixture(scope="module")
def silent() -> Iterator[str]:
    """The address of a server that takes calls and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        held: list[socket.socket] = []

        def answering() -> None:
            with contextlib.suppress(OSError):
                while True:
                    held.append(listening.accept()[0])

        threading.Thread(target=answering, daemon=True).start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        for one in held:
            one.close()


@pytest.fixture(scope="module")
def talkative() -> Iterator[str]:
    """The address of something else that answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answering() -> None:
            with contextlib.suppress(OSError):
                while True:
                    with listening.accept()[0] as call:
                        call.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        threading.Thread(target=answering, daemon=True).start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"


def failing(failure: str, request: pytest.FixtureRequest) -> str:
    """A URL with a password, of a place that cannot be used."""
    if failure == "time-out":
        at = request.getfixturevalue("silent")
        return f"postgresql://me:{CANARY}@{at}/db?connect_timeout=2"
    if failure == "not a database":
        return f"postgresql://me:{CANARY}@{request.getfixturevalue('talkative')}/db"
    server, name = request.getfixturevalue("guarded")
    if failure == "authentication":
        return str(server.url(name)).replace("tests@", f"careful:{CANARY}@")
    place = "none" if failure == "no such database" else "postgres"
    return str(server.url(place)).replace("tests@", f"tests:{CANARY}@")


@pytest.mark.parametrize(("failure", "name"), WAYS)
def test_no_way_of_failing_shows_the_password(
    failure: str,
    name: str,
    bundle: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    url = failing(failure, request)
    monkeypatch.setenv("EVIDENCE_DEBUG", "1")
    for as_json in ((), ("--json",)):
        code, said = spoken(*as_json, "--db", url, *called(name, bundle.parent))

        assert code == (7 if failure == "no tables" else 6), said
        assert CANARY not in said
        assert len(said.splitlines()) == 2 - len(as_json)
        assert ("others can read a password in --db" in said) == (not as_json)


def test_a_password_is_warned_of_only_where_others_can_read_it(
    refusing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"postgresql://me:{CANARY}@{refusing}/db"
    plain = f"postgresql://me@{refusing}/db?passfile=/nowhere"

    assert spoken("--db", url, "status", "c")[1].count("others can read") == 1
    assert "others can read" not in spoken("--db", url, "--quiet", "status", "c")[1]
    assert "others can read" not in spoken("--db", plain, "status", "c")[1]
    monkeypatch.setenv("EVIDENCE_DB", url)
    assert "others can read" not in spoken("status", "c")[1]


def test_a_password_that_works_is_nowhere_in_the_database_and_its_reports(
    guarded: tuple[Server, str], bundle: Path, tmp_path: Path
) -> None:
    server, name = guarded
    with psycopg.connect(server.url(name), autocommit=True) as superuser:
        superuser.execute(f"ALTER ROLE careful PASSWORD '{CANARY}' SUPERUSER")
    url = server.url(name).replace("tests@", f"careful:{CANARY}@")
    said = ""
    for call in (
        *(("init",), ("import", str(bundle)), ("status",), ("history",), ("check",)),
        ("report", "--format", "html", "-o", str(tmp_path / "report.html")),
        ("report", "--format", "json", "-o", str(tmp_path / "report.json")),
        ("export", "bundle", "-o", str(tmp_path / "bundle.json")),
        ("export", "site", "-o", str(tmp_path / "site")),
    ):
        code, told = spoken("--db", url, *call)
        assert code == 0, told
        said += told
    with psycopg.connect(server.url(name)) as superuser:
        dumped = b"".join(
            bytes(part)
            for table in ("log", "source", "claim", "evidence")
            for part in superuser.cursor().copy(f"COPY {table} TO STDOUT").__enter__()
        )

    assert CANARY not in said
    assert CANARY.encode() not in dumped
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 4
    assert [path for path in files if CANARY.encode() in path.read_bytes()] == []


EVIDENCE = {"claim": "most-fp8", "source": "report", "stance": "supports", "quote": CANARY}
NUMBER = {
    **{"subject": "model:model-1", "attribute": "parameters", "value": 1, "source": "report"},
    "quote": CANARY,
}
NEVER_LET_IN = [
    ("evidence", {**EVIDENCE, "stance": f"agrees {CANARY}"}),
    ("evidence", {**EVIDENCE, "published": f"soon {CANARY}"}),
    ("evidence", {**EVIDENCE, "note": f"{CANARY}\0"}),
    ("evidence", {**EVIDENCE, "note": f"{CANARY}\ud800"}),
    ("evidence", {**EVIDENCE, "probability": 7.0}),
    ("evidence", {**EVIDENCE, "claim": "none"}),
    ("observations", {**NUMBER, "basis": CANARY}),
    ("observations", {**NUMBER, "year": 10**30}),
]
"""Records that the door would refuse; they stand for a fault of the program."""


@pytest.mark.parametrize(("kind", "fields"), NEVER_LET_IN, ids=str)
def test_what_a_statement_was_given_is_not_told_when_it_fails(
    database: Location, kind: str, fields: dict[str, Any]
) -> None:
    write(database, added(records()))
    with pytest.raises(EvidenceError) as caught:
        write(database, added([from_mapping(kind, fields)]))

    assert CANARY not in "".join(traceback.format_exception(caught.value))
    assert CANARY not in caught.value.hint


def test_a_driver_error_that_nobody_expected_is_told_by_its_kind_alone(
    database: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("connections", "engine"):
        monkeypatch.setattr(f"evidence.store.{place}.explained", lambda *_: None)
    monkeypatch.setattr(
        "evidence.store.queries._loaded", {"slugs_of_claims": f"SELECT {CANARY} FROM log"}
    )
    for debug in ("", "1"):
        monkeypatch.setenv("EVIDENCE_DEBUG", debug)
        code, said = spoken("--db", database.target, "status", "none")

        assert code == 1
        assert CANARY not in said
        assert "OperationalError" in said or "UndefinedColumn" in said
