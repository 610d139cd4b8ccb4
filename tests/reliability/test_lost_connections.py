"""A connection to PostgreSQL that goes while something is written."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from functools import partial

import psycopg
import pytest

from evidence import shipped
from evidence.core.errors import Unavailable
from evidence.store.engine import Location, Reader, Writer
from evidence.store.reading import everything
from evidence.store.writing import apply
from evidence.workspace import Workspace
from tests.cli.running import Run, runner
from tests.postgres import Server
from tests.reliability.conftest import Figure
from tests.reliability.cutting import Moment, cut
from tests.scale import scaled
from tests.store.examples import NOON, added, organization, source, statement, write
from tests.store.processes import in_a_process

WRITES = {
    "log": ("log", "most-labs-fp8", "--source", "deepseek-v3-report", "--supports", "--at", "7"),
    "observe": (
        *("observe", "deepseek-v3", "training_tokens", "20T", "--source", "deepseek-v3-report"),
        *("--at", "p. 9"),
    ),
    "add": ("add", "organization", "newcomer", "name=Newcomer"),
    "edit": ("edit", "claim:most-labs-fp8", "--set", "falsifier=a census"),
    "retract": ("retract", "source:deepseek-v3-report", "--reason", "a test"),
    "resolve": (
        *("resolve", "most-labs-fp8", "true", "--date", "2026-01-01"),
        *("--source", "deepseek-v3-report"),
    ),
    "compute": (
        *("compute", "operation-count", "--parameters", "37B", "--tokens", "14.8T"),
        *("--save", "v3", "--why", "to compare"),
    ),
    "import": ("import", str(shipped.bundle(shipped.ARRIVAL))),
}


@pytest.fixture
def moment() -> list[Moment]:
    """When the way to the server is cut; a test may change it."""
    return ["never"]


@pytest.fixture
def near(
    postgresql_server: Server, thread_on_postgresql: str, capfd: pytest.CaptureFixture[str]
) -> tuple[str, Run]:
    """A database with the seed discussion, and commands that reach it directly."""
    name = postgresql_server.database(thread_on_postgresql)
    return name, runner(capfd, postgresql_server.url(name))


@pytest.fixture
def far_url(
    postgresql_server: Server, near: tuple[str, Run], moment: list[Moment]
) -> Iterator[str]:
    """The same database by a way that is cut."""
    folder = postgresql_server.url("").rpartition("host=")[2]
    with cut(f"{folder}/.s.PGSQL.5432", lambda: moment[0]) as at:
        yield f"postgresql://tests@{at}/{near[0]}"


@pytest.fixture
def far(far_url: str, capfd: pytest.CaptureFixture[str]) -> Run:
    """Commands that take that way."""
    return runner(capfd, f"{far_url}?sslmode=disable")


def entries(run: Run) -> int:
    return int(run("head").out.split()[0])


def arrived(run: Run, wanted: int) -> bool:
    """Whether the log comes to hold so many entries: a commit may reach the server late."""
    for _ in range(50):
        if entries(run) == wanted:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("write_", WRITES)
def test_a_commit_without_an_answer_is_not_known_and_running_it_again_writes_it_once(
    near: tuple[str, Run], far: Run, moment: list[Moment], when: Moment, write_: str
) -> None:
    run = near[1]
    before = entries(run)
    moment[0] = when
    ran = far(*WRITES[write_])

    assert ran.code == 6, ran
    assert "it is not known whether the change was written (running it again is safe" in ran.err
    assert len(ran.err.splitlines()) == 1
    assert arrived(run, before + (when == "after"))

    moment[0] = "never"
    again = far(*WRITES[write_])
    assert again.code == 0 or (when == "after" and again.code in (1, 4)), again
    assert entries(run) == before + 1
    assert run("check").code == 0


def test_an_undo_without_an_answer_points_to_the_history(
    near: tuple[str, Run], far: Run, moment: list[Moment]
) -> None:
    near[1](*WRITES["add"])
    moment[0] = "after"
    ran = far("undo")

    assert ran.code == 6
    assert "look at 'evidence history' before another undo" in ran.err


def test_reading_does_not_commit_and_is_not_cut(far: Run, moment: list[Moment]) -> None:
    moment[0] = "before"

    assert far("status").code == 0


@pytest.mark.parametrize("mode", ["require", "verify-ca", "verify-full"])
def test_what_must_be_encrypted_is_not_sent_in_the_clear(
    far_url: str, capfd: pytest.CaptureFixture[str], mode: str
) -> None:
    ran = runner(capfd, f"{far_url}?sslmode={mode}&sslrootcert=/nowhere")("status")

    assert ran.code == 6
    assert "cannot be reached: server does not support SSL" in ran.err


def terminate(server: Server, name: str) -> int:
    """End every connection of the program to a database, and tell how many there were."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as superuser:
        return len(
            superuser.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = %s AND application_name = 'evidence'",
                (name,),
            ).fetchall()
        )


