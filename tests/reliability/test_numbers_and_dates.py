"""What becomes of every way to write a number or a date: what is kept, or the word of a refusal.

Each goes the whole way, through a YAML file, a CSV file and the command line into a database, and
what is kept is read back from there.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from evidence.core.dates import last_day
from evidence.core.records import Evidence, Observation, Source
from evidence.store.engine import Location, Reader
from evidence.store.reading import everything
from tests.cli.running import Ran
from tests.reliability.calling import called

WAYS = ("yaml", "csv", "command line")
VALUES_KEPT = {
    "4e24": 4e24,
    "4E+24": 4e24,
    "8": 8,
    "010": 10,
    "+5": 5,
    ".5": 0.5,
    "1.": 1.0,
    "1e308": 1e308,
    "1e-300": 1e-300,
    "9223372036854775808": 2**63,
    "9" * 64: 10**64 - 1,
    "37B": "37B",
    "14.8T": "14.8T",
    "~4e24": "~4e24",
    "4e24 to 6e24": "4e24 to 6e24",
    "1e23 FLOPs": "1e23 FLOPs",
    "3e24 or 4e24": "3e24 or 4e24",
}
VALUES_REFUSED = {
    "0": "is not positive",
    "-0": "is not positive",
    "-1": "is not positive",
    "-4e24": "is not positive",
    "1e400": "is too large",
    "-1e400": "is too large",
    "1e5000000000": "is too large",
    "1e-400": "is too small",
    "NaN": "is no number",
    ".nan": "is no number",
    "Infinity": "is no number",
    ".inf": "is no number",
    "-Infinity": "is no number",
    "true": "is no number",
    "½": "is no number",
    "--1": "is no number",
    "9" * 65: "is longer than 64 characters",
    "9" * 5000: "is longer than 4000 characters",
    "1_000": "has an underscore: write 1000",
    "1,5": "has a comma: write 1.5",
    "1,000": "has a comma: write 1000",
    "\u0661\u0662": "has digits other than 0 to 9",
    "\uff12": "has digits other than 0 to 9",
    "0x10": "is hexadecimal",
    "0b1": "has an unknown unit 'b1'",
    "1 000": "has an unknown unit '000'",
    "6e24 to 4e24": "has its low end above its high end",
    "4e24 FLOPS": "is that FLOP, a count, or FLOP/s, a rate?",
    "4e24 FLOP/s": "is in FLOP/s where FLOP is needed",
    "40%": "is in % where FLOP is needed",
    "9**9": "is written as a power",
}
PROBABILITIES_KEPT = {
    "0": 0.0,
    "-0": 0.0,
    "1": 1.0,
    "1.0": 1.0,
    "0.5": 0.5,
    "40%": 0.4,
    "100%": 1.0,
    "1e-300": 1e-300,
}
PROBABILITIES_REFUSED = {
    "1.0000001": "it is no probability",
    "-1e-9": "it is no probability",
    "101%": "it is no probability",
    "37": "it is no probability",
    "1e400": "is no number",
    "1e-400": "is no number",
    "NaN": "is no number",
    ".inf": "is no number",
    "true": "is no number",
    "1_0": "is no number",
    "0,5": "is no number",
    "0x1": "is no number",
    "1/2": "is no number",
    "half": "is no number",
    "\u0660": "is no number",
    "9" * 65: "is no number",
}
YEARS_KEPT = {"2024": 2024, "1": 1, "9999": 9999}
YEARS_REFUSED = dict.fromkeys(
    ("0", "-44", "10000", "2024.5", "2_024", "\u0662\u0660\u0662\u0664", "MMXXIV", "NaN", "1e3"),
    "is no year",
)
DATES_KEPT = {
    "2024": "2024",
    "2024-12": "2024-12",
    "2024-12-27": "2024-12-27",
    "0001": "0001",
    "1582-10-10": "1582-10-10",
    "2000-02-29": "2000-02-29",
    "2024-02-29": "2024-02-29",
    "2099-01-01": "2099-01-01",
    "9999-12-31": "9999-12-31",
}
SHAPE = "is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"
DATES_REFUSED = {
    "0000": "there is no year 0",
    "0000-01-01": "there is no year 0",
    "2024-13": "there is no such month",
    "2024-00": "there is no such month",
    "2024-01-00": "that month has 31 days",
    "2024-02-30": "that month has 29 days",
    "2023-02-29": "that month has 28 days",
    "1900-02-29": "that month has 28 days",
    "2024-04-31": "that month has 30 days",
    "10000": SHAPE,
    "12024-01-01": SHAPE,
    "2024-1-1": SHAPE,
    "24-01-01": SHAPE,
    "20241227": SHAPE,
    "2024/12/27": SHAPE,
    "27.12.2024": SHAPE,
    "Dec 2024": SHAPE,
    "-0044": SHAPE,
    "-0044-03-15": SHAPE,
    "44 BC": SHAPE,
    "2460000.5": SHAPE,
    "1735257600": SHAPE,
    "2024-W52-5": SHAPE,
    "2024-366": SHAPE,
    "2024-12-27T00:00:00Z": SHAPE,
    "2016-12-31T23:59:60Z": SHAPE,
    "2024-12-27T00:00:00+25:00": SHAPE,
    "today": SHAPE,
    "\u0662\u0660\u0662\u0664": SHAPE,
}
JSON_KEPT = {
    ("value", "4e24"): 4e24,
    ("value", '"4e24"'): "4e24",
    ("value", '"14.8T"'): "14.8T",
    ("value", "9223372036854775808"): 2**63,
    ("probability", "-0"): 0.0,
    ("probability", '"40%"'): 0.4,
    ("published", "2024"): "2024",
    ("published", '"2024-12"'): "2024-12",
}
JSON_REFUSED = {
    ("value", "NaN"): "NaN is no number",
    ("value", "-Infinity"): "-Infinity is no number",
    ("value", "1e400"): "is too large",
    ("value", '"1e400"'): "is too large",
    ("value", "1e-400"): "is too small",
    ("value", "9" * 5000): "is longer than 4000 characters",
    ("value", "true"): "is no number",
    ("value", "null"): "value is missing",
    ("value", "[4e24]"): "is no number",
    ("value", "0x10"): "this is not JSON",
    ("value", "1_000"): "this is not JSON",
    ("value", "010"): "this is not JSON",
    ("value", ".5"): "this is not JSON",
    ("value", '"1_000"'): "has an underscore",
    ("probability", '"0.5"'): "write one such as 0.4 or 40%, unquoted",
    ("probability", "1.0000001"): "it is no probability",
    ("published", "2024.5"): SHAPE,
    ("published", "true"): "is no text",
    ("published", '"2024-02-30"'): "that month has 29 days",
}
RECORDS: dict[str, tuple[str, type[Any], dict[str, str]]] = {
    "value": (
        "observations",
        Observation,
        {"subject": "model:m", "attribute": "training_compute", "source": "s"},
    ),
    "year": (
        "observations",
        Observation,
        {"subject": "model:m", "attribute": "cost", "source": "s", "value": "8"},
    ),
    "probability": ("evidence", Evidence, {"claim": "c", "source": "s"}),
    "published": ("sources", Source, {"slug": "new"}),
}
"""What a field is tried on: the kind, its record and the other fields."""
COMMANDS = {
    "value": ("observe", "--source=s", "--", "model:m", "training_compute", "{}"),
    "year": ("observe", "--source=s", "--year={}", "--", "model:m", "cost", "8"),
    "probability": ("log", "c", "--source=s", "--probability={}"),
    "published": ("add", "source", "new", "published={}"),
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one source, one model and one claim, and no number or date."""
    folder = tmp_path_factory.mktemp("base")
    bundle = folder / "base.yaml"
    bundle.write_text(
        "sources: [{slug: s, party: p}]\n"
        "models: [{slug: m}]\n"
        "claims: [{slug: c, kind: statement, statement: It is so}]\n"
    )
    assert called(str(folder / "evidence.db"), "init", "--empty").code == 0
    assert called(str(folder / "evidence.db"), "import", str(bundle)).code == 0
    return folder / "evidence.db"


