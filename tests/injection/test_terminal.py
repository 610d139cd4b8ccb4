"""A real terminal shows every payload as text, in every command that reads and in every error."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from evidence.cli.commands import COMMANDS
from evidence.core.records import KINDS
from evidence.reports.formats import FORMATS
from tests.injection.corpus import REFUSED, SINKS, TEXTS
from tests.injection.hostile import FEW, PAYLOADS, Twins
from tests.injection.screens import screen

Call = Sequence[str]
MANY = """
import json, sys
from evidence.cli.root import run
for arguments in json.load(open(sys.argv[1])):
    print("::", run(arguments), flush=True)
"""


def seen(folder: Path, database: Path, calls: Sequence[Call], columns: int, actor: str) -> str:
    """What many calls write to one terminal, stdout and stderr together."""
    listed = [["--db", str(database), *call] for call in calls]
    (folder / "calls.json").write_text(json.dumps(listed))
    outer, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    here = str(Path(__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, "-c", MANY, str(folder / "calls.json")],
        stdin=subprocess.DEVNULL, stdout=inner, stderr=inner, cwd=folder,
        env={**kept, "TERM": "xterm-256color", "PYTHONPATH": here, "EVIDENCE_ACTOR": actor},
    ):  # fmt: skip
        os.close(inner)
        return b"".join(iter(lambda: _read(outer), b"")).decode("utf-8", "surrogateescape")


def _read(outer: int) -> bytes:
    try:
        return os.read(outer, 65536)
    except OSError:
        return b""


def codes(text: str) -> list[int]:
    """The exit code of each call."""
    return [int(line[3:]) for line in text.splitlines() if line.startswith(":: ")]


ALL: Mapping[str, Sequence[Call]] = {
    "explain": [(f"claim-{payload.number}",) for payload in PAYLOADS],
    "list": [*((kind,) for kind in KINDS), ("scenarios",)],
    "status": [()],
    "history": [(), ("claim-3",)],
    "search": [("--", text[:200]) for text in TEXTS[::5]],
}
"""Calls that print every payload between them."""
CLAIMS = [f"claim-{payload.number}" for payload in FEW]
READING: Mapping[str, Sequence[Call]] = {
    "status": [(), *((claim,) for claim in CLAIMS)],
    "score": [()],
    "explain": [(claim,) for claim in CLAIMS[:4]],
    "timeline": [(claim,) for claim in CLAIMS[1:16:2]],
    "since": [("2023-01-01",)],
    "impact": [("offered.json",)],
    "next": [()],
    "calibration": [()],
    "chart": [
        *(("contributions", claim) for claim in CLAIMS[::4]),
        *(("roll-call", claim) for claim in CLAIMS[1::8]),
        *(("estimates", claim) for claim in CLAIMS[2::8]),
    ],
    "show": [
        *((f"{kind}-{n}",) for kind in "osmhcl" for n in range(0, len(FEW), 6)),
        *((claim,) for claim in CLAIMS[::2]),
    ],
    "list": [(kind,) for kind in KINDS],
    "search": [("x",)],
    "compute": [("operation-count", "--parameters", "1e9", "--tokens", "1e9")],
    "derive": [(f"model:m-{n}",) for n in range(0, len(FEW), 4)],
    "history": [()],
    "report": [*(("claim-2", "--format", form) for form in FORMATS), ("--format", "csv")],
    "check": [()],
    "head": [()],
    "completion": [("bash",)],
}
"""Every command that prints what was stored."""
WRITING = {
    "init", "demo", "add", "log", "observe", "import", "resolve", "edit", "retract", "undo",
    "keep", "merge",
    "export", "backup", "serve", "db",
}  # fmt: skip


def test_every_command_is_one_that_reads_or_one_that_writes() -> None:
    assert {*READING} | WRITING == {*COMMANDS}
    assert not {*READING} & WRITING


def test_no_payload_acts_on_a_terminal(twins: Twins, tmp_path: Path) -> None:
    calls = [(name, *call) for name, many in ALL.items() for call in many]
    text = seen(tmp_path, twins.hostile, calls, 80, "x")

    assert screen(text) == []
    assert codes(text) == [0] * len(calls)
    print(f"{len(calls)} calls, {len(text)} characters")


@pytest.mark.parametrize("columns", [80, 160])
def test_no_command_lets_a_record_act_on_a_terminal(
    few: Path, tmp_path: Path, columns: int
) -> None:
    (tmp_path / "offered.json").write_text(
        json.dumps({"organizations": [{"slug": "new", "name": "[bold]\u202e new [/x]"}]})
    )
    calls = [(name, *call) for name, many in READING.items() for call in many]
    calls += [(name, *many[-1], "--json") for name, many in READING.items() if name != "completion"]
    text = seen(tmp_path, few, calls, columns, "\x1b[31m[bold]actor\u202e")

    assert screen(text) == []
    assert codes(text) == [0] * len(calls)
    print(f"{len(calls)} calls, {len(text)} characters at {columns} columns")


def test_markup_of_the_library_that_draws_tables_is_shown_as_it_is(
    twins: Twins, tmp_path: Path
) -> None:
    text = seen(tmp_path, twins.hostile, [("list", "claims")], 600, "x")

    for markup in (text for text in SINKS["terminal"] if text.startswith(("[", ":"))):
        assert markup in text


ASKED: Sequence[Call] = (
    ("status", "{}"),
    ("explain", "{}"),
    ("show", "{}"),
    ("list", "{}"),
    ("search", "{}"),
    ("history", "{}"),
    ("derive", "{}"),
    ("derive", "model:m-0", "{}"),
    ("since", "{}"),
    ("impact", "{}"),
    ("import", "{}"),
    ("status", "--tag", "{}"),
    ("status", "--about", "{}"),
    ("status", "--as-of", "{}"),
    ("compute", "{}"),
    ("compute", "operation-count", "--parameters", "{}", "--tokens", "1e9"),
    ("add", "{}", "x"),
    ("add", "claim", "{}"),
    ("add", "claim", "x", "{}"),
    ("log", "claim-0", "--source", "{}", "--supports"),
    ("observe", "{}", "chips", "8", "--source", "s-0"),
    ("retract", "{}", "--reason", "x"),
    ("resolve", "claim-0", "{}"),
    ("report", "--format", "{}"),
    ("{}",),
    ("status", "--{}"),
)
"""Calls in which a payload stands where something else is expected."""


def test_no_error_message_acts_on_a_terminal(few: Path, tmp_path: Path) -> None:
    passed = [text for text in REFUSED if not re.search("[\0\ud800-\udfff]", text)]
    arguments = (*TEXTS[::14], *passed, "undecodable \udc80\udcff")
    calls = [
        tuple(word.replace("{}", text) for word in call) for call in ASKED for text in arguments
    ]
    calls += [(*call, "--json") for call in calls[::11]]
    text = seen(tmp_path, few, calls, 80, "x")

    assert screen(text) == []
    assert len(codes(text)) == len(calls)
    print(f"{len(calls)} wrong calls, {len(text)} characters")


def test_a_reason_and_a_name_of_a_writer_act_nowhere(tmp_path: Path) -> None:
    save = ("compute", "operation-count", "--parameters", "1e9", "--tokens", "1e9", "--save")
    texts = [*SINKS["terminal"], *REFUSED]
    calls: list[Call] = [("init", "--empty")]
    calls += [(*save, f"kept-{i}", "--why", text) for i, text in enumerate(texts)]
    calls += [("list", "scenarios"), ("history",)]
    text = seen(tmp_path, tmp_path / "new.db", calls, 200, "\x1b[31mwho\nforged: 9")

    assert screen(text) == []
    assert {*codes(text)} <= {0, 1}
