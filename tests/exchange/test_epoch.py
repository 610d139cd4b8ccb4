"""Published tables as they are read: every header they have had, every cell that is refused.

The files are hand-made, with the headers of Epoch AI's tables and invented rows.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.core.errors import Invalid
from evidence.core.records import Observation, Subject
from evidence.exchange.epoch.cells import active_parameters, number, only_active_parameters
from evidence.exchange.epoch.columns import TABLES
from evidence.exchange.epoch.gathering import Snapshot
from evidence.exchange.epoch.models import worked_out
from evidence.exchange.epoch.naming import Names
from evidence.exchange.epoch.reading import read_snapshot

DATA = Path(__file__).with_name("data")
APRIL = DATA / "epoch_models_2025-04-23.csv"
DECEMBER = DATA / "epoch_models_2025-12-27.csv"
HARDWARE = DATA / "epoch_hardware_2026-01-02.csv"
CLUSTERS = DATA / "epoch_clusters_2026-01-02.csv"


def read(path: Path, form: str = "epoch-models", published: str | None = None) -> Snapshot:
    return read_snapshot(path, form, published, ())


def stated(snapshot: Snapshot, ref: str) -> dict[str, Observation]:
    found = [one for one in snapshot.observations if one.subject == ref]
    return {"/".join(filter(None, (o.attribute, o.number_format, o.scope))): o for o in found}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5.0000000000001e+26", 5e26),
        ("5.0000000001e+25", 5e25),
        ("1.001e+25", 1e25),
        ("2.69000000000001e+24", 2.69e24),
        ("4.020010000000001e+24", 4.02001e24),
        ("8.599999999999978e+20", 8.6e20),
        ("1.6000000000000008e+19", 1.6e19),
        ("3.5000000000000287e+18", 3.5e18),
        ("3.036551985824e+24", 3.036551985824e24),
        ("1.23330162e+24", 1.23330162e24),
        ("247000000.00000003", 247_000_000),
        ("40344.99999999997", 40345),
        ("299892736000", 299_892_736_000),
        ("100000000007", 100_000_000_007),
        ("1001", 1001),
        ("0.4042", 0.4042),
        ("9000000000000000,9000000000000000", 9e15),
    ],
)
def test_a_number_is_read_as_the_digits_that_were_meant(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "nan", "inf", "1e400", "-3", "0", "0.0", "1_000", "x", "1,2"])
def test_what_is_no_positive_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="left out"):
        number(text)


@pytest.mark.parametrize(
    ("note", "total", "active"),
    [
        ("671B total, 37B active (assuming same as in the base model)", 671e9, 37e9),
        ("94B active/398B total", 398e9, 94e9),
        ("Total Parameters\t1T\nActivated Parameters\t32B", 1e12, 32e9),
        ("a total of 389 billion parameters and 52 billion activation parameters", 389e9, 52e9),
        ("6.9B total parameters, of which only 1.3B are activated for each token", 7e9, 1.3e9),
        ("activates 18.6B\u223c31.3B parameters (averaging\u223c27B)", 560e9, 27e9),
        ("Thinker MoE Transformer 30B-A3B", 35.3e9, 3e9),
        ("60B-120B, active parameters around 10B-30B", None, None),
        ("a 540-billion parameter, densely activated, Transformer", 540e9, None),
        ("ReLU activations; 231 k free parameters", 231e3, None),
    ],
)
def test_active_parameters_are_those_that_the_note_states(
    note: str, total: float | None, active: float | None
) -> None:
    assert active_parameters(note, total) == active


def test_a_note_with_several_candidates_states_no_active_parameters_in_passing() -> None:
    note = "70B active params is based on the architectures of Big-235B-A22B and Code-480B-A35B"
    assert only_active_parameters(note, 1e12) is None
    assert only_active_parameters("activates 96.6 billion parameters", 1.2e12) == 96.6e9


def test_a_utilization_that_was_worked_out_from_the_compute_is_told_from_a_reported_one() -> None:
    assert worked_out("Implied MFU: 1.82e23 / 5.24e23 = 0.3473")
    assert not worked_out("TFLOPS (causal) = 385, therefore MFU = 385/1979 = 0.1947")
    assert not worked_out('"we achieve a Model FLOPs Utilization (MFU) of 38%" at 1e22 FLOP')


def test_both_headers_of_the_table_of_models_are_read_alike() -> None:
    april, december = (
        stated(read(APRIL), "model:steady-7b"),
        stated(read(DECEMBER), "model:steady-7b"),
    )
    for attribute in ("parameters", "training_tokens", "epochs", "training_time", "chips"):
        assert april[attribute].value == december[attribute].value
    assert april["utilization"].value == december["utilization/bf16"].value == 0.4


def test_the_later_notable_file_is_read_by_its_own_names(tmp_path: Path) -> None:
    path = tmp_path / "notable_ai_models_2026-07-19.csv"
    path.write_text(
        "\ufeffModel,Domain,Training dataset size (total),Parameters\nNew,Language,3e12,1e9\n"
    )
    assert stated(read(path), "model:new")["training_tokens"].value == 3_000_000_000_000


def test_no_header_stands_for_two_columns() -> None:
    for headers, unread in TABLES.values():
        names = [name for listed in headers.values() for name in listed]
        assert len(names) == len(set(names))
        assert len(unread) == len(set(unread))


def test_the_word_of_confidence_or_the_bounds_become_the_range_of_the_compute() -> None:
    april, december = read(APRIL), read(DECEMBER)

    steady = stated(april, "model:steady-7b")["training_compute"]
    assert steady.value == "1.4e+22 to 1.26e+23"
    assert (steady.basis, steady.derived_from) == ("third_party", ("oak-lab",))
    assert steady.note == "published as 4.2e+22; confidence: Confident"
    assert steady.quote == "6 * 7B * 1T"
    assert steady.locator == "row Steady 7B, column Training compute (FLOP)"
    gone = stated(april, "model:gone-1b")["training_compute"]
    assert gone.value == "1.93548387097e+20 to 1.86e+23"
    assert stated(april, "model:moved-13b")["training_compute"].value == "~3.41e+23"
    assert stated(december, "model:sparse-100b")["training_compute"].value == "4e+23 to 9e+23"
    assert stated(december, "model:picture-1b")["training_compute"].value == "~1e+22"


def test_a_sparse_model_keeps_its_total_its_active_parameters_and_its_experts_apart() -> None:
    december = read(DECEMBER)
    sparse = stated(december, "model:sparse-100b")
    assert (sparse["parameters"].value, sparse["parameters_active"].value) == (
        100_000_000_000,
        10e9,
    )
    assert sparse["experts"].value == 64
    [record] = [one for one in december.subjects if one.slug == "sparse-100b"]
    assert record.tags == ("language", "vision", "mixture-of-experts")


def test_a_model_with_a_base_is_told_from_one_that_was_trained_from_nothing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "models_2026-01-01.csv"
    path.write_text("Model,Domain,Base model\nOak 7B,Language,\nOak 7B Chat,Language,Oak 7B\n")
    tags = {one.slug: one.tags for one in read(path).subjects}
    assert tags == {"oak-7b": ("language",), "oak-7b-chat": ("language", "fine-tune")}


def test_every_cell_that_is_left_out_is_named_by_file_line_row_and_column() -> None:
    assert read(DECEMBER).warnings == (
        f"{DECEMBER.name}:1: columns that are not known are kept in the rows only: 'Shoe size'",
        f"{DECEMBER.name}:7: row Sparse 100B, column Training hardware: "
        "2 chips share the work: left out",
        f"{DECEMBER.name}:8: row Picture 1B, column Training dataset size (gradients): "
        "1281167 is not known to be tokens ('Vision'): left out",
        f"{DECEMBER.name}:8: row Picture 1B, column Hardware quantity: "
        "'lots' is no number: left out",
        f"{DECEMBER.name}:8: row Picture 1B, column Numerical format: "
        "'FP7' is no number format: left out",
        f"{DECEMBER.name}:8: row Picture 1B, column Hardware utilization (MFU): "
        "1.7 is above 1, which no chip can do: left out",
    )


def test_a_row_without_a_name_is_reported_and_kept_as_a_row() -> None:
    april = read(APRIL)
    assert april.warnings == (
        f"{APRIL.name}:5: row without a name, column Model: the row has no name: left out",
    )
    [(number_, subject, cells)] = [row for row in april.rows if row[1] is None]
    assert (number_, subject, cells["Parameters"]) == (4, None, "5000000000.0")
    assert len(april.rows) == 5


def test_equal_names_are_told_apart_by_date_and_then_by_a_number() -> None:
    names = Names("model", [])
    rows = [("Twin", "2025-06-01"), ("Twin", "2024-05-01"), ("Twin", "2025-06-01"), ("Twin", None)]
    assert names.each(rows) == ["twin-2025-06-01", "twin", "twin-2025-06-01-2", "twin-2"]


def test_a_later_snapshot_finds_the_subjects_of_the_earlier_one_by_name_and_date() -> None:
    known = [
        Subject("model", "twin", "Twin", released="2024-05-01"),
        Subject("model", "renamed", "Old Name", aliases=("New Name",)),
    ]
    rows = [("Twin", "2025-06-01"), ("Twin", "2024-05-01"), ("New Name", "2025-01-01")]
    assert Names("model", known).each(rows) == ["twin-2025-06-01", "twin", "renamed"]


def test_an_alias_takes_a_row_away_from_what_only_has_a_like_name() -> None:
    known = [
        Subject("hardware", "h100-sxm", "NVIDIA H100 SXM5"),
        Subject("hardware", "my-h100", "My H100", aliases=("NVIDIA H100 SXM5 80GB",)),
    ]
    assert Names("hardware", known[:1]).one("NVIDIA H100 SXM5 80GB") == "h100-sxm"
    assert Names("hardware", known).one("NVIDIA H100 SXM5 80GB") == "my-h100"


def test_chips_keep_their_peaks_by_number_format_from_the_day_of_their_release() -> None:
    snapshot = read(HARDWARE, "epoch-hardware")
    peaks = {
        o.number_format: o.value
        for o in snapshot.observations
        if o.subject == "hardware:chip-one" and o.attribute == "peak_throughput"
    }
    assert peaks == {
        **{"bf16": 1_000_000_000_000_000.0, "fp16": 1_000_000_000_000_000.0},
        **{"fp32": 60_000_000_000_000, "fp8": 2_000_000_000_000_000.0},
    }
    one = stated(snapshot, "hardware:chip-one")
    assert one["tdp"].value == 700
    assert (one["price_per_chip"].value, one["price_per_chip"].year) == (30000, 2022)
    assert {o.published for o in one.values()} == {"2022-09-20"}
    assert {o.sparsity for o in one.values() if o.attribute == "peak_throughput"} == {"dense"}
    assert "hardware:h100-sxm" in {o.subject for o in snapshot.observations}


def test_clusters_keep_what_their_figures_cover_and_how_they_count() -> None:
    snapshot = read(CLUSTERS, "epoch-clusters")
    hall, campus = stated(snapshot, "cluster:oak-hall"), stated(snapshot, "cluster:elm-campus")
    assert hall["chips"].value == 99
    first = stated(snapshot, "cluster:oak-hall-2024-06-01")
    assert (first["chips"].value, first["chips"].quote) == (1000, '"a hall of a thousand chips"')
    assert first["h100_equivalent"].convention == "mixed"
    assert first["power"].value == "1.5 MW"
    assert first["cost/hardware"].value == 40_000_000
    assert (campus["chips"].value, campus["chips"].note) == (50000, "Planned, Likely")
    assert campus["power"].value == "75 MW"
    assert (campus["cost"].value, campus["cost"].quote) == (1_000_000_000, '"a billion dollars"')
    subjects = {one.slug: one for one in snapshot.subjects if one.type == "cluster"}
    assert subjects["elm-campus"].hardware is None
    assert subjects["oak-hall-2024-06-01"].hardware == "chip-one"
    assert subjects["elm-campus"].tags == ("planned", "likely")


def test_the_day_is_that_of_the_call_else_of_the_name_else_it_is_asked_for(tmp_path: Path) -> None:
    assert read(APRIL).source == "epoch-ai-models-2025-04-23"
    assert read(APRIL, published="2025-05-01").source == "epoch-ai-models-2025-05-01"
    nameless = tmp_path / "all_ai_models.csv"
    nameless.write_bytes(APRIL.read_bytes())
    with pytest.raises(Invalid) as refused:
        read(nameless)
    assert refused.value.hint == "pass --published DATE"
    with pytest.raises(Invalid, match="no single day"):
        read(nameless, published="2025")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"a,b\n1,2\n", "has no column 'Model'"),
        (b"Model\n\xff\n", "not UTF-8"),
        (b'Model\n"open\n', "not CSV"),
        ("Model\nx\n".encode("utf-16"), "UTF-16"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "models_2025-01-01.csv"
    path.write_bytes(data)
    with pytest.raises(Invalid, match=message):
        read(path)


def test_a_row_of_another_width_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "models_2025-01-01.csv"
    path.write_text("Model,Parameters\nA,1e9,7\nB,2e9\n")
    snapshot = read(path)
    assert [o.subject for o in snapshot.observations] == ["model:b"]
    assert snapshot.warnings == (f"{path.name}:2: the row has 3 cells under 2 headers: left out",)


def test_a_cell_that_cannot_be_kept_does_not_take_its_row_with_it(tmp_path: Path) -> None:
    path = tmp_path / "models_2025-01-01.csv"
    path.write_text(
        "Model,Organization,Link,Publication date,Parameters,Parameters notes\n"
        "Good,Lab,https://x\x07,2024-02-30,1e9,a \x07 note\n"
        "Bad\x07,Lab,,,2e9,\n"
        "Other,L\x07b,,,3e9,\n"
    )
    snapshot = read(path)
    assert {o.subject: o.value for o in snapshot.observations} == {
        "model:good": 1_000_000_000,
        "model:other": 3_000_000_000,
    }
    assert [row[1] for row in snapshot.rows] == ["model:good", None, "model:other"]
    columns = [warning.partition(", column ")[2].partition(":")[0] for warning in snapshot.warnings]
    assert sorted(columns) == [
        *("Model", "Model", "Organization", "Parameters", "Publication date"),
    ]


CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "1e400", "nan", "1e9", "A,B", '"', "2024-01-01", "BF16", "Likely", "-1"]),
    st.floats(allow_nan=True).map(str),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(TABLES)), st.data())
def test_whatever_stands_in_the_cells_is_read_or_left_out_with_a_warning(
    tmp_path: Path, form: str, data: st.DataObject
) -> None:
    headers = [names[0] for names in TABLES[form][0].values()]
    rows = data.draw(st.lists(st.lists(CELL, min_size=len(headers), max_size=len(headers))))
    text = io.StringIO()
    csv.writer(text).writerows([headers, *rows])
    path = tmp_path / "table_2025-01-01.csv"
    path.write_bytes(text.getvalue().encode("utf-8", "replace"))
    try:
        snapshot = read(path, form)
    except Invalid:
        return
    refs = {one.ref for one in snapshot.subjects}
    assert {o.subject for o in snapshot.observations} <= refs
    assert {subject for _, subject, _ in snapshot.rows if subject} <= refs
    assert all(
        one.hardware is None or f"hardware:{one.hardware}" in refs for one in snapshot.subjects
    )
    assert all(
        one.organization is None or f"organization:{one.organization}" in refs
        for one in snapshot.subjects
    )


def test_the_name_of_a_model_tells_its_active_parameters_before_any_note(tmp_path: Path) -> None:
    path = tmp_path / "models_2026-01-01.csv"
    path.write_text(
        "Model,Domain,Parameters,Parameters notes\n"
        "Oak-30B-A3B,Language,30e9,Thinker 30B-A3B and Talker 3B-A0.3B\n"
        "Elm-MoE-A4.2B,Language,25.8e9,\n"
    )
    snapshot = read(path)
    found = [stated(snapshot, f"model:{slug}") for slug in ("oak-30b-a3b", "elm-moe-a4.2b")]
    assert [one["parameters_active"].value for one in found] == [3e9, 4.2e9]


def test_pairs_of_pictures_and_words_are_no_tokens(tmp_path: Path) -> None:
    path = tmp_path / "models_2026-01-01.csv"
    header = "Model,Domain,Training dataset size (gradients)"
    path.write_text(f'{header}\nPairs,"Multimodal,Vision",1800000000\nWords,Language,1e12\n')
    snapshot = read(path)
    assert [o.subject for o in snapshot.observations] == ["model:words"]
    assert "1800000000 is not known to be tokens" in snapshot.warnings[0]
