"""Long pages in parts, so that none takes long to load: a page of any length stays readable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from markupsafe import escape

from evidence.reports.addresses import web_address
from evidence.reports.page import (
    Block,
    Facts,
    Figure,
    Heading,
    Items,
    Mark,
    Note,
    Notes,
    Page,
    Paragraph,
    Quotation,
    Span,
    Table,
    Text,
    joined,
    link,
    strong,
    text,
)

MOST = 90_000
"""About how many bytes of HTML the blocks of one part may take, pictures aside."""
_ELEMENT = 24
_LINK = 30
_OUTSIDE = 65
_MARK = 130
_ENTRY = 180
_VERDICT = 900
_NEAR = 12
"""Parts so far away are named by their numbers, and the first and the last."""

Row = TypeVar("Row")


def parts(page: Page, most: int = MOST) -> tuple[Page, ...]:
    """The page as one, or as several that follow on each other."""
    bundles = tuple(_bundled(page.blocks, most))
    if len(bundles) == 1:
        return (page,)
    count = len(bundles)
    framed = (
        (*_opening(page, place, count), *blocks, _onward(page, place, count))
        for place, blocks in enumerate(bundles, 1)
    )
    return tuple(page._replace(blocks=blocks) for blocks in framed)


def part_reference(reference: str, part: int) -> str:
    """The reference by which a link names a part of a page, the first as the page itself."""
    return reference if part == 1 else f"{reference}~{part}"


def anchors(page: Page) -> Iterator[str]:
    """The places of a page that links may lead to."""
    for block in page.blocks:
        if isinstance(block, Heading | Quotation) and block.anchor:
            yield block.anchor
        elif isinstance(block, Notes):
            yield from (f"note-{note.number}" for note in block.entries)


def _opening(page: Page, place: int, count: int) -> tuple[Block, ...]:
    if place == 1:
        return ()
    head = Heading(text(page.title, f", part {place} of {count}"), 1)
    return head, _onward(page, place, count)


def _onward(page: Page, place: int, count: int) -> Paragraph:
    """Where the other parts are: the one before, the next, and those around them by number."""
    beside = (("the part before", place - 1), ("the next part", place + 1))
    words = [(word, to) for word, to in beside if 1 <= to <= count]
    near = (to for to in range(1, count + 1) if abs(to - place) <= _NEAR or to in (1, count))
    numbers = [(str(to), to) for to in near]
    others = [text(_other(page, word, to, place)) for word, to in (*words, *numbers)]
    return Paragraph(text(f"Part {place} of {count}: ", *joined(others, ", ")), "aside")


def _other(page: Page, word: str, to: int, place: int) -> Span:
    return strong(word) if to == place else link(word, part_reference(page.reference, to))


def _bundled(blocks: Iterable[Block], most: int) -> Iterator[tuple[Block, ...]]:
    bundle: list[Block] = []
    weight = 0
    for block in blocks:
        for piece in _pieces(block, most):
            more = size(piece)
            if bundle and weight + more > most:
                yield tuple(bundle)
                bundle, weight = [], 0
            bundle.append(piece)
            weight += more
    yield tuple(bundle)


def _pieces(block: Block, most: int) -> Iterator[Block]:
    """A block that is too large for one part, divided between its rows or entries."""
    large = most * 9 // 10  # the rest is for the head of the part
    if size(block) <= most // 2:
        yield block
    elif isinstance(block, Table):
        for rows in _runs(block.rows, _row, large):
            total = block.last_is_total and rows[-1] is block.rows[-1]
            yield block._replace(rows=rows, last_is_total=total)
    elif isinstance(block, Notes):
        for entries in _runs(block.entries, _note, large):
            yield Notes(entries)
    elif isinstance(block, Items):
        yield from (Items(entries) for entries in _runs(block.entries, _text, large))
    else:
        yield block


def _runs(rows: Sequence[Row], weigh: Callable[[Row], int], most: int) -> Iterator[tuple[Row, ...]]:
    run: list[Row] = []
    weight = 0
    for row in rows:
        more = weigh(row)
        if run and weight + more > most:
            yield tuple(run)
            run, weight = [], 0
        run.append(row)
        weight += more
    yield tuple(run)


def size(block: Block) -> int:
    """About how many bytes of HTML a block takes, a picture none."""
    if isinstance(block, Table):
        return 300 + sum(map(_row, block.rows))
    if isinstance(block, Notes):
        return sum(map(_note, block.entries))
    if isinstance(block, Items):
        return sum(_ELEMENT + _text(entry) for entry in block.entries)
    if isinstance(block, Quotation):
        return _MARK + _bytes(block.quote) + _text(block.cite)
    if isinstance(block, Heading | Paragraph):
        return 2 * _ELEMENT + _text(block.text)
    if isinstance(block, Figure):
        return _bytes(block.chart.title) * 2 + _bytes(block.chart.description)
    if isinstance(block, Facts):
        return sum(2 * _ELEMENT + _bytes(term) + _text(said) for term, said in block.pairs)
    return _VERDICT


def _row(row: Sequence[Text]) -> int:
    return _ELEMENT + sum(map(_text, row))


def _note(note: Note) -> int:
    return _ENTRY + _text(note.text)


def _text(parts: Text) -> int:
    return _ELEMENT + sum(map(_part, parts))


def _part(part: Span | Mark) -> int:
    if isinstance(part, Mark):
        return _MARK
    shown = _bytes(part.text) + (_ELEMENT if part.style else 0)
    if not part.link:
        return shown
    return shown + _bytes(part.link) + (_OUTSIDE if web_address(part.link) else _LINK)


def _bytes(words: str) -> int:
    return len(str(escape(words)).encode())
