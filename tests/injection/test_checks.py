"""Each check finds the fault that it is for, and nothing where text stays text."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest

from tests.injection import cells, markup, prose, structured
from tests.injection.outputs import check_files
from tests.injection.screens import screen

Check = Callable[[bytes, bytes], list[str]]
POLICY = "default-src 'none'; style-src 'sha256-x'; img-src data:"
REL = "rel='noopener noreferrer nofollow'"


def page(body: str, policy: str = POLICY, before: str = "") -> bytes:
    return (
        f"<!doctype html><html><head>{before}"
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>x</title></head><body>{body}</body></html>"
    ).encode()


def drawing(body: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg"><text class="a">{body}</text></svg>'.encode()


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("<p>&lt;script&gt;</p>", "<p>letters</p>"),
        (f"<a {REL} href='https://x.org/%22'>x</a>", f"<a {REL} href='https://x.org/'>x</a>"),
        ("<p title='&quot; onclick=&quot;x'>x</p>", "<p title='letters'>x</p>"),
        (
            '<script type="application/json">{"a": "\\u003c/script>"}</script>',
            '<script type="application/json">{"a": "letters"}</script>',
        ),
        ("<a href='#a'>x</a><img src='a.png'>", "<a href='#b'>x</a><img src='b.png'>"),
    ],
)
def test_escaped_text_in_a_page_is_no_fault(hostile: str, harmless: str) -> None:
    assert markup.html(page(hostile), page(harmless)) == []


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("<p>a<b>b</b></p>", "<p>ab</p>"),
        ("<p><!-- x --></p>", "<p></p>"),
        ("<p><![CDATA[x]]></p>", "<p>x</p>"),
        ("<p><?php x ?></p>", "<p>x</p>"),
        ("<p>x\u202ey</p>", "<p>xy</p>"),
        ("<p title=x id=y>x</p>", "<p title=x>x</p>"),
        ("<p title=x title=y>x</p>", "<p title=x>x</p>"),
        ("<p class='a b'>x</p>", "<p class=a>x</p>"),
        ("<p onclick='x'>x</p>", "<p onclick='x'>x</p>"),
        ("<script>a=1;b</script>", "<script>a=1;c</script>"),
        ("<style>p{}</style>", "<style>b{}</style>"),
        ("<p style='background:url(x)'>x</p>", "<p style='background:url(x)'>x</p>"),
        ("<a href='https://x.org'>x</a>", "<a href='https://x.org'>x</a>"),
        *(
            (f"<a {REL} href='{address}'>x</a>", f"<a {REL} href='https://x.org'>x</a>")
            for address in (
                "javascript:x",
                " JaVa\tScript:x",
                "&#1;javascript:x",
                "data:text/html,x",
                "vbscript:x",
                "file:///x",
                "//evil.example",
                "\\\\evil",
                "/\\evil",
            )
        ),
        (f"<a {REL} href='https://x.org'>x</a>", "<a>x</a>"),
        ("<img src='https://x.org/x.png'>", "<img src='https://x.org/x.png'>"),
        ("<img src='//x.org/x.png'>", "<img src='x.png'>"),
        ("<link href='https://x.org/x.css'>", "<link href='https://x.org/x.css'>"),
        ("<form action='javascript:x'></form>", "<form action=''></form>"),
        *(
            (
                f'<script type="application/json">{broken}</script>',
                '<script type="application/json">{"a": "x"}</script>',
            )
            for broken in ('{"a": "<!--"}', '{"a": "\u2028"}', '{"a": "x"', '"</script><p>x</p>"')
        ),
    ],
)
def test_a_planted_fault_in_a_page_is_found(hostile: str, harmless: str) -> None:
    assert markup.html(page(hostile), page(harmless))


@pytest.mark.parametrize(
    "faulty",
    [
        b"<p>no policy</p>",
        page("", "default-src 'self'"),
        page("", POLICY + "; script-src 'unsafe-inline'"),
        page("", POLICY + "; img-src *"),
        page("", before="<script></script>"),
    ],
)
def test_a_page_without_a_strict_policy_at_its_head_is_faulty(faulty: bytes) -> None:
    assert markup.html(faulty, faulty)


@pytest.mark.parametrize(
    ("hostile", "harmless", "sound"),
    [
        ("a = 1\n", "a = 1\n", True),
        ('window.x = {"a": "\\u003c"};\n', 'window.x = {"a": "x"};\n', True),
        ("a = 1\n", "a = 2\n", False),
        ('window.x = {"a": "<"};\n', 'window.x = {"a": "x"};\n', False),
        ('window.x = {"a": "\u2028"};\n', 'window.x = {"a": "x"};\n', False),
        ('window.x = {"a": ""}; alert({});\n', 'window.x = {"a": "x"};\n', False),
        ('window.y = {"a": "x"};\n', 'window.x = {"a": "x"};\n', False),
    ],
)
def test_a_script_is_the_same_or_nothing_but_data(hostile: str, harmless: str, sound: bool) -> None:
    assert (markup.script(hostile.encode(), harmless.encode()) == []) == sound


def test_a_drawing_is_checked_like_a_page() -> None:
    assert markup.svg(drawing("&lt;script&gt;"), drawing("letters")) == []
    for fault in (
        "<script>x</script>",
        "<a href='javascript:x'>x</a>",
        "<tspan onload='x'/>",
        "<image href='https://x.org/x.png'/>",
        "<foreignObject/>",
        "<b>",
    ):
        assert markup.svg(drawing(fault), drawing(fault if fault != "<b>" else "x"))
    assert markup.svg(b"<!DOCTYPE x [<!ENTITY y 'z'>]>" + drawing("&y;"), drawing("x"))


@pytest.mark.parametrize(
    ("hostile", "harmless", "sound"),
    [
        (r"\# a \| b \[x\]\(y\) \<b\>", "letters", True),
        ("| a\\|b | c |\n| --- | --- |", "| a | c |\n| --- | --- |", True),
        ("<https://x.org/%22>", "<https://y.org>", True),
        ("# heading", "letters", False),
        ("## heading", "# heading", False),
        ("[x](https://x.org)", "letters", False),
        ("<javascript:x>", "<https://x.org>", False),
        ("[x](/\\evil)", "[x](/good)", False),
        ("![x](y)", "letters", False),
        ("<b>x", "letters", False),
        ("`x`", "letters", False),
        ("| a | b | c |\n| --- | --- | --- |", "| a | c |\n| --- | --- |", False),
        ("- x", "letters", False),
        ("1. x", "letters", False),
        ("> x", "letters", False),
        ("x\n\ny", "letters", False),
        ("x\n---", "letters", False),
        ("a [^1] b", "letters", False),
        ("https://x.org", "letters", False),
        ("www.x.org", "letters", False),
        ("$x$", "letters", False),
        ("a\x1b[31m", "letters", False),
    ],
)
def test_markdown_is_told_from_text(hostile: str, harmless: str, sound: bool) -> None:
    assert (prose.markdown(hostile.encode(), harmless.encode()) == []) == sound


@pytest.mark.parametrize(
    ("hostile", "harmless", "sound"),
    [
        (r"\textbackslash{}input\{x\} 5\% \& \#1 \_ \textasciicircum{}", "letters", True),
        (r"\url{https://x.org/a\%20b\#c}", r"\url{https://x.org}", True),
        (r"\begin{a}x\end{a}", r"\begin{a}y\end{a}", True),
        (r"\input{x}", "{letters}", False),
        (r"\write18{x}", "letters", False),
        (r"\begin{verbatim}", "letters", False),
        (r"\begin{a}\end{b}", r"\begin{a}\end{b}", False),
        ("{", "letters", False),
        ("}{", "{}", False),
        ("5%", "5", False),
        ("a & b", "a b", False),
        ("$x$", "x", False),
        ("a \\ensuremath{-} b", "a - b", True),
        ("a_b", "ab", False),
        ("a^b", "ab", False),
        ("a~b", "ab", False),
        ("#1", "1", False),
        ("^^5cinput", "letters", False),
        ("a\n\nb", "a b", False),
        ("a \\\\\n[5pt]", "a \\\\\n5pt", False),
        (r"\item [x]", r"\item x", False),
        (r"\url{javascript:x}", r"\url{https://x.org}", False),
        (r"\url{https://x.org/%41}", r"\url{https://x.org}", False),
        (r"\href{https://x.org/\input{x}}{y}", r"\href{https://x.org}{y}", False),
        ("a\x07", "letters", False),
    ],
)
def test_latex_is_told_from_text(hostile: str, harmless: str, sound: bool) -> None:
    assert (prose.latex(hostile.encode(), harmless.encode()) == []) == sound


@pytest.mark.parametrize(
    ("cell", "sound"),
    [
        ("letters", True),
        ("'=1+1", True),
        ("-1.5e3", True),
        ("+2%", True),
        ('"a,b\nc"', True),
        ("=1+1", False),
        (" =1+1", False),
        ("\u00a0=1+1", False),
        ("\u200b=1+1", False),
        ('"\n=1+1"', False),
        ("\uff1d1", False),
        ("@SUM(1)", False),
        ("-1+1", False),
        ("|x", False),
        ("a,b", False),
        ("a\nb", False),
        ("a\x00", False),
    ],
)
def test_a_formula_is_told_from_a_cell(cell: str, sound: bool) -> None:
    assert (cells.comma_separated(cell.encode(), b"letters") == []) == sound
    assert (cells.tab_separated(cell.replace(",", "\t").encode(), b"letters") == []) == sound


def book(value: object, title: str = "A", link: str | None = None) -> bytes:
    from openpyxl import Workbook

    made = Workbook()
    made.active.title = title
    cell = made.active["A1"]
    cell.value = value
    if link is not None:
        cell.hyperlink = link
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_formulas_and_links_in_a_workbook_are_found() -> None:
    plain = book("letters")

    assert cells.workbook(book("'=1+1"), plain) == []
    assert cells.workbook(book("=1+1"), plain)
    assert cells.workbook(book("x", link="https://x.org"), book("x", link="https://x.org"))
    assert cells.workbook(book(1.5), plain)
    assert cells.workbook(book("letters", "B"), plain)


@pytest.mark.parametrize(
    ("check", "hostile", "harmless", "sound"),
    [
        (structured.json_document, '{"a": ["<"]}', '{"a": ["x"]}', True),
        (structured.json_document, '{"a": "x", "b": 1}', '{"a": "x"}', False),
        (structured.json_document, '{"a": 1}', '{"a": "1"}', False),
        (structured.json_document, '{"a": NaN}', '{"a": 1.5}', False),
        (structured.json_document, '{"a": "x', '{"a": "x"}', False),
        (structured.json_document, '{"a": "\x7f"}', '{"a": "x"}', False),
        (structured.ascii_json, '{"a": "\\u202e"}', '{"a": "x"}', True),
        (structured.ascii_json, '{"a": "\u202e"}', '{"a": "x"}', False),
        (structured.json_lines, '{"a": "\u2028"}\n', '{"a": "x"}\n', True),
        (structured.json_lines, '{"a": "x"}\n{"a": "x"}\n', '{"a": "x"}\n', False),
        (structured.yaml, 'a: "- x: &y"', "a: x", True),
        (structured.yaml, "a: {x: y}", "a: x", False),
        (structured.yaml, "a: null", "a: x", False),
        (structured.bibtex, "@misc{a, title={{\\%}}}", "@misc{a, title={x}}", True),
        (structured.bibtex, "@misc{a, title={x}, note={y}}", "@misc{a, title={x}}", False),
        (structured.bibtex, "@misc{a, note={x}} @misc{b, note={x}}", "@misc{a, note={x}}", False),
        (structured.bibtex, "@misc{a, title={x}} @string{y = {z}}", "@misc{a, title={x}}", False),
        (structured.bibtex, "@misc{a, author={A and B}}", "@misc{a, author={A}}", False),
        (structured.bibtex, "@misc{a, title={x}", "@misc{a, title={x}}", False),
    ],
)  # fmt: skip
def test_a_document_that_says_more_is_found(
    check: Check, hostile: str, harmless: str, sound: bool
) -> None:
    assert (check(hostile.encode(), harmless.encode()) == []) == sound


def test_a_table_of_parquet_with_another_column_or_row_is_found() -> None:
    import tempfile
    from pathlib import Path

    import duckdb

    def table(query: str) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "x.parquet")
            duckdb.sql(f"copy ({query}) to '{path}' (format parquet)")
            return path.read_bytes()

    plain = table("select 'letters' as a")
    assert cells.parquet(table("select '=1+1' as a"), plain) == []
    assert cells.parquet(table("select 'x' as a, 1 as b"), plain)
    assert cells.parquet(table("select 1 as a"), plain)
    assert cells.parquet(table("select unnest(['x', 'y']) as a"), plain)


@pytest.mark.parametrize(
    "fault",
    [
        "\x1b[5m", "\x1b]0;title\x07", "\x1b[2J", "\x1b]8;;https://x.org\x1b\\", "\x07", "\x08",
        "\rforged", "\x7f", "\x9b31m", "\x85", "\u202e", "\u2066", "\u200f", "\u2028", "\udc80",
        "Traceback (most recent call last)", "MarkupError",
    ],
)  # fmt: skip
def test_what_may_not_reach_a_terminal_is_found(fault: str) -> None:
    assert screen(f"before {fault} after\r\n")
    assert screen("\x1b[1mbefore\x1b[0m \x1b[32m \\x1b[5m \u00e9\r\n") == []


@pytest.mark.parametrize(
    "name", ["../x.md", "/x.md", "a\\b.md", "CON.md", "nul", "x.", "x ", ".x", "a/../b", "a" * 200]
)
def test_a_name_of_a_file_that_leads_elsewhere_is_found(name: str) -> None:
    assert check_files("x", {name: b""}, {name: b""})
    assert check_files("x", {"claims/x-1.md": b""}, {"claims/x-1.md": b""}) == []


def test_a_file_that_only_one_twin_has_and_one_of_unknown_kind_are_found() -> None:
    assert check_files("x", {"a.md": b"", "b.md": b""}, {"a.md": b""})
    assert check_files("x", {"a.xyz": b"1"}, {"a.xyz": b"2"})
    assert check_files("x", {"a.css": json.dumps("<").encode()}, {"a.css": b"x"})
