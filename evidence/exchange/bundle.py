"""Files of records, read together: every record with its place, every problem with its line."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from evidence.core.checking import did_you_mean, named
from evidence.core.errors import Invalid, Problems
from evidence.core.records import KINDS, Record, kind_of
from evidence.exchange.bibtex_file import read_bibtex
from evidence.exchange.csv_file import read_csv
from evidence.exchange.files import opened
from evidence.exchange.found import Fault, Found, Reading, Refused, plain, shown, unknown_kind
from evidence.exchange.inputs import Loc, accept, name_of, problem_line
from evidence.exchange.json_file import read_json
from evidence.exchange.jsonl_file import read_jsonl
from evidence.exchange.yaml_file import read_yaml

MOST_PROBLEMS = 200
"""Problems after which reading stops: the rest are seldom other ones."""

FORMS = ("yaml", "json", "jsonl", "csv", "bibtex")
_SUFFIXES = {
    **{".yaml": "yaml", ".yml": "yaml", ".json": "json", ".jsonl": "jsonl", ".csv": "csv"},
    ".bib": "bibtex",
}
_READERS: dict[str, Callable[[BinaryIO], Reading]] = {
    "yaml": read_yaml,
    "json": read_json,
    "jsonl": read_jsonl,
    "bibtex": read_bibtex,
}


class Placed(NamedTuple):
    """A record and where it stands."""

    record: Record
    loc: Loc


class Bundle(NamedTuple):
    """What some files hold; with any problem nothing of them should be kept.

    `warnings` is empty after reading: it takes what a comparison with the ledger finds.
    """

    records: list[Placed]
    problems: list[str]
    warnings: list[str]

    def line_for(self, record: Record, message: str) -> str:
        """A message about one of these records, with its place."""
        loc = next((p.loc for p in self.records if p.record is record), Loc("", 0))
        return problem_line(loc, kind_of(record), named(record), message)


def read(
    paths: Sequence[str | Path],
    kind: str | None = None,
    stdin: BinaryIO | None = None,
    form: str | None = None,
    passed: Callable[[int], None] | None = None,
) -> Bundle:
    """The records of all these files and folders; `-` is `stdin`.

    `kind` is that of the records of a CSV file (else the file's name tells it); `form` is one of
    FORMS (else the name's ending tells it, and standard input is recognised by its beginning).
    `passed` is told how many more bytes of the files have been read. Raises Invalid for a kind or
    form that there is not; everything else is in `problems`.
    """
    bundle = Bundle([], [], [])
    for item in each(paths, kind, stdin, form, passed):
        if isinstance(item, Placed):
            bundle.records.append(item)
        else:
            bundle.problems.append(item)
    return bundle


def each(
    paths: Sequence[str | Path],
    kind: str | None = None,
    stdin: BinaryIO | None = None,
    form: str | None = None,
    passed: Callable[[int], None] | None = None,
) -> Iterator[Placed | str]:
    """The same one by one, for files that do not fit in memory: a record, or a problem's line."""
    if kind is not None and kind not in KINDS:
        raise Invalid(unknown_kind(kind))
    if form is not None and form not in FORMS:
        raise Invalid(f"{shown(form)} is no format: choose one of {', '.join(FORMS)}")
    problems = 0
    for path in paths:
        for file, item in _found(str(path), kind, stdin, form, passed):
            for result in placed(file, item):
                yield result
                problems += isinstance(result, str)
            if problems >= MOST_PROBLEMS:
                yield f"{Loc(file, item.line)}: reading stops here, after {problems} problems"
                return


def _found(
    name: str,
    kind: str | None,
    stdin: BinaryIO | None,
    form: str | None,
    passed: Callable[[int], None] | None,
) -> Iterator[tuple[str, Found | Fault]]:
    """What is found in a file, or in the files of a folder, with the name of each."""
    try:
        parts = [name] if name == "-" or not Path(name).is_dir() else _parts(Path(name))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        yield name, Fault(0, f"it cannot be read: {reason}")
        return
    if not parts:
        yield name, Fault(0, f"the folder has no file ending in {', '.join(_SUFFIXES)}")
    for part in parts:
        file = "standard input" if part == "-" else part
        try:
            if part == "-":
                reading = _from_stdin(stdin, kind, form)
            else:
                reading = _file(part, kind, form, passed)
            for item in reading:
                yield file, item
        except Refused as refused:
            yield file, refused.fault


def placed(file: str, item: Found | Fault) -> Iterator[Placed | str]:
    """A record at its place, or a line for each thing that is wrong with it."""
    loc = Loc(file, item.line)
    if isinstance(item, Fault):
        yield f"{loc}: {plain(item.message, 2000)}"
        return
    try:
        yield Placed(accept(item.kind, item.fields), loc)
    except Problems as problems:
        name = name_of(item.fields)
        yield from (problem_line(loc, item.kind, name, message) for message in problems.lines)


def size(paths: Sequence[str | Path]) -> int:
    """The bytes that `read` reads of these; 0 where it is not known."""
    try:
        folders = (Path(path) for path in paths)
        files = [f for path in folders for f in (_parts(path) if path.is_dir() else [str(path)])]
        return 0 if "-" in files else sum(Path(file).stat().st_size for file in files)
    except (OSError, ValueError):
        return 0


def _parts(folder: Path) -> list[str]:
    """The bundles in a folder in order of their names."""
    files = (p for p in folder.iterdir() if p.suffix.lower() in _SUFFIXES and p.is_file())
    return [str(file) for file in sorted(files)]


def _file(
    name: str, kind: str | None, form: str | None, passed: Callable[[int], None] | None
) -> Reading:
    reader = _reader(name, kind, form or _SUFFIXES.get(Path(name).suffix.lower()))
    with opened(Path(name), passed) as stream:
        yield from reader(stream)


def _from_stdin(stdin: BinaryIO | None, kind: str | None, form: str | None) -> Reading:
    if stdin is None:
        raise Refused(0, "nothing is connected to it: name a file")
    stream = stdin if isinstance(stdin, io.BufferedReader) else io.BufferedReader(_raw(stdin))
    return _reader("-", kind, form or _sniffed(stream.peek(1), kind))(stream)


def _reader(name: str, kind: str | None, form: str | None) -> Callable[[BinaryIO], Reading]:
    if form in _READERS:
        return _READERS[form]
    if form is None:
        with opened(Path(name)):
            raise Refused(0, f"this is no bundle: its name must end in {', '.join(_SUFFIXES)}")
    kind = kind or Path(name).stem
    if kind not in KINDS:
        remedy = did_you_mean(kind, KINDS) or "pass its kind, such as --kind evidence"
        raise Refused(0, f"the name of the file tells no kind of record: {remedy}")
    return lambda stream: read_csv(stream, kind)


def _sniffed(head: bytes, kind: str | None) -> str:
    """The format of what begins like this."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{"):
        return "jsonl" if re.match(rb'\{\s*"[^"]*"\s*:\s*[^\s\[]', start) else "json"
    if start.startswith(b"@"):
        return "bibtex"
    return "csv" if kind else "yaml"


def _raw(stream: BinaryIO) -> io.BytesIO:
    return io.BytesIO(stream.read())
