"""The corpus says beforehand what the door takes, and the door does as it says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from evidence.cli.root import run
from evidence.core.errors import Problems
from evidence.core.records import Record
from evidence.exchange import fields as f
from evidence.exchange.inputs import accept
from evidence.exchange.shapes import INPUTS
from tests.injection.corpus import LINES, REFUSED, SINKS, TEXTS
from tests.injection.hostile import FREE, free_fields, harmless, is_closed, reader, records
from tests.injection.screens import screen

ALL_FIELDS = [(kind, name) for kind, shape in INPUTS.items() for name in shape.model_fields]
ON_ONE_LINE = [f.word, f.words, f.variants]


def message(read: Callable[..., object], value: object) -> str:
    """What a reader says against a value; empty where it takes it."""
    try:
        read(value)
    except ValueError as error:
        return str(error)
    return ""


def taken(kind: str, fields: dict[str, object]) -> tuple[Record | None, str]:
    """The record of these fields, or what is said against it."""
    try:
        return accept(kind, fields), ""
    except Problems as problems:
        return None, "\n".join(problems.lines)


def carrying(read: Callable[..., object], text: str) -> object:
    """A value of the form that a reader of free text wants, with this text in it."""
    if read is f.variants:
        return {text: ["model:m"]}
    return {"method": text} if read is f.tree else text


def test_the_corpus_is_large_and_says_nothing_twice() -> None:
    assert all(SINKS.values())
    assert len(TEXTS) == len({f.text(text) for text in TEXTS}) >= 150
    assert len({harmless(text) for text in TEXTS}) >= len(TEXTS) - 20
    assert len([text for text in SINKS["schemes"] if "script" in text.lower()]) >= 28
    assert len(SINKS["schemes"]) >= 40
    print(f"{len(TEXTS)} payloads and {len(REFUSED)} that are refused")


@pytest.mark.parametrize(("kind", "field"), ALL_FIELDS)
def test_every_field_either_takes_free_text_or_nothing_but_what_it_is_for(
    kind: str, field: str
) -> None:
    assert (reader(kind, field) in FREE) != is_closed(kind, field)


def test_every_field_of_free_text_is_filled_with_every_payload_that_it_takes() -> None:
    held: dict[tuple[str, str], set[str]] = {}
    for kind, fields in records(lambda text: text):
        for name, value in fields.items():
            held.setdefault((kind, name), set()).add(json.dumps(value))
    few = {"units_rule", "units_variants", "computed_by", "group", "group_reason"}

    for kind in INPUTS:
        for name in free_fields(kind):
            enough = len(LINES if reader(kind, name) in ON_ONE_LINE else TEXTS)
            least = 80 if name in few or kind == "resolutions" else enough
            assert len(held[kind, name]) >= least, (kind, name)


@pytest.mark.parametrize("read", FREE, ids=lambda read: str(read.__name__))
def test_a_field_of_free_text_takes_each_payload_or_says_in_one_line_why_not(
    read: Callable[..., object],
) -> None:
    for text in TEXTS:
        said = message(read, carrying(read, text))
        many_lines = read in ON_ONE_LINE and text not in LINES
        assert bool(said) == many_lines, text
        assert screen(said) == []
        assert "\n" not in said
    for text in REFUSED:
        said = message(read, carrying(read, text))
        assert re.search("control character|surrogate", said)
        assert screen(said) == []
        assert "\n" not in said


@pytest.mark.parametrize(
    ("kind", "field"), [pair for pair in ALL_FIELDS if is_closed(*pair)], ids=str
)
def test_what_any_other_field_takes_can_act_nowhere(kind: str, field: str) -> None:
    """A number as it was entered may be any word here; the next test is about those."""
    read = reader(kind, field)
    if read is f.entered:
        return
    for text in (*TEXTS, *REFUSED):
        said = message(read, text)
        assert said or re.fullmatch(r"[a-z0-9][a-z0-9./:-]*", str(read(text)))
        assert screen(said) == []
        assert "\n" not in said


@pytest.mark.parametrize(
    ("kind", "field", "others"),
    [
        ("observations", "value", {"subject": "model:m", "attribute": "chips", "source": "s"}),
        ("evidence", "value", {"claim": "c", "source": "s", "stance": "supports"}),
        *(
            (
                "claims",
                end,
                {
                    **{"slug": "c", "kind": "quantity", "statement": "x"},
                    **{"subject": "model:m", "attribute": "chips"},
                },
            )
            for end in ("low", "high", "value")
        ),
        *(("laws", end, {"slug": "l"}) for end in ("fitted_low", "fitted_high")),
    ],
)
def test_a_number_that_is_taken_can_act_nowhere(
    kind: str, field: str, others: dict[str, object]
) -> None:
    for text in (*TEXTS, *REFUSED):
        kept, said = taken(kind, {**others, field: text})
        assert kept is None or re.fullmatch(r"-?[A-Za-z0-9. ]+", str(getattr(kept, field)))
        assert screen(said) == []


def test_a_file_with_a_refused_text_is_refused_with_one_line_for_each(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    database, bundle = str(tmp_path / "evidence.db"), tmp_path / "claims.json"
    listed = [
        {"slug": f"c-{i}", "kind": "statement", "statement": text} for i, text in enumerate(REFUSED)
    ]
    bundle.write_text(json.dumps({"claims": listed}))
    assert run(["--db", database, "init", "--empty"]) == 0
    capfd.readouterr()

    assert run(["--db", database, "import", str(bundle)]) == 1
    out, err = capfd.readouterr()
    assert len(err.splitlines()) == len(REFUSED)
    assert screen(out + err) == []


@pytest.mark.parametrize("text", [text for text in REFUSED if "\x00" not in text], ids=ascii)
def test_a_command_refuses_such_a_text_with_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], text: str
) -> None:
    database = str(tmp_path / "evidence.db")
    assert run(["--db", database, "init", "--empty"]) == 0
    capfd.readouterr()

    code = run(["--db", database, "add", "claim", "c", "kind=statement", f"statement={text}"])
    out, err = capfd.readouterr()
    assert code == 1
    assert len(err.splitlines()) == 1
    assert screen(out + err) == []
