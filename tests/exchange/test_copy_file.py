from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.core.errors import Invalid
from evidence.exchange.copy_file import read_copy
from evidence.exchange.html_text import text_of


def given_file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_text_is_kept_as_it_is_with_the_hash_of_its_bytes(tmp_path: Path) -> None:
    data = "\ufeffWe train\r\nin FP8.\rCafe\u0301\x0c".encode()
    found = read_copy(given_file(tmp_path, "report.txt", data), None)

    assert found.content == "We train\nin FP8.\nCaf\u00e9\x0c"
    assert (found.kind, found.size) == ("text", len(data))
    assert found.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("name", ["page.html", "page.HTM", "page.xhtml"])
def test_a_page_is_reduced_to_its_text(tmp_path: Path, name: str) -> None:
    page = b"<title>A &amp; B</title><style>p {}</style><p>in <b>FP</b>8<br>or<td>4</td>"

    assert read_copy(given_file(tmp_path, name, page), None).content == "A & B\nin FP8\nor\n4"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("a<script>if (a < b) x('</p>')</script>b", "ab"),
        ("a<template><p>no</p><template>no</template></template>b", "ab"),
        ("<!-- no --><p hidden title='a>b'>yes</p>", "yes"),
        ("FP&#56; &quot;x&quot; &nbsp;y &hellip; &unknown;", 'FP8 "x" y \u2026 &unknown;'),
        ("5 < 6 & 7 > 6", "5 < 6 & 7 > 6"),
        ("so<wbr>me <a href=x>li</a>nk", "some link"),
        ("<ul><li>one<li>two</ul>", "one\ntwo"),
        ("cut off <b", "cut off"),
        ("cut off &am", "cut off &am"),
        ("<p>never closed <!-- ", "never closed"),
    ],
)
def test_what_a_reader_sees_of_a_page(page: str, text: str) -> None:
    assert text_of(page) == text


@given(st.text(st.sampled_from("<>/!-?&;#a'\"= \nscript"), max_size=60))
def test_any_page_gives_some_text(page: str) -> None:
    assert "\r" not in text_of(page)


@pytest.mark.parametrize(
    ("head", "encoding"),
    [('<meta charset="gbk">', "gbk"), ("<meta charset=iso-8859-1>", "windows-1252")],
)
def test_a_page_is_read_in_the_encoding_that_it_names(
    tmp_path: Path, head: str, encoding: str
) -> None:
    text = "训练" if encoding == "gbk" else "\u201ctrained\u201d"
    path = given_file(tmp_path, "page.html", f"{head}<p>{text}".encode(encoding))

    assert read_copy(path, None).content == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7 ...", "is a PDF, of which only the text can be kept"),
        (b"a\nb\xff", "file.txt:2: byte 0xff is not UTF-8"),
        ("text".encode("utf-16"), "the text is UTF-16"),
        (b"PK\x03\x04\x00\x00", "this is no text"),
        (b"", "holds no text"),
        (b" \n\x0c ", "holds no text"),
        (b"<meta charset=punycode>\xff", "is not UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_with_a_remedy(
    tmp_path: Path, data: bytes, message: str
) -> None:
    path = given_file(tmp_path, "file.txt", data)

    with pytest.raises(Invalid, match=message) as caught:
        read_copy(path, "html" if b"charset" in data else None)
    assert "\n" not in caught.value.message


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVIDENCE_MAX_COPY_BYTES", "10")

    with pytest.raises(Invalid, match="larger than"):
        read_copy(given_file(tmp_path, "file.txt", b"x" * 11), None)
    assert read_copy(given_file(tmp_path, "file.txt", b"x" * 10), None).size == 10


def test_control_characters_become_spaces(tmp_path: Path) -> None:
    path = given_file(tmp_path, "page.html", b"a\x07b<p>c&#7;d\x1b[31m")

    assert read_copy(path, None).content == "a b\ncd [31m"


def test_a_copy_may_come_from_standard_input() -> None:
    assert read_copy("-", "pdf-text", BytesIO(b"We train")).kind == "pdf-text"
