"""Texts that do harm where they are not escaped, and ledgers that hold them in every field."""

from __future__ import annotations

from hypothesis import strategies as st

from evidence.core.ledger import Ledger
from evidence.core.records import Claim, Evidence, Observation, Record, Source, Subject
from evidence.exchange.inputs import accept

PAYLOADS = (
    *("<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", "<!--", "&lt;b&gt;"),
    *("{", "}", "}}", "{{", "\\input{/etc/passwd}", "\\", "\\\\", "100% of it", "% comment", "@"),
    *("@misc{x, title = {y}}", 'a "quoted" word', "a = {b},", "x, y and z", "and", "$x^2_3$ & #1~"),
    *("=1+1", "-1.5e3", "@SUM(A1)", "+1", "=cmd|' /C calc'!A0", "\uff1d1", "1e5", "0012"),
    *("a\nb", "a\tb", "\n\n@book{z}\n", "\u202egnp.exe", "\u200b=1", "\ufeff", "\ufffe"),
    *("a\u2028b", "javascript:alert(1)", "'; DROP TABLE claims; --", '"}]}', "{{7*7}}", "_x0041_"),
    *("null", "é", "e\u0301", "\U0001f600", "x" * 40_000, "\u0130I"),
    *("[link](javascript:x)", "|a|b|", "`x`", "_x_*y*"),
)
"""What the door takes in some field; control characters it refuses."""

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
ANY_TEXT = st.one_of(st.sampled_from(PAYLOADS), TEXT, st.text(st.sampled_from("{}\\%@,=\"'# \n$&")))
"""Any text at all, control characters included: more than the door lets in."""

LINE = st.sampled_from([p for p in PAYLOADS if not set(p) & set("\n\t\u2028") and len(p) < 4_000])
"""Harmful texts that the door takes on one line."""


def source(title: str, **fields: object) -> Source:
    """A source of that title, past the door that would refuse some of them."""
    return Source("s-1", title=title, published="2024-12", **fields)  # type: ignore[arg-type]


def everywhere(payload: str) -> Ledger:
    """A ledger with the text in every field that takes it."""
    line = " ".join(payload.split()) or "x"
    line = line[:200]
    given: tuple[tuple[str, dict[str, object]], ...] = (
        ("organizations", {"slug": "o", "name": line, "aliases": [line], "notes": payload}),
        ("models", {"slug": "m", "name": line, "organization": "o", "tags": [line], "url": line}),
        (
            "sources",
            {
                **{"slug": "s", "kind": "preprint", "title": payload, "notes": payload},
                **{"party": line, "authors": [line, f"{line} {line}"], "publisher": line},
                **{"url": line, "archive_url": line, "doi": line, "arxiv": line, "tags": [line]},
                **{"published": "2024-12", "accessed": "2025"},
            },
        ),
        (
            "claims",
            {
                **{"slug": "c", "kind": "quantity", "statement": payload, "subject": "model:m"},
                **{"attribute": "training_compute", "low": "1e24", "notes": payload},
            },
        ),
        (
            "evidence",
            {
                **{"claim": "c", "source": "s", "stance": "supports", "quote": payload},
                **{"locator": payload, "group": line, "group_reason": line, "note": payload},
            },
        ),
        *(
            (
                "observations",
                {
                    **{"subject": "model:m", "attribute": attribute, "value": value, "source": "s"},
                    **{"quote": payload, "locator": payload, "note": payload},
                },
            )
            for attribute, value in (("parameters_active", "37B"), ("training_tokens", "14.8T"))
        ),
    )
    records: list[Record] = [accept(kind, fields) for kind, fields in given]
    assert {type(r) for r in records} == {Subject, Source, Claim, Evidence, Observation}
    return Ledger(records)
