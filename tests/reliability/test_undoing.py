"""What people do wrong: every change can be taken back, tried without effect, or broken off.

Ctrl-C is pressed at 8 moments of each write in CI, at 80 in the large profile.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from evidence.cli.root import run
from evidence.core.canonical import canonical
from evidence.core.forms import as_mapping
from evidence.core.ledger import Ledger, identity
from evidence.store.engine import Location, Reader
from evidence.store.imported import all_rows
from evidence.store.reading import everything
from evidence.store.scenarios import scenarios
from evidence.workspace import Workspace
from tests.conftest import ENGINES
from tests.reliability.conftest import Figure
from tests.scale import scaled

TABLE = (
    "Model,Organization,Publication date,Parameters,Training compute (FLOP),Link\n"
    "DeepSeek-V3,DeepSeek,2024-12-26,671000000000,3.4e24,https://x.example\n"
    "A new model,Nobody Inc,2025-01-01,7000000000,1e23,https://x.example\n"
)
BUNDLE = """
sources:
- {slug: new-source, kind: preprint, title: A title, party: nobody, published: 2025-05}
evidence:
- {claim: most-labs-fp8/meta, source: new-source, stance: supports, quote: FP8, locator: p. 1}
"""
BIB = "@misc{from-bibtex, title = {A title}, year = {2024}}\n"
A_KEY = "most-labs-fp8/"

COMMANDS: dict[str, tuple[str, ...]] = {
    "add": ("add", "source", "added-source", "kind=forum", "title=A title"),
    "log": (
        *("log", "most-labs-fp8/meta", "--source", "deepseek-v3-report", "--refutes"),
        *("--quote", "no", "--at", "p. 9"),
    ),
    "observe": ("observe", "model:gpt-4", "parameters", "2T", "--source", "deepseek-v3-report"),
    "import": ("import", "bundle.yaml"),
    "import --update": ("import", "--update", "changed.yaml"),
    "import bibtex": ("import", "sources.bib"),
    "import --format epoch": (
        *("import", "models.csv", "--format", "epoch-models", "--published", "2025-06-01"),
    ),
    "edit": ("edit", "most-labs-fp8", "--set", "notes=Corrected"),
    "retract": ("retract", "KEY", "--reason", "made up"),
    "retract a source": ("retract", "deepseek-v3-report", "--reason", "withdrawn"),
    "resolve": ("resolve", "h100-100k-meta", "true", "--date", "2025"),
    "compute --save": (
        *("compute", "operation-count", "--parameters", "37B", "--tokens", "14.8T"),
        *("--save", "a-scenario", "--why", "to see"),
    ),
    "derive --save": (
        *("derive", "model:deepseek-v3", "training_compute", "--save", "a-route"),
        *("--why", "to see"),
    ),
    "merge organizations": ("merge", "meta", "amazon", "--reason", "a test"),
    "merge models": ("merge", "llama-4", "llama-3.1-405b"),
    "merge chips": ("merge", "h100-sxm", "h800-sxm"),
    "merge sources": ("merge", "deepseek-v3-report", "deepseek-v3-readme"),
    "merge claims": ("merge", "h100-100k-meta", "h100-100k-memphis"),
}
"""A call of every command that writes."""
WITHOUT_DRY_RUN = ("compute --save", "derive --save")

Place = Callable[[], str]


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A copy of the seed discussion, once on each engine; the files of COMMANDS lie beside."""
    return seeded(request, tmp_path, request.param)


def seeded(request: pytest.FixtureRequest, folder: Path, engine: str) -> str:
    files(folder)
    if engine == "sqlite":
        path = folder / "evidence.db"
        shutil.copy(request.getfixturevalue("thread_database"), path)
        return str(path)
    server = request.getfixturevalue("postgresql_server")
    return str(server.url(server.database(request.getfixturevalue("thread_on_postgresql"))))


def files(folder: Path) -> None:
    (folder / "bundle.yaml").write_text(BUNDLE)
    (folder / "sources.bib").write_text(BIB)
    (folder / "models.csv").write_text(TABLE)
    changed = "sources:\n- {slug: deepseek-v3-report, kind: rumour, title: Another}\n"
    (folder / "changed.yaml").write_text(changed)


def state(database: str) -> str:
    """Everything that is stored, the log aside, as one canonical text."""
    with Reader(Location(database)) as reader:
        records = {str(identity(r)): as_mapping(r) for r in everything(reader)}
        kept = {one.slug: one.as_mapping() for one in scenarios(reader)}
        rows = {str(row.identity): row.as_mapping() for row in all_rows(reader)}
    return canonical([records, kept, rows])


