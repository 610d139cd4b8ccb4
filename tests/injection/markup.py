"""Checks of HTML pages and SVG drawings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import NamedTuple
from xml.etree import ElementTree

from tests.injection.comparing import differences

Attributes = Mapping[str, str]
TOLD = ("class", "role", "rel", "type", "http-equiv", "method", "target", "style")
"""Attributes whose values must be alike too."""
LOADING = ("src", "srcset", "data", "poster", "background", "manifest", "ping", "archive")
LEADING = ("href", "xlink:href", "action", "formaction", "cite", "longdesc")
REL = {"noopener", "noreferrer", "nofollow"}
REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What turns round the text that stands after it."""


class Piece(NamedTuple):
    """An element as it begins, with the text directly inside it."""

    tag: str
    attributes: Attributes
    text: list[str]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = [name for name, _ in attrs]
        twice = {"twice": "an attribute"} if len(named) != len(set(named)) else {}
        given = {name: value or "" for name, value in attrs} | twice
        self.pieces.append(Piece(tag, given, []))

    def handle_data(self, data: str) -> None:
        if self.pieces:
            self.pieces[-1].text.append(data)

    def handle_comment(self, data: str) -> None:
        self.pieces.append(Piece("a comment", {}, [data]))

    def handle_pi(self, data: str) -> None:
        self.pieces.append(Piece("an instruction", {}, [data]))

    def unknown_decl(self, data: str) -> None:
        self.pieces.append(Piece("a declaration", {}, [data]))


def html(hostile: bytes, harmless: bytes) -> list[str]:
    """What is wrong with a page that holds payloads, beside one of the same shape without."""
    pieces, twins = _pieces(hostile), _pieces(harmless)
    return [
        *differences(_shape(pieces), _shape(twins), maybe_fewer=("a",)),
        *differences(_programs(pieces), _programs(twins)),
        *_reordering(hostile.decode()),
        *_each(pieces),
        *_policy(pieces),
    ]


def script(hostile: bytes, harmless: bytes) -> list[str]:
    """What is wrong with a script that no text may reach, or one that is nothing but data."""
    ours, theirs = (_ASSIGNED.fullmatch(text.decode()) for text in (hostile, harmless))
    if ours is None or theirs is None or ours[1] != theirs[1]:
        return [] if hostile == harmless else ["a script that differs from the twin's"]
    return list(_data(ours[2]))


_ASSIGNED = re.compile(r"(window\.\w+ = )([\[{].*[\]}]);?\n?")


def svg(hostile: bytes, harmless: bytes) -> list[str]:
    """What is wrong with a drawing that holds payloads."""
    if b"<!DOCTYPE" in hostile or b"<!ENTITY" in hostile:
        return ["a document type, which can declare entities"]
    try:
        pieces, twins = _drawn(hostile), _drawn(harmless)
    except ElementTree.ParseError as error:
        return [f"not well-formed: {error}"]
    active = [p.tag for p in pieces if p.tag in ("script", "foreignObject", "handler", "iframe")]
    return [
        *differences(_shape(pieces), _shape(twins), maybe_fewer=("a",)),
        *(f"an active element <{tag}>" for tag in active),
        *_each(pieces),
    ]


def _reordering(text: str) -> Iterator[str]:
    for found in REORDERING.finditer(text):
        yield f"U+{ord(found[0]):04X} after {text[max(0, found.start() - 40) : found.start()]!r}"


def _pieces(page: bytes) -> list[Piece]:
    reader = _Reader()
    reader.feed(page.decode())
    reader.close()
    return reader.pieces


def _drawn(drawing: bytes) -> list[Piece]:
    def bare(name: str) -> str:
        return name.replace("{http://www.w3.org/1999/xlink}", "xlink:").rpartition("}")[2]

    return [
        Piece(bare(e.tag), {bare(k): v for k, v in e.attrib.items()}, [e.text or ""])
        for e in ElementTree.fromstring(drawing).iter()
    ]


def _shape(pieces: list[Piece]) -> Iterator[tuple[str, ...]]:
    for tag, attributes, _ in pieces:
        yield (tag,)
        for name, value in attributes.items():
            yield (tag, name, value) if name in TOLD else (tag, name)


def _programs(pieces: list[Piece]) -> Iterator[str]:
    """Scripts and styles, which no text of a record may reach."""
    for piece in pieces:
        if piece.tag == "style" or (piece.tag == "script" and not _is_data(piece)):
            yield "".join(piece.text)


def _is_data(piece: Piece) -> bool:
    return "json" in piece.attributes.get("type", "")


def _each(pieces: list[Piece]) -> Iterator[str]:
    for piece in pieces:
        if piece.tag == "script" and _is_data(piece):
            yield from _data("".join(piece.text))
        for name, value in piece.attributes.items():
            yield from (f"<{piece.tag} {name}>: {what}" for what in _attribute(piece, name, value))


def _data(text: str) -> Iterator[str]:
    """Data inside a script element: nothing in it can end the element, or a line of a script."""
    if re.search("[<\u2028\u2029]", text):
        yield "data in a script hold '<' or a line separator unescaped"
    try:
        json.loads(text)
    except ValueError as error:
        yield f"data in a script cannot be read: {error}"


def _attribute(piece: Piece, name: str, value: str) -> Iterator[str]:
    if name.startswith("on"):
        yield f"a handler of events: {value[:80]}"
    if name == "style" and re.search(r"url\(|expression|@import|\\", value, re.I):
        yield f"a style that loads: {value[:80]}"
    loads = name in LOADING or (name in LEADING and piece.tag in ("link", "use", "image", "base"))
    address = re.sub("[\x00-\x20]", "", value).lower()
    if loads:
        if not _is_own(address) and not address.startswith(("data:image/", "data:,")):
            yield f"loads {value[:80]}"
    elif name in LEADING and not _is_own(address):
        if not address.startswith(("http://", "https://", "mailto:")):
            yield f"leads to {value[:80]}"
        elif piece.tag in ("a", "area") and not set(piece.attributes.get("rel", "").split()) >= REL:
            yield f"leads away without rel '{' '.join(sorted(REL))}': {value[:80]}"


def _is_own(address: str) -> bool:
    """Whether an address stays on the site: it has no scheme and no host."""
    return not re.match(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", address)


def _policy(pieces: list[Piece]) -> Iterator[str]:
    """What is wrong with the policy that the page carries for when it is opened from a file."""
    meta = "content-security-policy"
    places = [i for i, p in enumerate(pieces) if p.attributes.get("http-equiv", "").lower() == meta]
    if not places:
        yield "no content security policy"
        return
    words = pieces[places[0]].attributes.get("content", "")
    if "default-src 'none'" not in words:
        yield f"the policy does not begin with nothing allowed: {words}"
    if "unsafe" in words or "*" in words:
        yield f"the policy allows too much: {words}"
    if any(p.tag in ("script", "style", "link", "img") for p in pieces[: places[0]]):
        yield "something is loaded before the policy"
