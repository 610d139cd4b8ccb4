"""Files of records, read together: every record with its place, every problem with its line."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from evidence.core.checking import did_you_mean, named
from evidence.core.errors import Invalid, Problems
from evidence.core.records import KINDS, Record, kind_of
from evidence.exchange.csv_file import read_csv
from evidence.exchange.files import opened
from evidence.exchange.found import Fault, Found, Reading, Refused, shown, unknown_kind
from evidence.exchange.inputs import Loc, accept, name_of, problem_line
from evidence.exchange.json_file import read_json
from evidence.exchange.jsonl_file import read_jsonl
from evidence.exchange.yaml_file import read_yaml

MOST_PROBLEMS = 200
"""Problems after which reading stops: the rest are seldom other ones."""

FORMS = ("yaml", "json", "jsonl", "csv")
_SUFFIXES = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".jsonl": "jsonl", ".csv": "csv"}
_READERS: dict[str, Callable[[BinaryIO], Reading]] = {
    "yaml": read_yaml,
    "json": read_json,
    "jsonl": read_jsonl,
}


class Placed(NamedTuple):
    """A record and where it stands."""

    record: Record
    loc: Loc


class Bundle(NamedTuple):
    """What some files hold; with any problem nothing of them should be kept."""

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
) -> Bundle:
    """The records of all these files and folders; `-` is `stdin`.

    `kind` is that of the records of a CSV file (else the file's name tells it); `form` is one of
    FORMS (else the name's ending tells it, and standard input is recognised by its beginning).
    Raises Invalid for a kind or form that there is not; everything else is in `problems`.
    """
    if kind is not None and kind not in KINDS:
        raise Invalid(unknown_kind(kind))
    if form is not None and form not in FORMS:
        raise Invalid(f"{shown(form)} is no format: choose one of {', '.join(FORMS)}")
    bundle = Bundle([], [], [])
    for path in paths:
        for part in _parts(str(path), bundle):
            if len(bundle.problems) >= MOST_PROBLEMS:
                return bundle
            _read_part(part, kind, stdin, form, bundle)
    return bundle


def _parts(name: str, bundle: Bundle) -> list[str]:
    """The files of a folder in order of their names; a file is its own only part."""
    path = Path(name)
    try:
        if name == "-" or not path.is_dir():
            return [name]
        parts = sorted(p for p in path.iterdir() if p.suffix.lower() in _SUFFIXES and p.is_file())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        bundle.problems.append(f"{Loc(name, 0)}: it cannot be read: {reason}")
        return []
    if not parts:
        endings = ", ".join(_SUFFIXES)
        bundle.problems.append(f"{Loc(name, 0)}: the folder has no file ending in {endings}")
    return [str(part) for part in parts]


def _read_part(
    name: str, kind: str | None, stdin: BinaryIO | None, form: str | None, bundle: Bundle
) -> None:
    shown_as = "standard input" if name == "-" else name
    try:
        if name == "-":
            _gather(shown_as, _from_stdin(stdin, kind, form), bundle)
            return
        reader = _reader(name, kind, form or _SUFFIXES.get(Path(name).suffix.lower()))
        with opened(Path(name)) as stream:
            _gather(shown_as, reader(stream), bundle)
    except Refused as refused:
        bundle.problems.append(f"{Loc(shown_as, refused.fault.line)}: {refused.fault.message}")


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
    return "csv" if kind else "yaml"


def _raw(stream: BinaryIO) -> io.BytesIO:
    return io.BytesIO(stream.read())


def _gather(file: str, reading: Reading, bundle: Bundle) -> None:
    """Take what is found into the bundle until too much is wrong."""
    for item in reading:
        loc = Loc(file, item.line)
        if isinstance(item, Fault):
            bundle.problems.append(f"{loc}: {item.message}")
        else:
            _accept(loc, item, bundle)
        if len(bundle.problems) >= MOST_PROBLEMS:
            bundle.problems.append(f"{loc}: reading stops here, after {MOST_PROBLEMS} problems")
            return


def _accept(loc: Loc, item: Found, bundle: Bundle) -> None:
    try:
        bundle.records.append(Placed(accept(item.kind, item.fields), loc))
    except Problems as problems:
        name = name_of(item.fields)
        bundle.problems.extend(problem_line(loc, item.kind, name, m) for m in problems.lines)
