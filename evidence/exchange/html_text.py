"""A page of HTML as the text that a reader sees, in lines as its blocks break it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

UNSEEN = frozenset({"script", "style", "template"})
"""Elements whose content nobody reads."""

WITHIN_LINES = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em"}
    | {"font", "i", "ins", "kbd", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small"}
    | {"span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
)
"""Elements that stand in a line of text and do not break it."""


def text_of(page: str) -> str:
    r"""The text of a page, with its entities decoded.

    >>> text_of("<p>We <b>train</b> in FP&#56;.<script>x</script><p>It&#39;s <i>ch</i>eap")
    "We train in FP8.\nIt's cheap"
    """
    reader = _Reader()
    # Closing the parser would have it read an unfinished end again for every mark in it.
    reader.feed(page + "\n")
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._depth and tag in UNSEEN:
            self._unseen = tag
        if tag == self._unseen:
            self._depth += 1
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._depth and tag == self._unseen:
            self._depth -= 1
            self._unseen = tag if self._depth else ""
        self._break(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._depth:
            self.parts.append(_SPACES.sub(" ", data))

    def _break(self, tag: str) -> None:
        if not self._depth and tag not in WITHIN_LINES | UNSEEN:
            self.parts.append("\n")


_SPACES = re.compile(r"\s+")
