from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.core.checking import problems, warnings
from evidence.core.errors import Invalid
from evidence.core.ledger import Ledger
from evidence.exchange.bundle import FORMS, Bundle, Placed, each, read

DATA = Path(__file__).parent / "data"
ORGANIZATION = b'{"type": "organization", "slug": "meta", "name": "Meta"}\n'


def slugs(bundle: Bundle) -> list[str]:
    return [placed.record._asdict()["slug"] for placed in bundle.records]


def test_every_example_of_the_format_is_accepted_and_fits_together() -> None:
    bundle = read([DATA / "contract.yaml"])
    records = [placed.record for placed in bundle.records]
    ledger = Ledger(records)
    assert bundle.problems == []
    assert len(records) == 19
    assert problems(ledger, records) == []
    assert warnings(ledger, records) == []


def test_a_problem_found_later_is_told_with_the_line_of_its_record() -> None:
    bundle = read([DATA / "contract.yaml"])
    source = next(p.record for p in bundle.records if p.record._asdict().get("party") == "meta")
    assert bundle.line_for(source, "has no url") == (
        f"{DATA / 'contract.yaml'}:27: source llama-4-blog: has no url"
    )


def test_a_folder_is_all_the_bundles_in_it(tmp_path: Path) -> None:
    (tmp_path / "organizations.csv").write_text("slug\nmeta\n")
    (tmp_path / "b.yaml").write_text("organizations: [{slug: xai}]\n")
    (tmp_path / "c.JSONL").write_bytes(ORGANIZATION)
    (tmp_path / "d.bib").write_text("@misc{report, title = {x}}")
    (tmp_path / "notes.txt").write_text("not a bundle")
    bundle = read([tmp_path])
    assert (bundle.problems, slugs(bundle)) == ([], ["xai", "meta", "report", "meta"])


def test_problems_of_several_files_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("claims: 5\n")
    (tmp_path / "empty").mkdir()
    (tmp_path / "x.txt").write_text("x")
    names = ["a.yaml", "empty", "x.txt", "missing.json", "missing"]
    found = read([tmp_path / name for name in names]).problems
    assert [line.removeprefix(f"{tmp_path}/") for line in found] == [
        "a.yaml:1: 'claims' is no list: begin each of its records with '- '",
        "empty: the folder has no file ending in .yaml, .yml, .json, .jsonl, .csv, .bib",
        "x.txt: this is no bundle: its name must end in .yaml, .yml, .json, .jsonl, .csv, .bib",
        "missing.json: there is no such file: check the name",
        "missing: there is no such file: check the name",
    ]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (ORGANIZATION, None),
        (b'\xef\xbb\xbf{"organizations": [{"slug": "meta"}]}', None),
        (b"organizations:\n- slug: meta\n", None),
        (b"slug\nmeta\n", "organizations"),
        (b"@misc{meta, title = {x}}\n", None),
    ],
)
def test_standard_input_is_recognised_by_its_beginning(content: bytes, kind: str | None) -> None:
    assert slugs(read(["-"], kind, io.BytesIO(content))) == ["meta"]


def test_problems_of_standard_input_name_it() -> None:
    found = read(["-"], stdin=io.BytesIO(b"claims: 5\n")).problems
    assert found == ["standard input:1: 'claims' is no list: begin each of its records with '- '"]
    assert read(["-"]).problems == ["standard input: nothing is connected to it: name a file"]


def test_a_stated_format_overrides_the_ending(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(ORGANIZATION)
    assert slugs(read([tmp_path / "x.txt"], form="jsonl")) == ["meta"]


def test_a_kind_or_format_that_there_is_not_is_refused() -> None:
    with pytest.raises(Invalid, match="'claim' is no kind of record: did you mean 'claims'"):
        read(["-"], kind="claim")
    with pytest.raises(Invalid, match="'xml' is no format: choose one of yaml, json, jsonl, csv"):
        read(["-"], form="xml")


def test_an_unreadable_name_is_one_line() -> None:
    assert read(["a\x00b.yaml"]).problems == ["a\\x00b.yaml: it cannot be read: embedded null byte"]


def test_files_may_be_read_record_by_record(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(ORGANIZATION + b"{}\n" + ORGANIZATION)
    kinds = [type(item) for item in each([tmp_path / "a.jsonl"])]
    assert kinds == [Placed, str, Placed]


@given(
    form=st.sampled_from(FORMS),
    place=st.floats(0, 1),
    removed=st.integers(0, 30),
    inserted=st.one_of(
        st.binary(max_size=6),
        st.sampled_from([b"&a ", b"*a", b"[", b"{", b'"', b"\\ud800", b"|9\n"]),
    ),
)
@settings(max_examples=400, deadline=None)
def test_a_damaged_file_gives_records_or_lines_and_never_breaks(
    form: str, place: float, removed: int, inserted: bytes
) -> None:
    whole = (DATA / f"few.{form}").read_bytes()
    at = int(place * len(whole))
    damaged = whole[:at] + inserted + whole[at + removed :]
    bundle = read(["-"], "evidence" if form == "csv" else None, io.BytesIO(damaged), form)
    assert all(line.isprintable() and line for line in bundle.problems)


@pytest.mark.parametrize("form", [form for form in FORMS if form != "bibtex"])
def test_the_four_formats_hold_the_same(form: str) -> None:
    bundle = read([DATA / f"few.{form}"], "evidence" if form == "csv" else None)
    assert bundle.problems == []
    assert [placed.record for placed in bundle.records] == [
        placed.record for placed in read([DATA / "few.yaml"]).records
    ]
