"""Importing a published table again and again: nothing conflicts, nothing is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.core.errors import Conflict, Invalid
from evidence.core.records import Observation, Subject
from evidence.store.engine import Location, Reader
from evidence.store.history import replay
from evidence.store.imported import rows_of_sources
from evidence.store.reading import log
from evidence.workspace import Workspace
from tests.cli.running import runner

DATA = Path(__file__).parent / "exchange" / "data"
APRIL = DATA / "epoch_models_2025-04-23.csv"
DECEMBER = DATA / "epoch_models_2025-12-27.csv"
HARDWARE = DATA / "epoch_hardware_2026-01-02.csv"
CLUSTERS = DATA / "epoch_clusters_2026-01-02.csv"
MODELS = "epoch-models"


@pytest.fixture
def workspace(database: Location) -> Workspace:
    return Workspace(database.target)


def computes(workspace: Workspace, slug: str) -> list[Observation]:
    found = workspace.show(f"model:{slug}").around.of_kind("observations")
    numbers = [o for o in found if isinstance(o, Observation)]
    return sorted((o for o in numbers if o.attribute == "training_compute"), key=lambda o: o.source)


def test_a_revised_value_is_a_new_observation_and_the_former_ends(workspace: Workspace) -> None:
    workspace.import_snapshot(APRIL, MODELS)
    found = workspace.import_snapshot(DECEMBER, MODELS)

    former, later = computes(workspace, "moved-13b")
    assert (former.value, former.ended) == ("~3.41e+23", "2025-12-27")
    assert former.ended_reason == "revised in epoch-ai-models-2025-12-27"
    assert later.value == "2.16333333333e+20 to 1.947e+21"
    assert later.supersedes == former.key
    revised = {(one.subject, one.attribute): one for one in found.difference.revised}
    moved = revised["model:moved-13b", "training_compute"]
    assert moved.ratio == pytest.approx(6.49e20 / 3.41e23)
    assert found.difference.revised[0] == moved
    for day, value in (("2025-12-26", 3.41e23), ("2025-12-27", 6.49e20)):
        stated = workspace.derive("moved-13b", as_of=day).paths[0]
        assert stated.quantity.median == pytest.approx(value)


def test_a_withdrawn_value_ends_without_a_successor(workspace: Workspace) -> None:
    workspace.import_snapshot(APRIL, MODELS)
    found = workspace.import_snapshot(DECEMBER, MODELS)

    [former] = computes(workspace, "gone-1b")
    assert (former.ended, former.ended_reason) == (
        "2025-12-27",
        "withdrawn in epoch-ai-models-2025-12-27",
    )
    gone = [(one.subject, one.attribute) for one in found.difference.withdrawn]
    assert gone[0] == ("model:gone-1b", "training_compute")
    methods = [path.method for path in workspace.derive("gone-1b", as_of="2026-01-01").paths]
    assert methods == ["operation-count"]


def test_a_value_that_stays_is_still_the_observation_that_it_was(workspace: Workspace) -> None:
    workspace.import_snapshot(APRIL, MODELS)
    workspace.import_snapshot(DECEMBER, MODELS)

    [steady] = computes(workspace, "steady-7b")
    assert (steady.source, steady.ended) == ("epoch-ai-models-2025-04-23", None)


def test_importing_the_same_snapshot_twice_adds_nothing(workspace: Workspace) -> None:
    workspace.import_snapshot(APRIL, MODELS)
    workspace.import_snapshot(DECEMBER, MODELS)
    head = workspace.head()

    again = workspace.import_snapshot(DECEMBER, MODELS)
    older = workspace.import_snapshot(APRIL, MODELS)

    assert (again.outcome.new, again.outcome.changed, again.outcome.entry) == ({}, {}, None)
    assert again.to_dicts() == older.to_dicts() == []
    assert "nothing is changed" in older.outcome.warnings[0]
    assert workspace.head() == head


def test_a_dry_run_tells_the_same_and_writes_nothing(workspace: Workspace) -> None:
    workspace.import_snapshot(APRIL, MODELS)
    head = workspace.head()

    tried = workspace.import_snapshot(DECEMBER, MODELS, dry_run=True)
    assert workspace.head() == head
    assert tried.to_dicts() == workspace.import_snapshot(DECEMBER, MODELS).to_dicts()


def test_rows_are_kept_as_they_stood_with_the_digest_and_day_of_their_file(
    workspace: Workspace,
) -> None:
    workspace.import_snapshot(APRIL, MODELS)
    workspace.import_snapshot(DECEMBER, MODELS)

    april, december = workspace.rows("model:moved-13b")
    assert (april.source, april.number) == ("epoch-ai-models-2025-04-23", 2)
    assert april.cells["Training compute (FLOP)"] == "3.41e+23"
    assert december.cells["Training compute notes"] == "only the training itself"
    source = workspace.show("epoch-ai-models-2025-04-23").record
    assert source.published == "2025-04-23"  # type: ignore[union-attr]
    assert len(source.sha256 or "") == 64  # type: ignore[union-attr]
    key = computes(workspace, "moved-13b")[1].key
    assert [row.source for row in workspace.rows(key)] == ["epoch-ai-models-2025-12-27"]


def test_the_log_gives_the_records_and_the_rows_again(workspace: Workspace) -> None:
    workspace.import_snapshot(HARDWARE, "epoch-hardware")
    workspace.import_snapshot(APRIL, MODELS)
    workspace.import_snapshot(DECEMBER, MODELS)
    workspace.import_snapshot(CLUSTERS, "epoch-clusters")

    assert workspace.check().problems == ()
    with Reader(workspace.location) as reader:
        assert len(replay(log(reader))) == len(workspace.ledger())


def test_an_import_is_undone_with_its_rows(workspace: Workspace) -> None:
    workspace.import_snapshot(APRIL, MODELS)
    before = sorted(map(str, workspace.ledger()))
    workspace.import_snapshot(DECEMBER, MODELS)
    workspace.undo()

    assert sorted(map(str, workspace.ledger())) == before
    assert len(workspace.rows("model:moved-13b")) == 1
    assert workspace.check().problems == ()
    assert workspace.import_snapshot(DECEMBER, MODELS).difference.revised


def test_a_row_that_was_changed_behind_the_log_is_found(workspace: Workspace) -> None:
    from evidence.store.engine import Writer

    workspace.import_snapshot(APRIL, MODELS)
    with Writer(workspace.location) as writer:
        writer.session.connection().exec_driver_sql(
            'UPDATE imported_row SET cells = \'{"Model":"Other"}\' WHERE number = 1'
        )
    [problem] = workspace.check().problems
    assert (problem.code, problem.where) == (
        "record_changed",
        "row 1 of epoch-ai-models-2025-04-23",
    )


def test_a_decision_which_subject_a_row_is_about_is_undone_by_an_alias(
    workspace: Workspace,
) -> None:
    workspace.import_snapshot(APRIL, MODELS)
    workspace.add("models", slug="right-one", name="Right One", aliases=["Moved 13B"])
    workspace.import_snapshot(DECEMBER, MODELS)

    assert [o.source for o in computes(workspace, "right-one")] == ["epoch-ai-models-2025-12-27"]
    [former] = computes(workspace, "moved-13b")
    assert former.ended == "2025-12-27"
    assert [row.source for row in workspace.rows("model:right-one")] == [
        "epoch-ai-models-2025-12-27"
    ]


def test_a_known_subject_is_filled_and_never_overwritten(workspace: Workspace) -> None:
    workspace.add("organizations", slug="mine", name="Mine")
    workspace.add("models", slug="steady-7b", name="Steady 7B", organization="mine")
    found = workspace.import_snapshot(APRIL, MODELS)

    record = workspace.show("model:steady-7b").record
    assert isinstance(record, Subject)
    assert (record.organization, record.hardware) == ("mine", "chip-one")
    assert (
        "model:steady-7b: organization is oak-lab in the table, mine here: kept"
        in found.outcome.warnings
    )


def test_a_retracted_figure_stays_retracted(workspace: Workspace) -> None:
    workspace.import_snapshot(APRIL, MODELS)
    [steady] = computes(workspace, "steady-7b")
    workspace.retract(steady.key, "not what the paper says")
    workspace.import_snapshot(DECEMBER, MODELS)

    [still] = computes(workspace, "steady-7b")
    assert still.retracted is not None


def test_an_older_snapshot_after_a_later_one_is_refused(workspace: Workspace) -> None:
    workspace.import_snapshot(DECEMBER, MODELS)
    with pytest.raises(Invalid, match="in the order of its days"):
        workspace.import_snapshot(APRIL, MODELS)


def test_another_file_of_the_same_day_is_a_conflict(workspace: Workspace) -> None:
    workspace.import_snapshot(APRIL, MODELS)
    with pytest.raises(Conflict, match="imported from another file"):
        workspace.import_snapshot(DECEMBER, MODELS, published="2025-04-23")


def test_the_rows_of_a_source_are_read_in_order(workspace: Workspace) -> None:
    workspace.import_snapshot(APRIL, MODELS)
    with Reader(workspace.location) as reader:
        rows = rows_of_sources(reader, ["epoch-ai-models-2025-04-23"])
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]
    assert [row.subject for row in rows][3] is None


def test_the_command_line_warns_and_ends_well(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    run = runner(capfd, str(tmp_path / "evidence.db"))
    run("init", "--empty")

    first = run("import", str(APRIL), "--format", MODELS)
    assert first.code == 0
    assert f"warning: {APRIL.name}:5: row without a name, column Model" in first.err
    second = run("import", str(DECEMBER), "--format", MODELS)
    assert second.code == 0
    assert "since epoch-ai-models-2025-04-23: 2 revised, 1 withdrawn" in second.out
    assert "model:moved-13b" in second.out
    shown = run("show", "model:moved-13b")
    assert "row 2 of epoch-ai-models-2025-12-27:" in shown.out
    assert "  Training compute (FLOP): 6.49e+20" in shown.out
    document = run("show", "model:moved-13b", "--json").json
    assert document["rows"][0]["cells"]["Model"] == "Moved 13B"


def test_the_difference_is_told_in_json(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    run = runner(capfd, str(tmp_path / "evidence.db"))
    run("init", "--empty")
    run("import", str(APRIL), "--format", MODELS)

    document = run("import", str(DECEMBER), "--format", MODELS, "--json").json
    assert document["schema"] == 1
    assert document["since"] == "epoch-ai-models-2025-04-23"
    assert document["revised"][0]["subject"] == "model:moved-13b"
    assert document["withdrawn"] == [
        {
            "subject": "model:gone-1b",
            "attribute": "training_compute",
            "before": "1.93548387097e+20 to 1.86e+23",
        }
    ]
    assert document["rows"] == 7
    assert len(document["warnings"]) == 6


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        ((str(APRIL), str(DECEMBER), "--format", MODELS), 2, "name one file"),
        ((str(APRIL), "--format", MODELS, "--update"), 2, "for bundles"),
        ((str(APRIL), "--published", "2025-04-23"), 2, "--format"),
        ((str(CLUSTERS), "--format", MODELS), 1, "is no table of epoch-models"),
        ((str(DATA / "missing-2025-01-01.csv"), "--format", MODELS), 1, "no such file"),
        ((str(APRIL), "--format", MODELS, "--published", "soon"), 1, "soon"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_remedy(
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
    options: tuple[str, ...],
    code: int,
    message: str,
) -> None:
    run = runner(capfd, str(tmp_path / "evidence.db"))
    run("init", "--empty")
    ran = run("import", *options)
    assert ran.code == code
    assert message in ran.err
