from __future__ import annotations

import json

import pytest
from markdown_it import MarkdownIt

from evidence.core.records import Record
from evidence.core.support import support
from evidence.core.timeline import timeline
from evidence.reports import as_json, markdown
from evidence.reports.dossier import Dossier, Stamp, dossier
from tests.core.building import (
    TODAY,
    item,
    ledger,
    model,
    number,
    organization,
    prevalence,
    quantity,
    record,
    source,
    statement,
)

STAMP = Stamp(TODAY, None, "db-1", "0.1.0", 7, "ab" * 32)
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


def report(text: str) -> Dossier:
    """A report in which every text that a record can hold is this one."""
    records: tuple[Record, ...] = (
        organization("meta"),
        model("llama", "meta"),
        source("s", party="meta", title=text, url=text, authors=[text], notes=text),
        statement("st", statement=text, falsifier=text, notes=text),
        prevalence("pr", ["meta"], units_rule=text),
        quantity("qu", "model:llama", "training_compute", low=1e24),
        item("st", "s", quote=text, locator=text, note=text, origin=text),
        item("pr/meta", "s", quote=text, locator=text),
        number("model:llama", "training_compute", 3e24, "s", quote=text, locator=text, note=text),
        record(
            "searches", claim="st", corpus=text, query=text, date="2024-01-01", detection=0.5
        ),
    )  # fmt: skip
    known = ledger(*records)
    supports = [support(known, slug, TODAY) for slug in ("st", "pr", "qu")]
    times = {s.claim: timeline(known, s.claim, TODAY) for s in supports}
    return dossier(known, supports, times, STAMP)


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
    harmless = markdown.render(report("plain"))
    hostile = markdown.render(report(text))

    assert shape(hostile) == shape(harmless)
    assert "\x1b" not in hostile


def test_a_link_is_written_only_for_addresses_of_the_web() -> None:
    assert "<https://arxiv.org/abs/2412.19437>" in markdown.render(
        report("https://arxiv.org/abs/2412.19437")
    )
    assert "<javascript" not in markdown.render(report("javascript:alert(1)"))


def test_a_report_says_where_each_claim_stands_why_and_what_would_change_it() -> None:
    text = markdown.render(report("plain"))

    for part in ("### Why", "| **total** |", "### What would change it", "## Notes", "[^1]: "):
        assert part in text
    assert text.endswith("\n")


def test_every_footnote_that_is_named_is_there() -> None:
    import re

    text = markdown.render(report("plain"))
    named = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    given = set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE))

    assert named
    assert named == given


def test_the_column_of_a_report_adds_up() -> None:
    for claim in json.loads(as_json.render(report("plain")))["claims"]:
        total = claim["prior_db"] + sum(row["counted_db"] for row in claim["contributions"])
        assert total == pytest.approx(claim["log_odds_db"], abs=1e-9)


def test_a_report_carries_its_day_its_method_and_the_head_of_the_log() -> None:
    text = markdown.render(report("plain"))

    assert f"What was public on **{TODAY}**" in text
    assert "log entry 7, head `abababababababab`" in text