@pytest.fixture
def place(base: Path, tmp_path: Path) -> Location:
    return Location(str(shutil.copy(base, tmp_path / "evidence.db")))


def given(place: Location, way: str, field: str, text: str) -> Ran:
    """What the program says to a field that is written so, in a file or on the command line."""
    kind, _, others = RECORDS[field]
    if way == "command line":
        return called(place, *(part.replace("{}", text) for part in COMMANDS[field]))
    fields = {**others, field: text}
    if way == "yaml":
        lines = "".join(f"    {name}: {value}\n" for name, value in fields.items())
        content = f"{kind}:\n  -\n{lines}"
    elif way == "csv":
        cells = ",".join([*others.values(), f'"{text}"'])
        content = f"{','.join(fields)}\n{cells}\n"
    else:
        content = json.dumps({kind: [{**others, field: "here"}]}).replace('"here"', text)
    file = Path(place.path).with_suffix(f".{way}")
    file.write_text(content, encoding="utf-8")
    return called(place, "import", str(file), *(["--kind", kind] if way == "csv" else []))


def kept(place: Location, field: str) -> object:
    """The field of the only record that has it."""
    with Reader(place) as reader:
        records = [one for one in everything(reader) if type(one) is RECORDS[field][1]]
    [value] = [getattr(one, field) for one in records if getattr(one, field) is not None]
    return value


