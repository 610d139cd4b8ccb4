from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.core.errors import EvidenceError, Invalid, Unavailable
from evidence.store.engine import Location, Reader, Writer
from evidence.store.schema import create

SECRET = "cAnArY7"

SECRET_URLS = [
    f"postgresql://me:{SECRET}@localhost:1/db",
    f"postgres://me:{SECRET}@localhost:1/db",
    f"postgresql+psycopg://me:{SECRET}@localhost:1/db",
    f"postgresql://{SECRET}@localhost:1/db",
    f"postgresql://me:a/{SECRET}@localhost:1/db",
    f"postgresql://me:a?{SECRET}@localhost:1/db",
    f"postgresql://me:a#{SECRET}@localhost:1/db",
    f"postgresql://me:a@b@{SECRET}@localhost:1/db",
    f"postgresql://me:{SECRET}/db",
    f"postgresql://me:{SECRET}@localhost:bad/db",
    f"postgresql://localhost:{SECRET}/db",
    f"postgresql://localhost:1/db?password={SECRET}",
    f"postgresql://localhost:1/db?sslmode=disable&password={SECRET}",
    f"postgresql://localhost:1/db?sslpassword={SECRET}",
    f"postgresql://localhost:1/db?passfile={SECRET}",
    f"postgresql://localhost:1/db?unknown={SECRET}",
    f"postgresql://localhost:1/db?password=x@{SECRET}",
    f"postgresql://localhost:1/db?host=a b{SECRET}",
    f"postgresql://[{SECRET}/db",
    f"postgresql://me:%zz{SECRET}@localhost:1/db",
    f"postgresql://me:{SECRET}%@localhost:1/db",
    f"mysql://me:{SECRET}@localhost/db",
    f"me:{SECRET}@localhost://db",
    f"{SECRET} postgres://localhost/db",
]


@pytest.mark.parametrize("url", SECRET_URLS)
@pytest.mark.parametrize(
    "use",
    [lambda url: Reader(url).__enter__(), lambda url: Writer(url).__enter__(), create],
    ids=["read", "write", "create"],
)
def test_a_password_is_never_shown(
    url: str,
    use: Callable[[str], object],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PGCONNECT_TIMEOUT", "1")
    with pytest.raises(EvidenceError) as caught:
        use(url)
    error = caught.value
    shown = f"{error} {error.hint} {error!r}"
    assert SECRET not in shown
    assert SECRET not in "".join(traceback.format_exception_only(error))
    assert SECRET not in "".join(capsys.readouterr())
    assert "\n" not in error.message


@given(st.text("ab:/@?#&=%[]", max_size=12), st.text("ab:/@?#&=%[]", max_size=12))
def test_no_place_in_a_url_shows_a_password(before: str, after: str) -> None:
    shown = str(Location(f"postgresql://{before}:{SECRET}@{after}"))
    assert SECRET not in shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (
            "postgresql://me:pw@db.example:5432/evidence",
            "postgresql://***@db.example:5432/evidence",
        ),
        ("postgres://db.example/evidence", "postgresql://db.example/evidence"),
        ("postgresql+psycopg://a,b:5433/evidence", "postgresql://a,b:5433/evidence"),
        ("postgresql:///evidence?host=/run/pg", "postgresql:///evidence?host=/run/pg"),
        ("postgresql://[::1]:5432/evidence", "postgresql://[::1]:5432/evidence"),
        ("postgresql:///x?sslmode=require&user=me", "postgresql:///x?sslmode=require"),
        ("evidence.db", "evidence.db"),
        ("sqlite:///evidence.db", "evidence.db"),
        ("sqlite:////data/evidence.db", "/data/evidence.db"),
    ],
)
def test_a_place_is_shown_without_what_may_be_secret(url: str, shown: str) -> None:
    assert str(Location(url)) == shown


@pytest.mark.parametrize("text", ["", ":memory:", "sqlite://", "sqlite:///:memory:", "a\0b"])
def test_a_database_has_to_be_kept_somewhere(text: str) -> None:
    with pytest.raises(Invalid):
        Location(text)


@pytest.mark.parametrize("text", ["mysql://x/y", "http://x", "duckdb:///x"])
def test_other_databases_are_refused(text: str) -> None:
    with pytest.raises(Invalid, match="not a kind of database"):
        Location(text)


def test_places_are_the_same_by_where_they_lead() -> None:
    assert Location("evidence.db") == Location("sqlite:///evidence.db")
    assert Location("postgres://h/d") == Location("postgresql://h/d")
    assert Location("a.db") != Location("b.db")
    assert len({Location("a.db"), Location("./a.db")}) == 1


def test_a_place_survives_being_sent_to_another_process() -> None:
    for text in ("evidence.db", "postgresql://me:pw@h/d"):
        location = Location(text)
        assert pickle.loads(pickle.dumps(location)) == location


@pytest.mark.parametrize("name", ["a b.db", "50%.db", "what?.db", "#1.db", "é.db", "a;b'c.db"])
def test_any_file_name_will_do(tmp_path: object, name: str) -> None:
    location = Location(f"{tmp_path}/{name}")
    create(location)
    with Writer(location), Reader(location) as reader:
        assert reader.revision()


def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(Unavailable, match=r"postgresql://\*\*\*@localhost:1/db cannot be reached"):
        Reader(Location("postgresql://me:pw@localhost:1/db")).__enter__()
