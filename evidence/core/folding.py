"""Text as quotes and copies are compared: how it is set does not count, its letters do.

Spaces and line breaks are one space, all quotation marks and all dashes are alike, ligatures are
their letters. Superscripts and fractions stay what they are: 10²⁴ is not 1024.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, cached_property

MANY = 100
"""Different characters to replace from which one pass over the text is quicker than many."""

_SAME = {"<compat>", "<wide>", "<narrow>", "<noBreak>", "<font>", "<small>"}
"""Kinds of compatibility that change the form of a character and not what it says."""
_SINGLE = "\u2018\u2019\u201a\u201b\u2032\u00b4\u02bc\u2039\u203a\uff07"
_DOUBLE = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02"
_HYPHENS = "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
_DASHES = "\u2014\u2015\ufe58"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_PLAIN = {
    **dict.fromkeys(_SINGLE, "'"),
    **dict.fromkeys(_DOUBLE, '"'),
    **dict.fromkeys(_HYPHENS, "-"),
    **dict.fromkeys(_DASHES, " - "),
    **dict.fromkeys(_INVISIBLE, ""),
}
_HYPHEN = re.compile(r"-(?<=[^\W\d_]-)(?=[^\W\d_])")
_ASCII = bytes(range(128))
_SPACES = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f"
_LINE_END = re.compile(r"-\n[ \t]*")
_LINE_ENDS = ("-\n", "\u2010\n", "\u00ad\n")


def folded(text: str) -> str:
    r"""The text as it is compared.

    >>> folded("the \u201cFP8\u201d  run \u2014 e\ufb03cient\nand \u2026 cheap")
    'the "FP8" run - efficient and ... cheap'
    """
    if not text.isascii():
        text = _replaced(unicodedata.normalize("NFC", text))
    text = text.replace("''", '"')
    # Looking for one character is quicker by far than looking for two.
    if "`" in text:
        text = text.replace("``", '"').replace("`", "'")
    if "--" in text:
        text = text.replace("---", " - ").replace("--", " - ")
    return _spaced(text)


def unhyphenated(text: str) -> str:
    """A folded text without the hyphens between two letters.

    >>> unhyphenated("state-of-the-art compu-tation on 3-4 GPT-4")
    'stateoftheart computation on 3-4 GPT-4'
    """
    return _HYPHEN.sub("", text)


def _spaced(text: str) -> str:
    """The same as " ".join(text.split()), which makes a string of every word of a long text."""
    for space in _SPACES:
        text = text.replace(space, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip(" ")


def _foreign(text: str) -> set[str]:
    """The different characters of a text that are not ASCII."""
    left = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return set(left.decode("utf-8", "surrogatepass"))


def _replaced(text: str) -> str:
    foreign = _foreign(text)
    found = {one: plain for one in foreign if (plain := _plain(one)) != one}
    if len(found) > MANY:
        return text.translate({ord(one): plain for one, plain in found.items()})
    for one, plain in found.items():
        text = text.replace(one, plain)
    return text


@cache
def _plain(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    if character.isspace():
        return " "
    kind = unicodedata.decomposition(character).partition(" ")[0]
    return unicodedata.normalize("NFKC", character) if kind in _SAME else character


class Page:
    """The text of a copy, in the forms in which quotes are looked for; each is made once.

    Where words are broken at the ends of lines nobody can tell which hyphens belong to them: then
    quotes are also looked for without regard to hyphens.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.is_broken = any(end[0] in text and end in text for end in _LINE_ENDS)

    @cached_property
    def as_set(self) -> str:
        """The folded text."""
        return folded(self._text)

    @cached_property
    def joined(self) -> str:
        """The same; without hyphens if words are broken."""
        if not self.is_broken:
            return self.as_set
        text = self._text
        for end in _LINE_ENDS:
            text = text.replace(end, "-\n")
        return unhyphenated(folded(_LINE_END.sub("-", text.replace(" -\n", " - "))))

    @cached_property
    def lowered(self) -> str:
        """The joined text in lower case, with each character where it stands there."""
        lower = self.joined.lower()
        if len(lower) == len(self.joined):
            return lower
        return "".join(character.lower()[:1] for character in self.joined)

    def alike(self, wanted: str) -> str:
        """A folded text in the form of the joined one."""
        return unhyphenated(wanted) if self.is_broken else wanted