def call(name: str, database: str) -> list[str]:
    """The arguments of a command, with the key of some item for KEY."""
    ledger: Ledger = Workspace(database).ledger()
    item = next(i for i in ledger.bearing_on("most-labs-fp8") if i.claim.startswith(A_KEY))
    return ["--db", database, *(item.key if a == "KEY" else a for a in COMMANDS[name])]


@pytest.mark.parametrize("name", COMMANDS)
def test_undo_gives_back_what_was_there_before(
    name: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = state(place)

    assert run(call(name, place)) == 0
    changed = state(place)
    assert changed != before
    assert Workspace(place).check().problems == ()

    assert run(["--db", place, "undo"]) == 0
    assert state(place) == before
    assert Workspace(place).check().problems == ()


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in WITHOUT_DRY_RUN])
def test_a_dry_run_changes_nothing(
    name: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    place = seeded(request, tmp_path, "sqlite")
    before = fingerprints(tmp_path)

    assert run([*call(name, place), "--dry-run"]) == 0
    assert fingerprints(tmp_path) == before
    assert run(["--db", place, "undo", "--dry-run"]) == 0
    assert fingerprints(tmp_path) == before


def fingerprints(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file but what SQLite keeps beside a database that is read."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if not path.name.endswith("-shm") and path.stat().st_size
    }


@pytest.mark.parametrize("name", [name for name in COMMANDS if name.startswith("import")])
def test_importing_the_same_file_twice_adds_nothing(
    name: str,
    place: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(call(name, place)) == 0
    once, head = state(place), Workspace(place).head()
    capsys.readouterr()

    assert run(call(name, place)) == 0
    assert capsys.readouterr().out.startswith("0 new")
    assert (state(place), Workspace(place).head()) == (once, head)


PRESSED = 8
NOTHING = "evidence: interrupted: nothing was written (run it again)"
STAYS = "evidence: interrupted: what was written before it stays (see 'evidence history')"
"""Said too where the commit itself was broken off, and nobody can know how it ended."""
INTERRUPTED = (130, -signal.SIGINT)
"""The second is what a shell calls 130: the interpreter was still starting, or done already."""


@pytest.mark.parametrize("engine", ENGINES)
def test_a_write_that_is_broken_off_leaves_nothing_behind(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path, figure: Figure
) -> None:
    place = seeded(request, tmp_path, engine)
    chance = random.Random(3)
    whole = timed(tmp_path, place)
    broken, done = 0, 0  # a write that is broken off once it is kept stays, whole
    before, last = state(place), Workspace(place).head()
    for _ in range(scaled(PRESSED)):
        with started(tmp_path, place) as process:
            time.sleep(chance.uniform(0.2, 1.1) * whole)
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=60)
        assert "Traceback" not in told
        head = Workspace(place).head()
        assert Workspace(place).check().problems == ()
        assert process.returncode in (0, *INTERRUPTED), told
        if head == last:
            assert process.returncode in INTERRUPTED
            assert process.returncode < 0 or told.strip() in (NOTHING, STAYS)
            assert state(place) == before
            broken += 1
        else:
            assert head[0] == last[0] + 1
            done += 1
            assert run(["--db", place, "undo"]) == 0
            last = Workspace(place).head()
        assert state(place) == before
    figure(f"{engine}: {broken} writes broken off by Ctrl-C left nothing, {done} were done before")
    assert broken


def test_an_interruption_after_the_write_says_that_it_stays(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    place = seeded(request, tmp_path, "sqlite")
    before = Workspace(place).head()
    with open_full_pipe() as full, started(tmp_path, place, stdout=full) as process:
        while Workspace(place).head() == before:
            time.sleep(0.05)
        time.sleep(0.5)  # it is done but for telling so, which nobody lets it
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)

    assert process.returncode == 130
    assert told.strip() == STAYS


@contextmanager
def open_full_pipe() -> Iterator[int]:
    """A pipe that nobody reads, and that takes no more."""
    there, here = os.pipe()
    os.set_blocking(here, False)
    with suppress(BlockingIOError):
        while True:
            os.write(here, b" " * 4096)
    os.set_blocking(here, True)
    yield here
    os.close(there)
    os.close(here)


def started(folder: Path, place: str, stdout: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-m", "evidence", "--db", place, "import", "bundle.yaml"]
    root = str(Path(__file__).parents[2])
    return subprocess.Popen(
        arguments,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": root},
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
    )


def timed(folder: Path, place: str) -> float:
    """Seconds of a write that is not disturbed, which is then taken back."""
    begun = time.perf_counter()
    with started(folder, place) as process:
        assert process.wait() == 0
    taken = time.perf_counter() - begun
    assert run(["--db", place, "undo"]) == 0
    return taken
