"""A copy of a source read from a file: its text, and the SHA-256 of its bytes."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from pathlib import Path
from typing import BinaryIO, NamedTuple

from evidence.core.errors import Invalid
from evidence.core.limits import COPY
from evidence.exchange.files import opened, whole
from evidence.exchange.found import Refused, plain

PAGES = (".html", ".htm", ".xhtml")
"""Endings of files that are pages of HTML, where nobody says what they are."""
CHARSETS = frozenset(
    {"big5", "euc-jp", "euc-kr", "gb18030", "gb2312", "gbk", "iso-8859-1", "iso-8859-15"}
    | {"shift_jis", "windows-1250", "windows-1251", "windows-1252"}
)
"""Encodings other than UTF-8 that a page may say it is in."""

_CHARSET = re.compile(rb"""charset=["']?([A-Za-z0-9_-]+)""")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


class CopyFile(NamedTuple):
    """What a file holds that is to be kept as the copy of a source."""

    kind: str
    sha256: str
    size: int
    content: str


def read_copy(path: str | Path, kind: str | None, stdin: BinaryIO | None = None) -> CopyFile:
    """Read a copy; raises Invalid for a file that cannot be read, is too large or holds no text.

    Without a kind a name that ends in .html says that it is a page, any other that it is text.
    """
    try:
        data = _read(path, stdin)
        _refuse_pdf(data, str(path))
        kind = kind or ("html" if Path(path).suffix.lower() in PAGES else "text")
        content = _text(data, kind)
    except Refused as refused:
        at = f":{refused.fault.line}" if refused.fault.line else ""
        raise Invalid(f"{plain(str(path))}{at}: {refused.fault.message}") from None
    if not content.strip():
        raise Invalid(f"{plain(str(path))} holds no text", "name the file that the quotes are in")
    return CopyFile(kind, hashlib.sha256(data).hexdigest(), len(data), content)


def _read(path: str | Path, stdin: BinaryIO | None) -> bytes:
    largest = COPY.value
    if stdin is not None:
        data = stdin.read(largest + 1)
    else:
        with opened(Path(path)) as file:
            data = file.read(largest + 1)
    if len(data) > largest:
        told = f"the file is larger than {largest} bytes: keep the part quoted"
        raise Refused(0, f"{told}, {COPY.or_raise()}")
    return data


def _refuse_pdf(data: bytes, name: str) -> None:
    if data.startswith(b"%PDF-"):
        raise Invalid(
            f"{plain(name)} is a PDF, of which only the text can be kept",
            "run 'pdftotext FILE.pdf FILE.txt' and keep FILE.txt with --kind pdf-text",
        )


def _text(data: bytes, kind: str) -> str:
    from evidence.exchange.html_text import text_of

    text = _decoded(data, kind).replace("\r\n", "\n").replace("\r", "\n")
    text = text_of(text) if kind == "html" else text
    # A page may spell controls as entities, and programs that read PDFs leave some behind.
    return unicodedata.normalize("NFC", _CONTROLS.sub(" ", text))


def _decoded(data: bytes, kind: str) -> str:
    unmarked = whole(io.BytesIO(data))
    if b"\0" in unmarked:
        raise Refused(0, "this is no text: there are NUL characters in it")
    try:
        return unmarked.decode()
    except UnicodeDecodeError as error:
        charset = _charset(unmarked) if kind == "html" else None
        if charset is None:
            line = unmarked[: error.start].count(b"\n") + 1
            raise Refused(
                line, f"byte 0x{unmarked[error.start]:02x} is not UTF-8: save the file as UTF-8"
            ) from None
    return unmarked.decode(charset, "replace")


def _charset(page: bytes) -> str | None:
    """The encoding that a page says it is in, if it is one that is read."""
    found = _CHARSET.search(page[:4096])
    name = found[1].decode().lower() if found else ""
    # Browsers read pages that say ISO 8859-1 as its superset.
    return {"iso-8859-1": "windows-1252"}.get(name, name) if name in CHARSETS else None
