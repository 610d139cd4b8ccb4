"""What bibliographies say of a source: its type, its authors, its address.

An author is a person where the name has the form of one and is not that of an organization;
every other name stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from evidence.core.dates import last_day
from evidence.core.ledger import Ledger
from evidence.core.records import Source


class Form(NamedTuple):
    """How bibliographies class a kind of source."""

    bibtex: str
    publisher: str
    """The BibTeX field that names who published it."""
    csl: str


_REPORT = Form("techreport", "institution", "report")
_POST = Form("misc", "howpublished", "post-weblog")
FORMS: Mapping[str, Form] = {
    "filing": _REPORT,
    "artifact": Form("misc", "howpublished", "software"),
    "technical_report": _REPORT,
    "model_card": _REPORT,
    "datasheet": Form("manual", "organization", "report"),
    "peer_reviewed": Form("article", "journal", "article-journal"),
    "dataset": Form("misc", "howpublished", "dataset"),
    "vendor_page": Form("online", "organization", "webpage"),
    "company_statement": Form("online", "organization", "webpage"),
    "press_named": Form("article", "journal", "article-newspaper"),
    "press_unnamed": Form("article", "journal", "article-newspaper"),
    "preprint": Form("misc", "howpublished", "article"),
    "analyst": _REPORT,
    "talk": Form("misc", "howpublished", "speech"),
    "search_log": Form("misc", "howpublished", "document"),
    "forum": Form("online", "organization", "post"),
    "social_post": Form("online", "organization", "post"),
    "rumour": _POST,
    "llm_text": _POST,
    "unassessed": _POST,
}


class Author(NamedTuple):
    """A person with a family name, or with `given` None a name that stays whole."""

    name: str
    given: str | None = None
    particle: str = ""


OTHERS = "et al."
"""What stands in a list of authors for those who are not named."""

_PARTICLES = frozenset(
    ("von", "van", "de", "den", "der", "di", "da", "del", "della", "la", "le", "du", "ten", "ter")
)
_BODIES = frozenset(
    (
        *("ai", "lab", "labs", "team", "teams", "group", "inc", "ltd", "llc", "corp"),
        *("corporation", "company", "university", "institute", "research", "foundation"),
        *("consortium", "network", "project", "agency", "staff", "editors", "the"),
    )
)
"""Words that no name of a person holds."""
_NAME = re.compile(r"[^\W\d_][\w.'\u2019-]*(?: [^\W\d_][\w.'\u2019-]*){0,4}")


def authors(source: Source, ledger: Ledger) -> tuple[Author, ...]:
    """Who wrote a source; the party that speaks where nobody is named."""
    named = tuple(visible(name) for name in source.authors)
    if not any(named):
        named = (party_name(source, ledger),)
    bodies = _organizations(ledger)
    return tuple(_author(name, bodies) for name in named if name)


def party_name(source: Source, ledger: Ledger) -> str:
    """The name of the party that speaks in a source, on one line."""
    organization = ledger.subject(f"organization:{source.party}")
    return visible(organization.name if organization else source.party or "")


def author_of(name: str) -> Author:
    """A name by itself: a person's where it has the form of one."""
    return _author(name, frozenset())


def _author(name: str, bodies: frozenset[str]) -> Author:
    family, comma, given = name.partition(", ")
    words = name.replace(",", "").split()
    body = name.casefold() in bodies or any(w.casefold() in _BODIES for w in words)
    if body or name == OTHERS or "and" in words or "others" in words:
        return Author(name)
    if comma:
        whole = _NAME.fullmatch(family) and _NAME.fullmatch(given) and _capital(family, given)
        return Author(family, given) if whole else Author(name)
    if len(words) < 2 or not _NAME.fullmatch(name):
        return Author(name)
    return _in_parts(words) or Author(name)


def _in_parts(words: list[str]) -> Author | None:
    """Given names, particles and a family name; None where the words are no such thing."""
    particles = [w for w in words[1:-1] if w in _PARTICLES]
    given = [w for w in words[:-1] if w not in _PARTICLES]
    if words != [*given, *particles, words[-1]] or not _capital(*given, words[-1]):
        return None
    return Author(words[-1], " ".join(given), " ".join(particles))


def _capital(*words: str) -> bool:
    return all(word[:1].isupper() for word in words)


def _organizations(ledger: Ledger) -> frozenset[str]:
    if "names of organizations" not in ledger.memo:
        bodies = ledger.subjects("organizations")
        names = (name for body in bodies for name in (body.name, body.slug, *body.aliases))
        ledger.memo["names of organizations"] = frozenset(name.casefold() for name in names)
    known: frozenset[str] = ledger.memo["names of organizations"]
    return known


def parts_of(date: str) -> tuple[int, ...]:
    """Year, month and day of a date, as far as it names them.

    >>> parts_of("2022-09"), parts_of("2024-12-27")
    ((2022, 9), (2024, 12, 27))
    """
    last_day(date)
    return tuple(int(part) for part in date.split("-"))


def address(url: str | None) -> str | None:
    """An address that a reader may follow, with what no address may hold as %XX; else None.

    >>> address("https://x.org/a b%20{c}"), address("javascript:alert(1)")
    ('https://x.org/a%20b%20%7Bc%7D', None)
    """
    if url is None or not re.match(r"https?://[^/\s]", url, re.IGNORECASE):
        return None
    return "".join(c if _allowed(c) else _percent(c) for c in url)


def _allowed(character: str) -> bool:
    return character.isascii() and character.isprintable() and character not in ' "<>\\^`{|}'


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode(errors="replace"))


def visible(text: str) -> str:
    r"""A text on one line, with characters that cannot be seen spelled out.

    >>> print(visible(" a\n b" + chr(7)))
    a b\x07
    """
    one_line = " ".join(text.split())
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in one_line)


def doi(source: Source) -> str | None:
    """The DOI of a source without the address of a resolver before it."""
    return _without(r"https?://(?:dx\.)?doi\.org/|doi:\s*", source.doi)


def arxiv(source: Source) -> str | None:
    """The arXiv identifier of a source without the prefix before it."""
    return _without(r"https?://arxiv\.org/abs/|arxiv:\s*", source.arxiv)


def _without(prefix: str, text: str | None) -> str | None:
    return re.sub(f"^(?:{prefix})", "", text.strip(), flags=re.IGNORECASE) if text else None
