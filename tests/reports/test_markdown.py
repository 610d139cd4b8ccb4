from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from evidence.reports.formats import FORMATS
from tests.core.building import TODAY
from tests.reports.examples import report

HOSTILE = [
    "# heading",
    "| cell | cell |",
    "[link](https://evil.example)",
    "![image](https://evil.example/x.png)",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "`code` and ``more``",
    "**bold** __bold__ *it* _it_",
    "1. list",
    "- list",
    "> quote",
    "---",
    "~~gone~~",
    "&lt;b&gt; &amp;",
    "https://evil.example www.evil.example <https://evil.example>",
    "[^1]: note",
    "line\n\n# heading after a break",
    "back\\slash \\| and \\[x\\]",
    "\x1b]0;title\x07",
    "```\nfence\n```",
    "$math$",
    "<!-- comment -->",
    "javascript:alert(1)",
]


def markdown(text: str) -> str:
    """The report in which every text is this one."""
    return FORMATS["markdown"].render(report(text))


def shape(text: str) -> list[str]:
    """The kinds of everything that a reader's program would make of a Markdown text."""
    found: list[str] = []
    for token in (
        MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
    ):
        found.append(token.type)
        found += [child.type for child in token.children or () if child.type != "text"]
    return found


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_record_can_become_markup(text: str) -> None:
    harmless = markdown("plain")
    hostile = markdown(text)

    assert shape(hostile) == shape(harmless)
    assert "\x1b" not in hostile


def test_a_link_is_written_only_for_addresses_of_the_web() -> None:
    assert "<https://arxiv.org/abs/2412.19437>" in markdown("https://arxiv.org/abs/2412.19437")
    assert "<javascript" not in markdown("javascript:alert(1)")


def test_a_report_says_where_each_claim_stands_why_and_what_would_change_it() -> None:
    text = markdown("plain")

    for part in ("### Why", "| **Total** |", "### What would change it", "## Notes", "[^1]: "):
        assert part in text
    assert text.endswith("\n")


def test_every_footnote_that_is_named_is_there() -> None:
    import re

    text = markdown("plain")
    named = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    given = set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE))

    assert named
    assert named == given


def test_a_report_carries_its_day_its_method_and_the_head_of_the_log() -> None:
    text = markdown("plain")

    assert f"What was public on **{TODAY}**" in text
    assert "log entry 7, head `abababababababab`" in text
