"""Every output of the program that a payload may reach, and the check that it has to pass.

To cover a new format, write one line in `OUTPUTS`: the name of the file or folder it is written to
and the command that writes it. The check follows from the ending of each file, unless the line
names another; a new ending is one line in `BY_SUFFIX`. A check takes the file made of the hostile
workspace and the one made of its harmless twin, and returns what is wrong as lines. Pages among
the files are opened in a browser without being named (test_pages.py).

To check pages that a server gives: `check_files("server", {path: body}, {path: body})` with the
bodies of both workspaces, each path ending in `.html`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from evidence.cli.root import run
from tests.injection import cells, markup, prose, structured

Check = Callable[[bytes, bytes], list[str]]
Files = Mapping[str, bytes]


class Output(NamedTuple):
    """A file or folder and the command that writes it; `-o TARGET` is added."""

    target: str
    command: tuple[str, ...]
    check: Check | None = None
    """Of all its files; otherwise each file's ending tells."""
    few: bool = False
    """Made of a sixth of the payloads, where writing or reading takes long."""


OUTPUTS = (
    Output("report.md", ("report", "--format", "markdown")),
    Output("report.json", ("report", "--format", "json"), structured.ascii_json),
    Output("bundle.json", ("export", "bundle")),
    Output("bundle.yaml", ("export", "bundle"), few=True),
    Output("bundle.jsonl", ("export", "bundle")),
    Output("bundle", ("export", "bundle")),
    Output("report.html", ("report", "--format", "html")),
    Output("report.tex", ("report", "--format", "latex")),
    Output("report.csv", ("report", "--format", "csv")),
    Output("parquet", ("export", "parquet"), few=True),
    Output("scoring", ("export", "scoring"), few=True),
    Output("book.xlsx", ("export", "xlsx"), few=True),
    Output("sources.bib", ("export", "bibtex")),
    Output("sources.csl.json", ("export", "csl")),
    Output("claims.jsonld", ("export", "jsonld"), few=True),
    Output("site", ("export", "site"), few=True),
)


def same(hostile: bytes, harmless: bytes) -> list[str]:
    """What is wrong with a file that no record reaches."""
    return [] if hostile == harmless else ["differs from the twin's, but no text belongs in it"]


BY_SUFFIX: Mapping[str, Check] = {
    ".md": prose.markdown,
    ".tex": prose.latex,
    ".html": markup.html,
    ".svg": markup.svg,
    ".csv": cells.comma_separated,
    ".tsv": cells.tab_separated,
    ".xlsx": cells.workbook,
    ".json": structured.json_document,
    ".jsonld": structured.json_document,
    ".jsonl": structured.json_lines,
    ".yaml": structured.yaml,
    ".bib": structured.bibtex,
    ".parquet": cells.parquet,
    ".css": same,
    ".js": markup.script,
    ".txt": same,
}


def write(output: Output, database: Path, folder: Path) -> Files:
    """The files that a command writes of a database, by their path inside the folder."""
    target = folder / output.target
    code = run(["--db", str(database), "--quiet", *output.command, "-o", str(target)])
    assert code == 0
    if target.is_file():
        return {output.target: target.read_bytes()}
    paths = (path for path in sorted(target.rglob("*")) if path.is_file())
    return {str(path.relative_to(target)): path.read_bytes() for path in paths}


def check_files(
    name: str, hostile: Files, harmless: Files, check: Check | None = None
) -> list[str]:
    """Everything that is wrong with an output, each line with the file."""
    wrong = [f"{name}: a name that can act: {path!r}" for path in hostile if not _is_plain(path)]
    for path in sorted({*hostile} ^ {*harmless}):
        wrong.append(f"{name}: only one of the twins has {path!r}")
    for path in sorted({*hostile} & {*harmless}):
        rule = check or BY_SUFFIX.get(Path(path).suffix, same)
        wrong += [f"{name}: {path}: {line}" for line in rule(hostile[path], harmless[path])]
    return wrong


def _is_plain(path: str) -> bool:
    """Whether a path is safe wherever it is unpacked: no way out, no name that a system keeps."""
    kept = re.compile(r"(con|aux|nul|prn|com\d|lpt\d)(\..*)?", re.I)
    return all(
        re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,119}", part)
        and not part.endswith(".")
        and not kept.fullmatch(part)
        for part in path.split("/")
    )