@pytest.fixture
def place(postgresql_server: Server, postgresql_template: str) -> tuple[str, Location]:
    name = postgresql_server.database(postgresql_template)
    return name, Location(postgresql_server.url(name))


def ended_before_writing(server: Server, name: str, location: Location) -> None:
    with Writer(location) as writer:
        assert terminate(server, name) == 1
        apply(writer, added([organization("lab")]), "add", "", NOON, "me")


def ended_before_committing(server: Server, name: str, location: Location) -> None:
    with Writer(location) as writer:
        apply(writer, added([organization("lab")]), "add", "", NOON, "me")
        assert terminate(server, name) == 1


def ended_while_reading(server: Server, name: str, location: Location) -> None:
    with Reader(location) as reader:
        assert terminate(server, name) == 1
        everything(reader)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (ended_before_writing, "was lost: nothing was written"),
        (ended_before_committing, "not known whether the change was written"),
        (ended_while_reading, "was lost$"),
    ],
)
def test_what_a_lost_connection_means_is_said_and_nothing_is_left_half_done(
    postgresql_server: Server,
    place: tuple[str, Location],
    act: Callable[[Server, str, Location], None],
    said: str,
) -> None:
    with pytest.raises(Unavailable, match=said):
        act(postgresql_server, *place)
    with Reader(place[1]) as reader:
        assert len(everything(reader)) == 0


def logs(location: Location, most: int) -> None:
    """Log so many items, each again and again until it is there."""
    workspace = Workspace(location.target)
    for number in range(most):
        for _ in range(200):
            try:
                workspace.log(
                    *("c",), source="s", stance="supports", quote=f"quote {number}", locator="p. 1"
                )
                break
            except Unavailable:
                continue
        else:
            raise AssertionError(number)


def test_whatever_is_ended_while_it_logs_is_there_once_after_running_it_again(
    postgresql_server: Server, place: tuple[str, Location], figure: Figure
) -> None:
    """5 rounds of ending connections in CI, 50 in the large profile."""
    name, location = place
    rounds, items, ended = scaled(5), scaled(40), 0
    write(location, added([source("s"), statement("c")]))
    chance = random.Random(12)
    child = in_a_process(partial(logs, location, items))
    done = (0, 0)
    while ended < rounds and done == (0, 0):
        time.sleep(chance.uniform(0.01, 0.06))
        ended += terminate(postgresql_server, name)
        done = os.waitpid(child, os.WNOHANG)
    status = done[1] if done != (0, 0) else os.waitpid(child, 0)[1]
    check = Workspace(location.target).check()
    with Reader(location) as reader:
        quotes = [item.quote for item in everything(reader).bearing_on("c")]  # type: ignore[union-attr]

    assert status == 0
    assert sorted(quotes) == sorted(f"quote {number}" for number in range(items))
    assert Workspace(location.target).head()[0] == items + 1
    assert check.problems == ()
    assert ended >= rounds
    figure(f"{ended} connections ended while {items} items were logged: 0 lost, 0 twice")
