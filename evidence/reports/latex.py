r"""A page in LaTeX, without any file beside it: for lualatex or xelatex, in Latin also pdflatex.

Text from records is escaped character by character, so that none of it can become a command.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from evidence.core.cleaning import clean
from evidence.reports.addresses import web_address
from evidence.reports.page import (
    Block,
    Column,
    Facts,
    Figure,
    Heading,
    Items,
    Mark,
    Notes,
    Page,
    Paragraph,
    Quotation,
    Span,
    Table,
    Text,
    Verdict,
)

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "-": "{-}",
    "'": "{'}",
    "[": "{[}",
    "]": "{]}",
    "*": "{*}",
    "\N{MINUS SIGN}": r"\ensuremath{-}",
    "\N{MULTIPLICATION SIGN}": r"\ensuremath{\times}",
    "\N{DIVISION SIGN}": r"\ensuremath{\div}",
    **{c: f"\\textsuperscript{{{n}}}" for n, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
}
"""What LaTeX acts on, and how it is written instead; braces keep dashes
from joining, and a bracket from being taken for an option of what stands before it."""

_STYLES = {"strong": "textbf", "emphasis": "emph", "code": "texttt"}
_HEADS = {1: "section*", 2: "subsection*", 3: "subsubsection*", 4: "paragraph*"}

_BEFORE = r"""\documentclass[11pt,a4paper]{article}
\usepackage{iftex}
\ifpdftex
  \usepackage[utf8]{inputenc}
  \usepackage[T1]{fontenc}
  \usepackage{textcomp}
\else
  \usepackage{fontspec}
\fi
\usepackage[margin=24mm]{geometry}
\usepackage{longtable}
\usepackage{array}
\usepackage[hidelinks]{hyperref}
\setlength{\parindent}{0pt}
\setlength{\parskip}{6pt}
\sloppy
\begin{document}
"""
_AFTER = "\\end{document}\n"


def render(page: Page) -> str:
    """The whole document, ready to be set."""
    blocks = filter(None, map(_block, page.blocks))
    return _BEFORE + "\n\n".join(blocks) + "\n\n" + _AFTER


def escaped(text: str) -> str:
    r"""The text on one line, in which nothing is a command.

    >>> print(escaped(r"50 % of \input{x}"))
    50 \% of \textbackslash{}input\{x\}
    """
    return "".join(_SPECIAL.get(c, c) for c in clean(text))


def _text(parts: Text) -> str:
    return "".join(map(_part, parts)).strip()


def _part(part: Span | Mark) -> str:
    if isinstance(part, Mark):
        return f"\\hyperlink{{note.{part.note}}}{{\\textsuperscript{{{part.note}}}}}"
    words = escaped(part.text)
    address = web_address(part.link)
    if address:
        return f"\\href{{{_address(address)}}}{{{words}}}"
    return f"\\{_STYLES[part.style]}{{{words}}}" if part.style else words


def _address(address: str) -> str:
    """An address as `href` takes it: what is special there is escaped."""
    return "".join(f"\\{c}" if c in "#%&_$~^" else c for c in address)


def _block(block: Block) -> str:
    return _BLOCKS[type(block)](block)


def _heading(heading: Heading) -> str:
    return f"\\{_HEADS[heading.level]}{{{_text(heading.text)}}}"


def _paragraph(paragraph: Paragraph) -> str:
    return _text(paragraph.text)


def _verdict(verdict: Verdict) -> str:
    said = escaped(f"{verdict.likelihood} ({verdict.probability:.2f})")
    return f"\\textbf{{{escaped(verdict.status)}}}: {said}."


def _items(items: Items) -> str:
    entries = "\n".join(f"\\item {_text(entry)}" for entry in items.entries)
    return f"\\begin{{itemize}}\n{entries}\n\\end{{itemize}}"


def _facts(facts: Facts) -> str:
    pairs = "\n".join(f"\\item[{{{escaped(term)}}}] {_text(said)}" for term, said in facts.pairs)
    return f"\\begin{{description}}\n{pairs}\n\\end{{description}}"


def _table(table: Table) -> str:
    head = " & ".join(f"\\textbf{{{escaped(column.title)}}}" for column in table.columns)
    rows = "\n".join(" & ".join(map(_text, row)) + r" \\" for row in table.rows)
    return (
        f"{{\\footnotesize\n\\textit{{{escaped(table.caption)}}}\n"
        f"\\begin{{longtable}}{{{_widths(table)}}}\n\\hline\n{head} \\\\\n\\hline\n\\endhead\n"
        f"{rows}\n\\hline\n\\end{{longtable}}}}"
    )


def _widths(table: Table) -> str:
    """The columns, each as wide as what stands in it, together as wide as the page."""
    longest = [_longest(table, place) for place in range(len(table.columns))]
    room = 0.96 - 0.025 * len(longest)
    shares = [room * size / sum(longest) for size in longest]
    return "".join(map(_column, table.columns, shares))


def _longest(table: Table, place: int) -> int:
    cells = [table.columns[place].title, *(_plain(row[place]) for row in table.rows)]
    return min(40, max(map(len, cells)) + 2)


def _plain(text: Text) -> str:
    return "".join(part.text for part in text if isinstance(part, Span))


def _column(column: Column, share: float) -> str:
    side = r"\raggedleft" if column.numeric else r"\raggedright"
    return f">{{{side}\\arraybackslash}}p{{{share:.3f}\\linewidth}}"


def _quotation(quotation: Quotation) -> str:
    quote = f"\\emph{{“{escaped(quotation.quote)}”}}\n\n" if quotation.quote else ""
    return f"\\begin{{quote}}\n{quote}{_text(quotation.cite)}\n\\end{{quote}}"


def _figure(figure: Figure) -> str:
    return ""


def _notes(notes: Notes) -> str:
    entries = "\n".join(
        f"\\item[\\hypertarget{{note.{n.number}}}{{{n.number}}}] {_text(n.text)}"
        for n in notes.entries
    )
    return f"\\begin{{description}}\n{entries}\n\\end{{description}}"


_BLOCKS: dict[type, Callable[[Any], str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Verdict: _verdict,
    Items: _items,
    Facts: _facts,
    Table: _table,
    Quotation: _quotation,
    Figure: _figure,
    Notes: _notes,
}
