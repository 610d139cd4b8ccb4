"""A report in Markdown: plain words, tables that add up, numbered footnotes.

Text from records is escaped, so that no quote can become a heading, a link, a cell or an image.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evidence.core.answering import QuantityEstimate
from evidence.core.flags import FLAGS
from evidence.core.numbers import format_number
from evidence.core.support import Support
from evidence.reports import plain
from evidence.reports.dossier import Chapter, Dossier, Note, Stamp

_ALWAYS = "\\`*_[]<>|~&$"
"""Characters that Markdown can act on anywhere in a line."""
_FIRST = "#+-=>!"
"""Characters that begin something where they begin a line."""


def render(dossier: Dossier) -> str:
    """The whole report as Markdown text that ends with a newline."""
    parts = [f"# {escaped(dossier.title)}", _stamp(dossier.stamp)]
    if len(dossier.chapters) > 1:
        parts.append(_overview(dossier.chapters))
    parts += [_chapter(chapter) for chapter in dossier.chapters]
    parts += [_notes(dossier.notes), _method(dossier.stamp)]
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    r"""The text on one line, in which nothing can become markup, a link or an HTML element.

    >>> print(escaped("# a | b_c"), escaped("1. see https://x.org"))
    \# a \| b\_c 1\. see https\://x.org
    """
    line = " ".join(text.split())
    visible = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in line)
    marked = "".join(f"\\{c}" if c in _ALWAYS else c for c in visible)
    unlinked = marked.replace("://", "\\://").replace("www.", "www\\.").replace("@", "\\@")
    return _plain_start(unlinked)


def _plain_start(text: str) -> str:
    """The text with nothing at its start that would begin a heading, list, quote or rule."""
    if text[:1] and text[0] in _FIRST:
        return "\\" + text
    number = len(text) - len(text.lstrip("0123456789"))
    if number and text[number : number + 1] and text[number] in ".)":
        return f"{text[:number]}\\{text[number:]}"
    return text


def _table(headers: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> str:
    rule = ["---:" if i in right else "---" for i in range(len(headers))]
    lines = [headers, rule, *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _stamp(stamp: Stamp) -> str:
    known = f", as this database knew it on {stamp.known_at}" if stamp.known_at else ""
    head = f"log entry {stamp.entry}, head `{stamp.head[:16]}`" if stamp.entry else "empty log"
    return (
        f"What was public on **{stamp.as_of}**{known}. Method {stamp.method}, "
        f"evidence {stamp.version}, {head}. Weights are in decibans (dB): 10 dB are odds of ten "
        "to one. How to read the rest stands at the end."
    )


def _overview(chapters: Sequence[Chapter]) -> str:
    rows = [
        (
            escaped(c.support.statement),
            c.support.status,
            f"{c.support.probability:.2f}",
            c.support.confidence,
        )
        for c in chapters
    ]
    return _table(("claim", "status", "probability", "confidence"), rows, right=(2,))


def _chapter(chapter: Chapter) -> str:
    support = chapter.support
    parts = [
        f"## {escaped(support.statement)}",
        _standing(support),
        _flags(support),
        "### Why",
        _sum(chapter),
        _estimates(chapter),
        _units(chapter),
        "### What would change it",
        _changes(chapter),
        _timeline(chapter),
    ]
    return "\n\n".join(part for part in parts if part)


def _standing(support: Support) -> str:
    lines = []
    if support.answer is not None:
        lines.append(f"{_sentence(plain.pooled(support.answer))}")
    lines.append(f"**{support.status}**: {support.likelihood} ({support.probability:.2f}).")
    lines.append(f"{_sentence(plain.confidence(support))}")
    if support.roll_call is not None:
        lines.insert(1, f"{_sentence(support.roll_call.line())}")
    return "\n\n".join(lines)


def _sentence(text: str) -> str:
    return escaped(text[:1].upper() + text[1:]) + "."


def _flags(support: Support) -> str:
    return "\n".join(f"- *{escaped(name)}*: {escaped(FLAGS[name])}" for name in support.flags)


def _sum(chapter: Chapter) -> str:
    support = chapter.support
    rows = [("prior", "", f"{support.prior_db:+.3f}", "")]
    rows += [
        (
            escaped(line.source) + _mark(line.note),
            line.words,
            f"{line.counted_db:+.3f}",
            escaped(line.remark),
        )
        for line in chapter.lines
    ]
    rows.append(("**total**", "", f"**{support.log_odds_db:+.3f}**", escaped(plain.total(support))))
    return _table(("what speaks", "side", "dB", "remark"), rows, right=(2,))


def _mark(note: int | None) -> str:
    return f" [^{note}]" if note else ""


def _estimates(chapter: Chapter) -> str:
    answer = chapter.support.answer
    if answer is None or not answer.estimates:
        return ""
    notes = dict(chapter.figures)
    rows = [_estimate(e, notes.get(e.key)) for e in answer.estimates]
    headers = ("route", "low", "median", "high", "inside", "scope, convention", "counted")
    return f"The number by every route, in {answer.unit or 'plain numbers'}:\n\n" + _table(
        headers, rows, right=(1, 2, 3, 4)
    )


def _estimate(e: QuantityEstimate, note: int | None) -> tuple[str, ...]:
    sorts = " ".join(word for word in (e.scope, e.convention) if word)
    return (
        escaped(f"{e.route}: {e.source}") + _mark(note),
        format_number(e.low) if e.low is not None else "",
        format_number(e.quantity.median) if e.quantity else "",
        format_number(e.high) if e.high is not None else "",
        f"{e.mass:.0%}" if e.quantity else "",
        escaped(sorts),
        "yes" if e.counted else f"no: {escaped(e.note)}",
    )


def _units(chapter: Chapter) -> str:
    if not chapter.units:
        return ""
    rule = chapter.claim.units_rule
    about = f"Who is asked: {escaped(rule)}\n\n" if rule else ""
    rows = [
        (escaped(unit), call, f"{db:+.2f}" if call != "silent" else "", "".join(map(_mark, notes)))
        for unit, call, db, notes in chapter.units
    ]
    return about + _table(("unit", "answer", "dB", "notes"), rows, right=(2,))


def _changes(chapter: Chapter) -> str:
    support = chapter.support
    lines = [plain.next_step(support), *plain.sensitivity(support)]
    check = plain.spread_check(support)
    lines += [check] if check else []
    if chapter.claim.falsifier:
        lines.append(f"what would refute it: {chapter.claim.falsifier}")
    return "\n".join(f"- {escaped(line)}" for line in lines)


def _timeline(chapter: Chapter) -> str:
    if len(chapter.timeline) < 2:
        return ""
    rows = [(p.date, f"{p.probability:.2f}", p.status) for p in chapter.timeline]
    return "### Over time\n\n" + _table(("from", "probability", "status"), rows, right=(1,))


def _notes(notes: Sequence[Note]) -> str:
    if not notes:
        return ""
    return "## Notes\n\n" + "\n".join(_note(note) for note in notes)


def _note(note: Note) -> str:
    parts = [escaped(note.source)]
    if note.text:
        parts.append(escaped(note.text))
    if note.quote:
        parts.append(f"“{escaped(note.quote)}”")
    parts += [escaped(part) for part in (note.locator, note.published) if part]
    if note.url and _is_address(note.url):
        parts.append(f"<{_address(note.url)}>")
    return f"[^{note.number}]: {', '.join(parts)} ({escaped(note.verified)})."


def _is_address(url: str) -> bool:
    return url.lower().startswith(("https://", "http://")) and len(url.split()) == 1


def _address(url: str) -> str:
    """A link target in which nothing can end the link or begin markup."""
    return "".join(
        c if c.isascii() and c.isprintable() and c not in " <>\\`|" else _percent(c) for c in url
    )


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


def _method(stamp: Stamp) -> str:
    return (
        f"## How to read this\n\n"
        f"Each item weighs 10 log10((1+q)/(1-q)) decibans (dB), q being its strength times its "
        f"directness times the reliability of its source; 10 dB are odds of ten to one. In each "
        f"independent group only the strongest item of a side counts. Estimates of a number are "
        f"averaged, not added. The sum with the prior gives the probability, with a 2 % allowance "
        f"that all the evidence misleads. The tables of method {stamp.method} are judgements, not "
        f"fitted values; groups that look independent may share a hidden cause."
    )
