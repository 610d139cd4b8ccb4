from __future__ import annotations

import csv
import io
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.core.records import Claim, Evidence, Source
from evidence.core.spreadsheet_cells import guarded
from evidence.exchange.csv_file import read_csv
from evidence.exchange.found import Found
from evidence.exchange.inputs import accept
from tests.exchange.lines import read_text
from tests.exchange.records import ANY_TEXT

EVIDENCE = {"claim": "c", "source": "s", "stance": "supports"}

MALFORMED: list[tuple[str | bytes, list[str]]] = [
    ("", ["organizations.csv: the file is empty: begin it with the names of the fields"]),
    (
        "slug,name\na,b,c\nd\n",
        [
            "organizations.csv:2: there are 3 cells under 2 names: "
            "put a text that contains commas in double quotes",
            "organizations.csv:3: there are 1 cells under 2 names: "
            "put a text that contains commas in double quotes",
        ],
    ),
    (
        'slug,name\n"a,b\nc,d\n',
        ["organizations.csv:2: a double quote is opened here and not closed: close it"],
    ),
    (
        'slug,name\na,"b"c\n',
        [
            "organizations.csv:2: text follows a closing double quote: "
            "write a double quote in a text as two"
        ],
    ),
    ("slug,slug\na,b\n", ["organizations.csv:1: the column 'slug' is given twice: keep one"]),
    ("slug,,name\n", ["organizations.csv:1: column 2 has no name: write the name of its field"]),
    (
        "slug,nmae\na,b\n",
        [
            "organizations.csv:2: organization a: 'nmae' is no field of kind organizations: "
            "did you mean 'name'?"
        ],
    ),
    (
        "slug,name\ra,b\r",
        ["organizations.csv:1: a line ends in CR alone: save the file with LF or CRLF line ends"],
    ),
    (
        "slug,name\n" + "x" * 200_000 + ",b\n",
        [
            "organizations.csv:2: a cell is longer than 131072 characters: "
            "is a double quote not closed?"
        ],
    ),
    ("slug,name\na\x00,b\n", ["organizations.csv:2: there is a NUL character: remove it"]),
    (
        b"slug,name\na,\xe9\n",
        ["organizations.csv:2: byte 0xe9 is not UTF-8: save the file as UTF-8"],
    ),
    (b"\xff\xfes\x00", ["organizations.csv:1: the text is UTF-16: save the file as UTF-8"]),
    (
        'slug,name\na,"x\ny"\nB,z\n',
        [
            "organizations.csv:2: organization a: name: 'x\\ny' has a line break or a tab: "
            "write it on one line",
            "organizations.csv:4: organization B: slug: 'B' is no slug: write 'b'",
        ],
    ),
]


@pytest.mark.parametrize(("content", "problems"), MALFORMED, ids=lambda value: str(value)[:30])
def test_a_malformed_table_is_refused_at_its_line_within_two_seconds(
    tmp_path: Path, content: str | bytes, problems: list[str]
) -> None:
    start = time.process_time()
    assert read_text(tmp_path, "organizations.csv", content).problems == problems
    assert time.process_time() - start < 2


def test_cells_are_read_as_yaml_would_read_them(tmp_path: Path) -> None:
    bundle = read_text(
        tmp_path,
        "claims.csv",
        "\ufeffslug,kind,statement,subject,attribute,low,high,period,about,tags\r\n"
        'c1,quantity,"one, two",model:m,chips,8,2e4,2025,model:m; model:n,\r\n'
        "c2,quantity,s,model:m,training_tokens,14.8T,,,,a\r\n",
    )
    one, two = (placed.record for placed in bundle.records)
    assert isinstance(one, Claim)
    assert isinstance(two, Claim)
    assert (one.statement, one.low, one.high) == ("one, two", 8, 20000.0)
    assert (one.period, one.about, one.tags) == ("2025", ("model:m", "model:n"), ())
    assert (two.low, two.high, two.tags) == ("14.8T", None, ("a",))


def test_the_kind_of_a_table_comes_from_the_call_or_from_the_name_of_the_file(
    tmp_path: Path,
) -> None:
    table = 'claim,source,stance,supersedes\nc,s,supports,"{""source"": ""t""}"\n'
    for bundle in (
        read_text(tmp_path, "x.csv", table, "evidence"),
        read_text(tmp_path, "evidence.csv", table),
    ):
        item = bundle.records[0].record
        assert isinstance(item, Evidence)
        assert item.supersedes == {"source": "t"}
    assert read_text(tmp_path, "evidense.csv", table).problems == [
        "evidense.csv: the name of the file tells no kind of record: did you mean 'evidence'?"
    ]


@given(quotes=st.lists(ANY_TEXT | st.sampled_from(["=1+1", "'=1", "-1.5e3", "@x", "'tis"])))
def test_cells_that_were_made_safe_for_spreadsheets_are_read_as_the_texts_they_were(
    quotes: list[str],
) -> None:
    given = [accept("evidence", EVIDENCE | {"quote": quote}) for quote in quotes]
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow([*EVIDENCE, "quote"])
    writer.writerows([*EVIDENCE.values(), guarded(item._asdict()["quote"])] for item in given)
    found = list(read_csv(io.BytesIO(table.getvalue().encode()), "evidence"))
    assert all(isinstance(item, Found) for item in found)
    assert [accept("evidence", item.fields) for item in found if isinstance(item, Found)] == given


def test_true_and_false_are_read_where_they_are_meant(tmp_path: Path) -> None:
    table = "slug,title,self_interested\na,true,true\nb,t,perhaps\n"
    bundle = read_text(tmp_path, "sources.csv", table)
    source = bundle.records[0].record
    assert isinstance(source, Source)
    assert (source.title, source.self_interested) == ("true", True)
    assert bundle.problems == [
        "sources.csv:3: source b: self_interested: 'perhaps' is neither true nor false: "
        "write one of them, unquoted"
    ]
