"""Indexes and links that are put away while many items come are there again afterwards."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest

from evidence import streaming
from evidence.core.errors import Conflict, Problems
from evidence.store.engine import Location, Writer
from evidence.store.upkeep import alone
from evidence.workspace import Workspace
from tests.conftest import NewDatabase

RECORDS = (
    {"type": "source", "slug": "s", "kind": "analyst", "party": "p", "published": "2024"},
    {"type": "claim", "slug": "c", "kind": "statement", "statement": "C"},
)
ITEM = {"type": "evidence", "claim": "c", "source": "s", "stance": "supports", "locator": "p. 1"}
KEPT_UP = """
SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1
"""
LINKS = "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conrelid = 'evidence'::regclass"


def bundle(folder: Path, *quotes: str, claim: str = "c") -> Path:
    items = [ITEM | {"claim": claim, "quote": quote} for quote in quotes]
    path = folder / f"{'-'.join(quotes)}.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in (*RECORDS, *items)), "utf-8")
    return path


@pytest.fixture(autouse=True)
def long_from_the_first_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "LONG", 0)


def asked(location: Location, question: str) -> list[str]:
    with psycopg.connect(location.target) as connection:
        return [told for (told,) in connection.execute(question)]


def test_after_a_first_filling_all_links_and_indexes_are_as_they_were(
    new_database: NewDatabase, tmp_path: Path
) -> None:
    location = new_database("postgresql")
    before = asked(location, KEPT_UP)
    space = Workspace(location.target)

    space.import_files([bundle(tmp_path, "one", "two")], dry_run=True)
    assert asked(location, KEPT_UP) == before
    with pytest.raises(Problems, match="claim 'nowhere' does not exist"):
        space.import_files([bundle(tmp_path, "three", claim="nowhere")])
    assert asked(location, KEPT_UP) == before

    outcome = space.import_files([bundle(tmp_path, "one", "two")])

    assert outcome.new["evidence"] == 2
    assert asked(location, KEPT_UP) == before
    assert space.check().problems == ()


def test_links_are_put_away_for_the_first_items_alone(
    new_database: NewDatabase, tmp_path: Path
) -> None:
    location = new_database("postgresql")
    with Writer(location) as writer, alone(writer) as quick:
        assert (quick, writer.cursor().execute(LINKS).fetchone()) == (True, (0,))
    Workspace(location.target).import_files([bundle(tmp_path, "one")])

    with Writer(location) as writer, alone(writer) as quick:
        assert (quick, writer.cursor().execute(LINKS).fetchone()) == (False, (3,))


def test_who_is_reading_keeps_the_links_where_they_are(
    new_database: NewDatabase, tmp_path: Path
) -> None:
    location = new_database("postgresql")
    with psycopg.connect(location.target) as reader:
        reader.execute("SELECT count(*) FROM source")
        with Writer(location) as writer, alone(writer) as quick:
            assert (quick, writer.cursor().execute(LINKS).fetchone()) == (False, (3,))
        outcome = Workspace(location.target).import_files([bundle(tmp_path, "one")])

    assert outcome.new["evidence"] == 1
    assert asked(location, LINKS) == [3]


def test_what_names_nothing_cannot_stay_after_a_first_filling(new_database: NewDatabase) -> None:
    location = new_database("postgresql")
    stray = "INSERT INTO voice VALUES (99, '', 'p', 1, 0, 9, 1.0)"

    with pytest.raises(Conflict), Writer(location) as writer, alone(writer):
        writer.cursor().execute(stray)

    assert asked(location, "SELECT count(*) FROM voice") == [0]
    assert asked(location, LINKS) == [3]


def test_who_does_not_own_the_tables_imports_with_the_links_where_they_are(
    new_database: NewDatabase, tmp_path: Path
) -> None:
    location = new_database("postgresql")
    role = "writer_of_rows"
    with psycopg.connect(location.target, autocommit=True) as superuser:
        superuser.execute(f"CREATE ROLE {role} LOGIN")
        superuser.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}")
    other = location.target.replace("tests@", f"{role}@")

    outcome = Workspace(other).import_files([bundle(tmp_path, "one")])

    assert outcome.new["evidence"] == 1
    assert asked(location, LINKS) == [3]
    with psycopg.connect(location.target, autocommit=True) as superuser:
        superuser.execute(f"DROP OWNED BY {role}")
        superuser.execute(f"DROP ROLE {role}")
