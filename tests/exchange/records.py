"""Records of every kind, made at random from what people may write."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from evidence.core import vocabulary as terms
from evidence.core.records import KINDS, Record
from evidence.exchange.inputs import accept

SLUG = st.from_regex(r"[a-z0-9][a-z0-9-]{0,10}", fullmatch=True)
REF = st.builds("{}:{}".format, st.sampled_from(["model", "hardware", "organization"]), SLUG)
LETTERS = st.characters(
    codec="utf-8",
    exclude_categories=["Cc", "Cs", "Zl", "Zp"],
    include_characters="\ufffe\u202e'\"\\#:",
)
WORD = st.text(LETTERS, min_size=1, max_size=12).filter(str.strip)
TEXT = st.text(
    st.one_of(LETTERS, st.sampled_from("\n\t\u2028\u2029\ufeff")), min_size=1, max_size=30
).filter(str.strip)
NUMBER_LIKE = st.sampled_from(["null", "true", "1e3", "010", "2412.10", "~", "- a", "a: b", "#x"])
ANY_TEXT = st.one_of(TEXT, NUMBER_LIKE)
DATE = st.sampled_from(["2024", "2024-12", "2024-12-27"])
ENTERED = st.one_of(
    st.integers(1, 10**30),
    st.floats(1e-300, 1e300),
    st.sampled_from(["8", "14.8T", "4e24 to 6e24 @80%", ">30T", "~37B"]),
)
CHANCE = st.floats(0.001, 0.999)
FORMAT = st.sampled_from(terms.NUMBER_FORMATS)
SCOPE = st.sampled_from(tuple(terms.SCOPES))


def _record(kind_: str, needed: dict[str, Any], /, **optional: Any) -> st.SearchStrategy[Record]:
    fields = st.fixed_dictionaries(needed, optional=optional)
    return fields.map(lambda given: accept(kind_, given))


def _claims() -> st.SearchStrategy[Record]:
    common = {"slug": SLUG, "statement": ANY_TEXT}
    region = {"subject": REF, "attribute": st.just("parameters")}
    numbers = st.fixed_dictionaries({}, optional=dict.fromkeys(("parameters", "tokens"), ENTERED))
    method = {"method": st.just("operation-count"), "inputs": numbers}
    computed = st.fixed_dictionaries(method, optional={"output": WORD})
    return st.one_of(
        _record("claims", {**common, "kind": st.just("statement")}, prior=CHANCE, notes=ANY_TEXT),
        _record(
            "claims",
            {**common, **region, "kind": st.just("quantity"), "low": st.integers(1, 9)},
            high=st.just("37B"),
            scope=SCOPE,
            computed_by=computed,
            about=st.lists(REF, max_size=3),
        ),
        _record(
            "claims",
            {
                **common,
                "kind": st.just("prevalence"),
                "threshold": st.just(0.5),
                "units": st.lists(REF, min_size=1, max_size=3, unique=True),
                "period": st.just(2025),
            },
            units_variants=st.dictionaries(WORD, st.lists(REF, max_size=2, unique=True)),
        ),
    )


def _by_kind() -> dict[str, st.SearchStrategy[Record]]:
    subject = {"slug": SLUG, "name": WORD}
    more = {"aliases": st.lists(WORD, max_size=2), "released": DATE, "notes": ANY_TEXT}
    cited = {"source": SLUG, "locator": ANY_TEXT}
    late = {"published": DATE, "note": ANY_TEXT, "supersedes": st.sampled_from(["1e5", "00"])}
    return {
        **{kind: _record(kind, subject, **more) for kind in KINDS if kind != "laws"},
        "laws": _record("laws", subject, fitted_low=ENTERED.filter(_is_point)),
        "sources": _record(
            "sources",
            {"slug": SLUG},
            title=ANY_TEXT,
            arxiv=st.sampled_from(["2412.10", "2412.19437"]),
            self_interested=st.booleans(),
            kind=st.sampled_from(tuple(terms.SOURCE_KINDS)),
        ),
        "claims": _claims(),
        "evidence": _record(
            "evidence",
            {"claim": SLUG, "stance": st.sampled_from(tuple(terms.STANCES)), **cited},
            quote=ANY_TEXT,
            probability=CHANCE,
            value=ENTERED,
            **late,
        ),
        "observations": _record(
            "observations",
            {"subject": REF, "attribute": st.just("parameters"), "value": ENTERED, **cited},
            number_format=FORMAT,
            derived_from=st.lists(WORD, max_size=2),
            year=st.integers(1, 9999),
            **late,
        ),
        "searches": _record(
            "searches",
            {
                "claim": SLUG,
                "corpus": ANY_TEXT,
                "query": ANY_TEXT,
                "date": DATE,
                "detection": CHANCE,
            },
        ),
        "selections": _record(
            "selections",
            {"subject": REF, "attribute": st.just("chips"), "rule": st.just("latest")},
            reason=ANY_TEXT,
            observation=st.sampled_from(["1e5", "0123456789ab"]),
        ),
        "resolutions": _record(
            "resolutions",
            {"claim": SLUG, "outcome": st.sampled_from(tuple(terms.OUTCOMES)), "date": DATE},
        ),
    }


def _is_point(entered: object) -> bool:
    return not isinstance(entered, str) or entered in ("8", "14.8T", "~37B")


RECORDS = _by_kind()
ANY_RECORDS = st.lists(st.one_of(*RECORDS.values()), max_size=12)
