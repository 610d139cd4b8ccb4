"""What the import of a long file says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evidence import streaming, weighed
from evidence.store.location import Location
from tests.cli.running import runner

SOURCE = {"type": "source", "slug": "s", "kind": "analyst", "party": "p", "published": "2024"}
ITEM = {"type": "evidence", "source": "s", "stance": "supports", "quote": "So.", "locator": "p. 1"}


@pytest.fixture
def long_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(streaming, "LONG", 0)
    claims = [{"type": "claim", "slug": s, "kind": "statement", "statement": s} for s in "ab"]
    lines = [SOURCE, *claims, ITEM | {"claim": "a"}, ITEM | {"claim": "b"}]
    path = tmp_path / "long.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return str(path)


def test_it_tells_each_claim_that_moves(
    database: Location, capfd: pytest.CaptureFixture[str], long_file: str
) -> None:
    told = runner(capfd, database.target)("import", long_file)

    assert told.code == 0
    assert [line.split()[0] for line in told.out.splitlines()[-2:]] == ["a", "b"]


def test_of_too_many_claims_it_says_that_it_does_not_tell_and_not_that_none_moves(
    database: Location,
    capfd: pytest.CaptureFixture[str],
    long_file: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (streaming, weighed):
        monkeypatch.setattr(module, "MOST", 1)

    told = runner(capfd, database.target)("import", long_file)

    assert told.out == "5 new (1 source, 2 claims, 2 evidence)\n"
    assert told.err == "warning: what moves is not told: 2 claims are touched, more than 1\n"
