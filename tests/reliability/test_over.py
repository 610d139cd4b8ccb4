"""An export scores as its database does, whichever engine is asked."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from evidence.core.errors import Invalid, NotFound
from evidence.core.records import Claim, Evidence, Record, Resolution, Search
from evidence.core.standing import Standing, standing
from evidence.exchange.atomic import write
from evidence.exporting import EXPORTS, Gathered
from evidence.over import ENGINES, scores_over
from evidence.store.engine import Location, Reader
from evidence.store.over import opened
from evidence.store.reading import everything
from evidence.store.standings import standings, summed
from evidence.workspace import Workspace
from tests.conftest import NewDatabase
from tests.reliability.conftest import Figure
from tests.store.examples import added, records
from tests.store.examples import write as write_records
from tests.store.ledgers import DAYS, made


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Every engine that is asked of an export."""
    if request.param == "spark":
        request.getfixturevalue("spark")
    return str(request.param)


def exported(database: Location, folder: Path, kind: str = "scoring") -> str:
    with Gathered(Workspace(database.target), str(folder)) as gathered:
        write(folder, EXPORTS[kind].render(gathered))
    return str(folder)


def crowd(chance: Random, size: int) -> list[Record]:
    """The claims of many ledgers made up at random, on the sources and subjects of one of them."""
    first, found = made(chance), []
    for number in range(size):
        for record in made(chance):
            if isinstance(record, Claim):
                found.append(record._replace(slug=f"{record.slug}-{number}"))
            elif isinstance(record, Evidence | Search | Resolution):
                claim, slash, unit = record.claim.partition("/")
                found.append(record._replace(claim=f"{claim}-{number}{slash}{unit}"))
    shared = [r for r in first if not isinstance(r, Claim | Evidence | Search | Resolution)]
    return [*shared, *found]


def largest_difference(found: list[Standing], expected: Mapping[str, Standing]) -> float:
    """Of all figures of all claims; the words have to be the same."""
    difference = 0.0
    for one in found:
        *figures, word = one.balance
        *others, status = expected[one.claim].balance
        assert word == status
        difference = max(difference, *(abs(a - b) for a, b in zip(figures, others, strict=True)))
    return difference


def test_claims_made_up_at_random_score_on_any_day_as_on_sqlite(
    new_database: NewDatabase, tmp_path: Path, engine: str, figure: Figure
) -> None:
    database = new_database("sqlite")
    write_records(database, added(crowd(Random(1), 60)))
    folder, differences = exported(database, tmp_path / "export"), []
    with Reader(database) as reader, opened(folder, engine, {}) as rows:
        for day in DAYS[1::2]:
            expected = {one.claim: one for one in standings(reader, day)}
            found, quantities = summed(rows, day)
            assert {one.claim for one in found} | set(quantities) == set(expected)
            assert all(slug.startswith("number-") for slug in quantities)
            differences.append(largest_difference(found, expected))
    figure(
        f"{len(expected)} claims on {len(differences)} days: at most {max(differences):.1e} apart"
    )
    assert max(differences) <= 1e-9


def test_the_whole_parquet_export_scores_as_a_hearing_of_its_records(
    database: Location, tmp_path: Path
) -> None:
    write_records(database, added(crowd(Random(2), 10)))
    with Reader(database) as reader:
        ledger = everything(reader)
    found = scores_over(exported(database, tmp_path / "export", "parquet"), as_of="2024-12-01")
    heard = {one.claim: standing(ledger, one.claim, "2024-12-01") for one in found.standings}
    assert len(heard) == 30
    assert found.left_out == 10
    assert largest_difference(list(found.standings), heard) <= 1e-9


def test_both_exports_hold_the_same_rows_to_score(database: Location, tmp_path: Path) -> None:
    import duckdb

    write_records(database, added(crowd(Random(4), 10)))
    folders = [exported(database, tmp_path / kind, kind) for kind in ("scoring", "parquet")]
    for name in ("claims", "units", "resolutions", "voices", "opinions"):
        one, other = (Path(folder, f"{name}.parquet") for folder in folders)
        columns = ", ".join(duckdb.read_parquet(str(one)).columns)
        rows = [
            sorted(map(str, duckdb.sql(f"SELECT {columns} FROM '{path}'").fetchall()))
            for path in (one, other)
        ]
        assert rows[0] == rows[1]
        assert rows[0]


def test_named_claims_come_in_their_order_and_a_quantity_is_refused(
    new_database: NewDatabase, tmp_path: Path
) -> None:
    database = new_database("sqlite")
    write_records(database, added(crowd(Random(3), 2)))
    folder = exported(database, tmp_path / "export")
    named = ("roll-1", "forecast-0")
    found = scores_over(folder, claims=named, as_of="2024-12-01")
    assert tuple(one.claim for one in found.standings) == named
    with pytest.raises(Invalid, match="'number-0' is a quantity, which an export does not answer"):
        scores_over(folder, claims=("said-0", "number-0"))
    with pytest.raises(NotFound, match="the export has no claim 'nobody-said'"):
        scores_over(folder, claims=("said-0", "nobody-said"))


@pytest.fixture
def export(new_database: NewDatabase, tmp_path: Path) -> Path:
    """A sound export of a small database."""
    database = new_database("sqlite")
    write_records(database, added(records()))
    return Path(exported(database, tmp_path / "sound"))


