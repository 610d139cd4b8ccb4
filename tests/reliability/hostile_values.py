"""Values and files that somebody who wants to break the program would give it, from a seed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from evidence.core.records import KINDS
from evidence.core.vocabulary import ATTRIBUTES

TEXTS = (
    *("", " ", "\0", "a\0b", "\x1b[2J", "\x9b31m", "\u202egnp.exe", "\u200b", "\ufeff", "\ufffe"),
    *("é", "e\u0301", "\u0130I", "ß", "ﬁ", "日本", "\U0001f600", "\u2028", "a\nb", "a\r\nb", "\t"),
    *(
        "'; DROP TABLE claim; --",
        '"',
        "\\",
        "%",
        "_",
        "!",
        "NEAR(",
        "*",
        "{{7*7}}",
        "{0.__class__}",
    ),
    *("<script>", "=1+1", "../../etc/passwd", "javascript:alert(1)", "&a *a", "!!python/object:x"),
    *(
        "x" * 5_000,
        "x" * 70_000,
        "a b " * 2_000,
        "(" * 3_000,
        "-" * 100,
        "null",
        "true",
        "~",
        "NaN",
    ),
    *("'" * 40, "[" * 100, "{" * 100, "\ud800", "\udcff", "\u0661\u0662", "\uff21", "\u0430"),
)
NUMBERS = (
    *("0", "-0", "-1", "1e400", "-1e400", "1e-400", "NaN", "inf", "-Infinity", "9" * 5_000, "0x10"),
    *("1_000", "1,5", "1.5.5", "9**9**9", "__import__('os')", "9223372036854775808", "1e308"),
    *("4e24", "37B", "14.8T", "100K", "4e24 to 6e24", "6e24 to 4e24", "4e24..6e24 @80%", "~5bn"),
    *(">30T", "<5e26", ">-1", "40%", "400%", "20% or 40%", "70%: 20%, 30%: 40%", "150 MW", "54 d"),
    *(
        "989 TFLOP/s",
        "5 FLOPS",
        "3 FLOPs",
        "20 degC",
        "4 months",
        "$5bn",
        "€5",
        "1e",
        "e5",
        "+",
        "-",
    ),
    *(
        "1 " * 40,
        "1+1",
        "1/0",
        "\u0661\u0662",
        "½",
        "²",
        "1e1000000000",
        "0." + "0" * 60 + "1",
        ":",
    ),
    *("1:2", "50%:", "1% or", "or or or", "@", "@80%", "1 to", "to 1", "1 to 2 to 3", "1..2..3"),
)
DATES = (
    *(
        "2024",
        "2024-12",
        "2024-12-27",
        "0000",
        "0001",
        "9999-12-31",
        "10000",
        "2025-02-30",
        "-0044",
    ),
    *(
        "2024-00",
        "2024-13",
        "24-01-01",
        "2024-1-1",
        "2024-12-27T25:00",
        "2016-12-31T23:59:60",
        "now",
    ),
    *("1900-02-29", "\u0662\u0660\u0662\u0664", "2024-12-27 ", "2024/12/27", "27.12.2024", "3024"),
)
NAMES = (
    *("report", "retold", "lab", "rival", "said", "most", "compute", "model:m", "hardware:chip"),
    *("organization:lab", "most/lab", "most/nobody", "nobody", "model:nobody", "no:thing", "a..b"),
    *("-", ".", "a" * 80, "a" * 81, "A", "ä", "a/b/c", "con", "model:", ":", "0123456789ab", "f"),
)
WORDS = (
    *("supports", "refutes", "neutral", "weak", "conclusive", "direct", "A", "F", "bf16", "dense"),
    *(
        "pretraining",
        "6nd",
        "reported",
        "draft",
        "true",
        "void",
        "statement",
        "quantity",
        "preprint",
    ),
    *("prevalence", "forecast", "verbatim", "best", "latest"),
)


def value(chance: random.Random) -> Any:
    """A value of any kind, most of them texts."""
    kind = chance.random()
    if kind < 0.3:
        return chance.choice(TEXTS)
    if kind < 0.55:
        return chance.choice(NAMES)
    if kind < 0.7:
        return chance.choice(NUMBERS)
    if kind < 0.8:
        return chance.choice(DATES)
    if kind < 0.9:
        return chance.choice(WORDS)
    return chance.choice(
        (None, True, False, 0, -1, 1.5, 10**30, 10**70, 1e300, [], {}, ["a", "a"], [[1]], {"a": {}})
    )


_FIELDS = {kind: tuple(f for f in shape._fields if f != "key") for kind, shape in KINDS.items()}


def fields(chance: random.Random, kind: str) -> dict[str, Any]:
    """The fields of a record that is nearly right: one that would do, with something changed."""
    given = dict(chance.choice(GOOD[kind]))
    for name in ("slug", "quote", "query"):
        if name in given and chance.random() < 0.8:
            given[name] = f"{given[name]}-{chance.randrange(10**6)}"
    for _ in range(chance.choice((0, 0, 1, 1, 1, 2, 5))):
        name = chance.choice((*_FIELDS[kind], *given, "colour"))
        given[name] = fitting(chance, name)
    return given


def fitting(chance: random.Random, name: str) -> Any:
    """A value that may well do in a field of this name."""
    kind = chance.random()
    if kind < 0.4:
        return value(chance)
    if name in ("low", "high", "value", "fitted_low", "fitted_high", "threshold", "prior"):
        return chance.choice(NUMBERS)
    if name in ("probability", "detection"):
        return chance.choice((0.5, 0, 1, "40%", 1.0000001, "nan", -0.5))
    if name in ("published", "ended", "retracted", "accessed", "released", "date", "opened"):
        return chance.choice(DATES)
    if name == "attribute":
        return chance.choice(tuple(ATTRIBUTES))
    if name in ("claim", "source", "subject", "repeats", "asserts", "organization", "hardware"):
        return chance.choice(NAMES)
    return chance.choice((*TEXTS, *WORDS)) if kind < 0.9 else [chance.choice(NAMES)]


GOOD: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "organizations": [{"slug": "o", "name": "O", "aliases": ["P", "Q"], "released": "2020"}],
    "sources": [
        {"slug": "s", "kind": "preprint", "title": "T", "party": "lab", "published": "2024-12"},
        {"slug": "t", "repeats": "report", "authors": ["A. Author"], "self_interested": True},
    ],
    "hardware": [{"slug": "h", "name": "H", "organization": "rival", "url": "https://x.example"}],
    "models": [{"slug": "n", "organization": "lab", "hardware": "chip", "tags": ["a"]}],
    "clusters": [{"slug": "k", "organization": "lab", "hardware": "chip"}],
    "laws": [{"slug": "l", "source": "report", "fitted_low": "1e18", "fitted_high": 1e22}],
    "claims": [
        {"slug": "c", "kind": "statement", "statement": "It is so", "about": ["model:m"]},
        {
            **{"slug": "q", "kind": "quantity", "statement": "S", "subject": "model:m"},
            **{"attribute": "training_compute", "low": "4e24", "high": 6e24},
        },
        {
            **{"slug": "p", "kind": "prevalence", "statement": "Most", "threshold": 0.5},
            **{"units": ["organization:lab", "organization:rival"], "period": "2025"},
        },
    ],
    "evidence": [
        {
            **{"claim": "said", "source": "report", "stance": "supports", "quote": "so"},
            **{"locator": "p. 1", "strength": "weak"},
        },
        {"claim": "most/lab", "source": "retold", "stance": "refutes", "quote": "no"},
    ],
    "observations": [
        {
            **{"subject": "model:m", "attribute": "training_tokens", "value": "14.8T"},
            **{"source": "report", "quote": "14.8T", "locator": "Section 1"},
        },
        {
            **{"subject": "hardware:chip", "attribute": "peak_throughput", "value": 1e15},
            **{"source": "retold", "number_format": "bf16", "sparsity": "dense"},
        },
    ],
    "searches": [
        {"claim": "most/rival", "corpus": "c", "query": "q", "date": "2024", "detection": 0.5}
    ],
    "selections": [{"subject": "model:m", "attribute": "parameters", "rule": "latest"}],
    "resolutions": [{"claim": "said", "outcome": "true", "date": "2025-06"}],
}
"""Records of each kind that fit the base; what is generated is one of them with changes."""

BASE: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "organizations": [{"slug": "lab", "name": "Lab"}, {"slug": "rival", "name": "Rival"}],
    "sources": [
        {"slug": "report", "kind": "technical_report", "party": "lab", "published": "2024-12"},
        {"slug": "retold", "kind": "press_named", "repeats": "report", "published": "2025"},
    ],
    "hardware": [{"slug": "chip", "name": "Chip", "organization": "rival"}],
    "models": [{"slug": "m", "name": "M", "organization": "lab", "hardware": "chip"}],
    "claims": [
        {"slug": "said", "kind": "statement", "statement": "It is said"},
        {**GOOD["claims"][2], "slug": "most"},
        {**GOOD["claims"][1], "slug": "compute"},
    ],
}
"""What every database of the fuzzing holds before anything is tried."""


def damaged(chance: random.Random, whole: bytes) -> bytes:
    """A file with some bytes changed, moved, doubled, cut or put in."""
    data = bytearray(whole)
    for _ in range(chance.choice((0, 1, 1, 2, 4, 16))):
        at = chance.randrange(len(data) + 1)
        kind = chance.randrange(6)
        if kind == 0 and data:
            data[at % len(data)] = chance.randrange(256)
        elif kind == 1:
            data[at:at] = chance.choice(PIECES)
        elif kind == 2:
            del data[at : at + chance.randrange(1, 40)]
        elif kind == 3:
            data[at:at] = data[at : at + chance.randrange(1, 200)]
        elif kind == 4:
            del data[at:]
        else:
            data[at:at] = chance.choice((*TEXTS, *NUMBERS)).encode("utf-8", "surrogatepass")
    return bytes(data)


PIECES = (
    *(
        b"\0",
        b"\xff",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"\r",
        b"\r\n",
        b"\n\n",
        b"\t",
    ),
    *(
        b'"',
        b"'",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"- ",
        b"|\n",
        b">9\n",
        b"&a ",
        b"*a ",
        b"<<: ",
    ),
    *(
        b"!!python/object ",
        b"%YAML 9.9\n",
        b"---\n",
        b"...\n",
        b"? ",
        b"@",
        b"#",
        b"\\ud800",
        b"\\u0000",
    ),
    *(
        b"[" * 2000,
        b"{" * 2000,
        b'{"a":' * 500,
        b"- " * 500,
        b"x" * 140_000,
        b"1e400",
        b"NaN",
        b"=",
    ),
)
