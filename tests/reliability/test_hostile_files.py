"""Files that are bombs, in odd encodings, or nearly right: each is refused at its line, or read.

Refused within 1 s of the processor and 100 MB beyond what the program takes by itself.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from evidence.workspace import Workspace
from tests.conftest import NewDatabase
from tests.reliability.conftest import Figure

LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24)
)
SQUARE = "a: &a " + "x" * 10_000 + "\nsources:\n" + "- slug: s\n  notes: *a\n" * 1_000
ONE = "organizations:\n- slug: o\n  name: "

REFUSED: dict[str, tuple[str, bytes]] = {
    "billion laughs": ("a.yaml", LAUGHS.encode()),
    "quadratic aliases": ("b.yaml", SQUARE.encode()),
    "deep flow": ("c.yaml", b"claims: " + b"[" * 100_000),
    "deep blocks": ("d.yaml", "".join(" " * n + "a:\n" for n in range(3_000)).encode()),
    "deep json": ("e.json", b'{"claims": [' + b"[" * 100_000),
    "deep objects": ("f.json", b'{"claims": [' + b'{"a":' * 100_000),
    "deep jsonl": ("g.jsonl", b'{"type": "claim", "tags": ' + b"[" * 100_000),
    "python object": ("h.yaml", b"claims:\n- !!python/object/apply:os.system ['id']\n"),
    "binary tag": ("i.yaml", b"organizations:\n- slug: !!binary aGk=\n"),
    "merge keys": ("j.yaml", b"organizations:\n- <<: {slug: o}\n"),
    "duplicate key": ("k.yaml", (ONE + "x\n  name: y\n").encode()),
    "duplicate json key": ("l.json", b'{"organizations": [{"slug": "o", "slug": "p"}]}'),
    "tab": ("m.yaml", b"organizations:\n\t- slug: o\n"),
    "version": ("n.yaml", b"%YAML 9.9\n---\norganizations: []\n"),
    "many values": ("o.json", b'{"organizations": [{"tags": [' + b"1," * 1_100_000 + b"1]}]}"),
    "NUL": ("p.yaml", (ONE + "a\0b\n").encode()),
    "NUL in csv": ("organizations.csv", b"slug,name\no,a\0b\n"),
    "invalid UTF-8": ("q.yaml", ONE.encode() + b"\xff\n"),
    "UTF-16": ("r.yaml", ONE.encode("utf-16")),
    "half a surrogate pair": ("s.json", b'{"organizations": [{"slug": "o", "name": "\\ud800"}]}'),
    "10 MB on a line": ("t.yaml", ONE.encode() + b"x" * 10_000_000),
    "unbalanced quote": ("sources.csv", b'slug,title\ns,"x\nt,y\n'),
    "ragged row": ("models.csv", b"slug,name\nm,x,y\n"),
    "longest cell": ("claims.csv", b"slug,statement\nc," + b"x" * 140_000 + b"\n"),
    "NaN": ("u.json", b'{"searches": [{"detection": NaN}]}'),
    "second document": ("v.yaml", b"organizations: []\n---\nclaims: []\n"),
    "half a file": ("w.json", b'{"organizations": [{"slug": "o"'),
    "BibTeX braces": ("x.bib", b"@misc{a, title = " + b"{" * 100_000),
    "BibTeX without end": ("y.bib", b"@misc{a, title = {" + b"x\n" * 150_000),
    "JSON of another shape": ("z.json", b"[1, 2, 3]"),
}

DRIVER = """
import contextlib, io, json, sys, time
from evidence.cli.root import run
from tests.reliability.fuzzing import peak as memory
warm = sys.argv[2]
out = []
for path in [warm, *sys.argv[3:]]:
    err = io.StringIO()
    before, started = memory(), time.process_time()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(err):
        code = run(["--db", sys.argv[1], "import", path])
    out.append([code, err.getvalue(), time.process_time() - started, memory() - before])
print(json.dumps(out[1:]))
"""


def test_files_that_are_bombs_or_broken_are_refused_at_their_line(
    new_database: NewDatabase, tmp_path: Path, figure: Figure
) -> None:
    database = new_database("sqlite").target
    paths = []
    for number, (name, content) in enumerate(REFUSED.values()):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / name).write_bytes(content)
        paths.append(str(folder / name))
    warm = tmp_path / "warm.yaml"
    warm.write_text("organizations: [{slug: warm}]")
    command = [sys.executable, "-c", DRIVER, database, str(warm), *paths]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)

    results = dict(zip(REFUSED, json.loads(ran.stdout), strict=True))
    for what, (code, told, seconds, megabytes) in results.items():
        name = REFUSED[what][0]
        assert code == 1, (what, code, told)
        assert re.search(rf"{re.escape(name)}:\d+: ", told), (what, told)
        assert "Traceback" not in told
        assert "defect" not in told
        assert len(told) < 3_000
        assert seconds < (1 if what not in SLOW else 3), (what, seconds)
        assert megabytes < 100, (what, megabytes)
    slowest = max(seconds for _, _, seconds, _ in results.values())
    figure(f"{len(results)} bombs and broken files refused, slowest {slowest:.2f} s")
    assert [record.slug for record in Workspace(database).records("organizations")] == ["warm"]  # type: ignore[union-attr]


SLOW = ("many values", "10 MB on a line")
"""Files of megabytes, of which much is read before the limit is reached."""

READ: dict[str, tuple[str, bytes, str]] = {
    "a byte order mark": ("a.yaml", b"\xef\xbb\xbf" + ONE.encode() + b"x", "x"),
    "CRLF": ("b.yaml", ONE.replace("\n", "\r\n").encode() + b"x\r\n", "x"),
    "a decomposed letter": ("c.yaml", ONE.encode() + "e\u0301".encode(), "é"),
    "an emoji by its surrogates": (
        "d.json",
        b'{"organizations": [{"slug": "o", "name": "\\ud83d\\ude00"}]}',
        "\U0001f600",
    ),
    "a right-to-left override": ("e.yaml", ONE.encode() + "a\u202eb".encode(), "a\u202eb"),
    "a quote by doubling": ("organizations.csv", b'slug,name\no,"a ""b"", c"\n', 'a "b", c'),
    "a lone null": ("f.yaml", ONE.encode() + b"~", "o"),
}


@pytest.mark.parametrize("what", READ)
def test_odd_but_right_files_are_read_alike_on_both_engines(
    what: str, new_database: NewDatabase, tmp_path: Path
) -> None:
    name, content, expected = READ[what]
    (tmp_path / name).write_bytes(content)
    for engine in ("sqlite", "postgresql"):
        workspace = Workspace(new_database(engine).target)
        workspace.import_files([tmp_path / name])
        [found] = workspace.records("organizations")
        assert getattr(found, "name", None) == expected
