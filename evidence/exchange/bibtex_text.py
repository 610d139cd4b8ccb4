"""What LaTeX prints of a field of BibTeX: characters for commands, names for lists of names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from evidence.exchange.bibtex import ESCAPED
from evidence.exchange.citing import OTHERS, Author, author_of

_CHARACTERS: Mapping[str, str] = {latex: character for character, latex in ESCAPED.items()}
_ACCENTED = (
    r"\\(?:[\"'`^~=.]|[uvHcdbkrt](?![A-Za-z]))\s{0,3}(?:\{\\?[A-Za-z]\}|\\?[A-Za-z](?![A-Za-z]{9}))"
)
_LETTER = r"\\(?:ss|ae|AE|oe|OE|o|O|aa|AA|l|L|i|j)(?![A-Za-z])(?:\{\}|\s)?"
_COMMAND = re.compile(
    "|".join(
        (
            *(f"(?P<character>{'|'.join(map(re.escape, _CHARACTERS))})",),
            rf"(?P<letter>{_ACCENTED}|{_LETTER})",
            r"(?P<brace>\\[{}])",
            r"(?P<nothing>\\[A-Za-z]+\*?\s?|[{}])",
            r"(?P<space>~)",
        )
    )
)
"""What means something to LaTeX: first what this program writes, then what others do."""


def plain_text(latex: str) -> str:
    r"""The text that LaTeX prints; a command that prints no character of its own is left out.

    >>> print(plain_text(r"{Erd{\H o}s} saves 100\% of \emph{FP8} \textless{}x\textgreater{}"))
    Erdős saves 100% of FP8 <x>
    """
    return _COMMAND.sub(_printed, latex).strip()


def _printed(found: re.Match[str]) -> str:
    if found["character"]:
        return _CHARACTERS[found["character"]]
    if found["letter"]:
        return _lettered(found["letter"])
    if found["brace"]:
        return found["brace"][1]
    return " " if found["space"] else ""


@lru_cache(maxsize=1024)
def _lettered(command: str) -> str:
    """The letter, with its accent, that a command prints."""
    from pybtex.richtext import Text

    return str(Text.from_latex(command)).strip()


def unquoted_address(latex: str) -> str:
    r"""An address as it stands in a field, where only some marks are written with a backslash.

    >>> unquoted_address(r"https://x.org/a\_b%20c")
    'https://x.org/a_b%20c'
    """
    return re.sub(r"\\([%&#$_~])", r"\1", latex.strip("{}"))


def names(latex: str) -> list[str]:
    """The names of a list of authors as people write them.

    >>> names("Krajewski, Jakub and van der Berg, Ludwig and {Meta AI} and others")
    ['Jakub Krajewski', 'Ludwig van der Berg', 'Meta AI', 'et al.']
    """
    from pybtex.bibtex.utils import split_name_list

    return [name for one in split_name_list(latex) if (name := _name(one.strip()))]


def _name(latex: str) -> str:
    if latex == "others":
        return OTHERS
    name = plain_text(latex)
    family, comma, given = name.partition(", ")
    if not comma or (latex.startswith("{") and latex.endswith("}")):
        return name
    turned = f"{given} {family}"
    meant = author_of(turned)
    # A family name of several words is told from the given ones only by the comma.
    return turned if meant.given == given and _family(meant) == family else name


def _family(author: Author) -> str:
    return f"{author.particle} {author.name}".strip()