def changed(path: Path, query: str) -> None:
    """Replace a table of an export by what a query gives of it, named `it`."""
    import duckdb

    duckdb.sql(f"CREATE OR REPLACE TEMP TABLE it AS FROM read_parquet('{path}')")
    duckdb.sql(f"COPY ({query}) TO '{path}' (FORMAT parquet)")


FAULTS = {
    "a table is missing": ("voices", None, "it has no voices.parquet"),
    "a column is missing": (
        *("voices", "SELECT * EXCLUDE db FROM it"),
        "its table 'voices' lacks the column 'db'",
    ),
    "a column holds something else": (
        *("opinions", "SELECT * REPLACE (u::VARCHAR AS u) FROM it"),
        "the column 'u' of its table 'opinions' holds VARCHAR, not DOUBLE",
    ),
    "a weight is no number": (
        *("voices", "SELECT * REPLACE ('nan'::DOUBLE AS db) FROM it LIMIT 1"),
        "its table 'voices' has 1 row that no score can take",
    ),
    "a voice is on no side": (
        *("voices", "SELECT * REPLACE (0 AS side) FROM it LIMIT 2"),
        "its table 'voices' has 2 rows that no score can take",
    ),
    "a prior is certain": (
        *("claims", "SELECT * REPLACE (1.0::DOUBLE AS prior) FROM it LIMIT 1"),
        "its table 'claims' has 1 row that no score can take",
    ),
    "a claim stands twice": (
        *("claims", "FROM it UNION ALL (FROM it LIMIT 1)"),
        "its table 'claims' has 1 row that no score can take",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_no_export_is_refused_by_its_fault(export: Path, fault: str) -> None:
    _refused(export, "duckdb", *FAULTS[fault])


def test_spark_refuses_the_same(export: Path, tmp_path: Path, spark: None) -> None:
    for number, fault in enumerate(FAULTS.values()):
        copy = shutil.copytree(export, tmp_path / str(number))
        _refused(copy, "spark", *fault)


def _refused(export: Path, engine: str, table: str, query: str | None, why: str) -> None:
    path = export / f"{table}.parquet"
    path.unlink() if query is None else changed(path, query)
    with pytest.raises(Invalid, match=f"is no export that can be scored: {why}$") as refused:
        scores_over(str(export), engine)
    assert "evidence export scoring" in refused.value.hint


def test_a_file_that_is_no_parquet_is_told_in_one_line(export: Path) -> None:
    (export / "voices.parquet").write_text("claim,unit\n")
    with pytest.raises(Invalid, match=r"^DuckDB cannot read '.*sound': [^\n]*$"):
        scores_over(str(export))


def test_a_folder_whose_name_is_a_pattern_is_read_as_it_is_called(
    export: Path, engine: str
) -> None:
    other = shutil.copytree(export, export.with_name("it's 1"))
    (other / "voices.parquet").write_text("of another export")
    named = export.rename(export.with_name("it's [12]"))
    assert scores_over(str(named), engine).standings


def test_a_table_that_another_program_wrote_as_a_folder_is_read_whole(
    export: Path, engine: str
) -> None:
    import duckdb

    whole = scores_over(str(export), as_of="2025-06-01").standings
    voices, parts = export / "voices.parquet", export / "parts"
    parts.mkdir()
    duckdb.sql(f"CREATE OR REPLACE TEMP TABLE it AS FROM read_parquet('{voices}')")
    for side in (1, -1):
        part = parts / f"{side}.parquet"
        duckdb.sql(f"COPY (FROM it WHERE side = {side}) TO '{part}' (FORMAT parquet)")
    voices.unlink()
    parts.rename(voices)
    found = scores_over(str(export), engine, as_of="2025-06-01").standings
    assert largest_difference(list(found), {one.claim: one for one in whole}) <= 1e-9


def listening() -> set[str]:
    """The addresses on which programs of this machine listen, as the kernel writes them."""
    tables = (Path("/proc/net", name) for name in ("tcp", "tcp6"))
    lines = [line.split() for path in tables for line in path.read_text().splitlines()[1:]]
    return {line[1] for line in lines if line[3] == "0A"}


LOOPBACK = ("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000")


def test_spark_on_one_machine_is_reached_by_loopback_alone(export: Path, spark: None) -> None:
    before = listening()
    with opened(str(export), "spark", {}):
        new = listening() - before
    assert all(address.partition(":")[0] in LOOPBACK for address in new)


def test_spark_takes_its_own_settings_and_what_it_is_told_wins(export: Path, spark: None) -> None:
    from evidence.store.over.spark import session

    settings = {"spark.master": "local[1]", "spark.driver.host": "localhost", "spark.x": "y=z"}
    with session(settings) as found:
        held = found.sparkContext.getConf()
        assert {name: held.get(name) for name in settings} == settings
        assert held.get("spark.driver.bindAddress") == "127.0.0.1"
        assert held.get("spark.ui.enabled") == "false"


def test_ctrl_c_ends_spark_at_once_without_a_traceback(export: Path, spark: None) -> None:
    program = (
        "import os, signal, sys, threading\n"
        "from evidence.cli.root import run\n"
        "from evidence.store.over import spark\n"
        "see = spark.Spark._see\n"
        "def interrupted(self):\n"
        "    threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "    see(self)\n"
        "    while True: self._session.range(10**12).count()\n"
        "spark.Spark._see = interrupted\n"
        f"sys.exit(run(['score', '--over', {str(export)!r}, '--engine', 'spark']))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, timeout=300, env=environment,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (130, "")
    [line] = ran.stderr.strip().splitlines()
    assert line == "evidence: interrupted: nothing was written (run it again)"