def refusal(ran: Ran) -> str:
    """The one line that says what is wrong."""
    assert ran.code == 1, ran
    [line] = ran.err.splitlines()
    return line


def cases(**tables: dict[str, Any]) -> list[tuple[str, str, Any]]:
    return [(field, text, verdict) for field in tables for text, verdict in tables[field].items()]


def shortly(value: object) -> str:
    return str(value)[:24].encode("unicode_escape").decode()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("field", "text", "value"),
    cases(
        value=VALUES_KEPT,
        probability=PROBABILITIES_KEPT,
        year=YEARS_KEPT,
        published=DATES_KEPT,
    ),
    ids=shortly,
)
def test_a_number_or_a_date_is_kept_as_what_it_stands_for(
    place: Location, way: str, field: str, text: str, value: object
) -> None:
    ran = given(place, way, field, text)
    assert ran.code == 0, ran
    assert repr(kept(place, field)) == repr(value)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("field", "text", "word"),
    cases(
        value=VALUES_REFUSED,
        probability=PROBABILITIES_REFUSED,
        year=YEARS_REFUSED,
        published=DATES_REFUSED,
    ),
    ids=shortly,
)
def test_what_is_no_number_or_no_date_is_refused_in_the_same_words_everywhere(
    place: Location, way: str, field: str, text: str, word: str
) -> None:
    line = refusal(given(place, way, field, text))
    assert word in line
    assert f"{field}: " in line


@pytest.mark.parametrize(("field", "token", "value"), [(*k, v) for k, v in JSON_KEPT.items()])
def test_a_value_of_json_is_kept_as_what_it_stands_for(
    place: Location, field: str, token: str, value: object
) -> None:
    assert given(place, "json", field, token).code == 0
    assert repr(kept(place, field)) == repr(value)


@pytest.mark.parametrize(
    ("field", "token", "word"), [(*k, v) for k, v in JSON_REFUSED.items()], ids=shortly
)
def test_a_value_of_json_is_refused_with_the_reason(
    place: Location, field: str, token: str, word: str
) -> None:
    assert word in refusal(given(place, "json", field, token))


def test_the_tables_are_as_long_as_they_were_meant_to_be() -> None:
    assert len(VALUES_KEPT) + len(VALUES_REFUSED) >= 30
    assert len(DATES_KEPT) + len(DATES_REFUSED) >= 20


def test_partial_dates_stand_where_their_last_day_does() -> None:
    in_order = ["0001", "2023-12-31", "2024-01", "2024-02-28", "2024-02", "2024-03-01"]
    in_order += ["2024-11-30", "2024-12-30", "2024", "2025-01-01", "2025-01", "9999"]
    assert [last_day(date) for date in in_order] == sorted(map(last_day, in_order))


def test_a_claim_moves_on_the_last_day_of_an_imprecise_date(place: Location) -> None:
    for number, date in enumerate(("2024", "2024-07-01", "2024-06")):
        source = f"source{number}"
        fields = ("kind=technical_report", f"party=p{number}")
        assert called(place, "add", "source", source, *fields).code == 0
        words = ("--supports", "--quote=so it is", "--at=p. 1", f"--published={date}")
        assert called(place, "log", "c", f"--source={source}", *words).code == 0
    moves = called(place, "timeline", "c", "--json").json
    assert [day for day in days(moves) if day.startswith("2024")] == [
        *("2024-06-30", "2024-07-01", "2024-12-31")
    ]


def days(document: Any) -> list[str]:
    """The days of a timeline, in its order."""
    return [str(one["date"]) for one in document["points"]]
