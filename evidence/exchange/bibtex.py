"""Sources as BibTeX: one entry a source, its slug as the key.

What means something to LaTeX is escaped, so that no text of a source is ever run; braces are
written by their names, because BibTeX counts even escaped ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from evidence.core.ledger import Ledger
from evidence.core.records import Source
from evidence.exchange.citing import (
    FORMS,
    OTHERS,
    Author,
    address,
    arxiv,
    authors,
    doi,
    parts_of,
    party_name,
    visible,
)

ESCAPED: Mapping[str, str] = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    **{mark: f"\\{mark}" for mark in "%&#$_"},
}
"""How LaTeX is told to print a character that would otherwise mean something to it."""


def escaped(text: str) -> str:
    r"""A text as LaTeX prints it, on one line, with characters that cannot be seen spelled out.

    >>> print(escaped("100% of {x_1}"))
    100\% of \textbraceleft{}x\_1\textbraceright{}
    """
    return "".join(ESCAPED.get(character, character) for character in visible(text))


def render(ledger: Ledger) -> str:
    """The text of a .bib file with every source."""
    from pybtex.database import BibliographyData, Entry
    from pybtex.database.output.bibtex import Writer

    class Verbatim(Writer):  # type: ignore[misc]
        """Writes the fields as they are: they are LaTeX already."""

        def _encode(self, text: str) -> str:
            return text

        def quote(self, s: str) -> str:
            self.check_braces(s)
            return f"{{{s}}}"

    entries = {s.slug: Entry(FORMS[s.kind].bibtex, fields(s, ledger)) for s in ledger.sources()}
    return str(Verbatim().to_string(BibliographyData(entries)))


def fields(source: Source, ledger: Ledger) -> dict[str, str]:
    """The fields of an entry by name, in the order in which they are written."""
    return {name: text for name, text in _fields(source, ledger) if text}


def _fields(source: Source, ledger: Ledger) -> Iterator[tuple[str, str]]:
    form, url = FORMS[source.kind], address(source.url)
    # Styles leave it out; reading the file again finds the kind in it, and with it the grade.
    yield "entrysubtype", source.kind
    yield "author", " and ".join(map(_name, authors(source, ledger)))
    # A second pair of braces keeps the capitals of names such as FP8.
    yield "title", f"{{{escaped(source.title)}}}" if source.title else ""
    # A report without its institution is none to BibTeX.
    institution = party_name(source, ledger) if form.publisher == "institution" else ""
    yield form.publisher, escaped(source.publisher or institution)
    if source.published:
        yield from zip(("year", "month"), _numerals(source.published), strict=False)
    yield "doi", _identifier(doi(source))
    yield "eprint", _identifier(arxiv(source))
    yield "archiveprefix", "arXiv" if source.arxiv else ""
    yield "url", url or ""
    yield "urldate", (source.accessed or "") if url else ""
    yield "note", _note(source, url)
    yield "keywords", escaped(", ".join(source.tags))
    yield "annote", escaped(source.notes or "")


def _note(source: Source, url: str | None) -> str:
    """What a reader needs besides: an address that is no link, and where a copy is kept."""
    copy = f"archived at {source.archive_url}" if source.archive_url else None
    shown = source.url if url is None else None
    return escaped("; ".join(part for part in (shown, copy) if part))


def _name(author: Author) -> str:
    if author.name == OTHERS:
        return "others"
    if author.given is None:
        return f"{{{escaped(author.name)}}}"
    return f"{escaped(f'{author.particle} {author.name}')}, {escaped(author.given)}"


def _numerals(date: str) -> tuple[str, ...]:
    return tuple(str(part) for part in parts_of(date))


def _identifier(text: str | None) -> str:
    """An identifier as it is, unless it holds what an identifier does not."""
    if text is None:
        return ""
    return text if re.fullmatch(r"[A-Za-z0-9./:;()_<>#+-]*", text) else escaped(text)
