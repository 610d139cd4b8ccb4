"""The values of single fields at the door: each is made clean, or refused with what to do.

Texts are made NFC, with LF line ends and no white space at either end. Control characters, NUL
and lone surrogates are refused. Numbers stay as they were entered. The functions raise ValueError,
whose text is the whole message.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping

from evidence.core.checking import did_you_mean
from evidence.core.dates import last_day
from evidence.core.errors import Invalid
from evidence.core.limits import TEXT
from evidence.core.records import SUBJECT_KINDS, Entered
from evidence.exchange.found import shown

LONGEST_WORD = 4_000
"""Characters of a name, an address and any other text on one line."""

_SUBJECTS = tuple(SUBJECT_KINDS.values())
_SLUG = "[a-z0-9][a-z0-9.-]{0,79}"
_CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
_BREAK = "[\t\n\u2028\u2029]"


def text(value: object) -> str:
    """A long text, which may have several lines; a bare number becomes the text it is."""
    return _text(value, TEXT.value, TEXT.or_raise())


def word(value: object) -> str:
    """A text on one line: a name, an address."""
    clean = _text(value, LONGEST_WORD)
    if re.search(_BREAK, clean):
        raise ValueError(f"{shown(clean)} has a line break or a tab: write it on one line")
    return clean


def slug(value: object) -> str:
    """A slug: `deepseek-v3-report`."""
    name = word(value)
    if re.fullmatch(_SLUG, name) and ".." not in name:
        return name
    kind, colon, rest = name.partition(":")
    if colon and kind in _SUBJECTS and re.fullmatch(_SLUG, rest):
        raise ValueError(f"{shown(name)} is no slug: write '{rest}' alone")
    raise ValueError(f"{shown(name)} is no slug: {_slug_remedy(name)}")


def subject(value: object) -> str:
    """A reference to a subject: `model:deepseek-v3`."""
    name = word(value)
    kind, colon, rest = name.partition(":")
    if not colon:
        example = rest or name if re.fullmatch(_SLUG, name) else "deepseek-v3"
        raise ValueError(f"{shown(name)} names no kind of subject: write 'model:{example}' or so")
    if kind not in _SUBJECTS:
        raise ValueError(f"{shown(name)} is no subject: {_choose(kind, _SUBJECTS)}")
    slug(rest)
    return name


def claim(value: object) -> str:
    """A claim's slug, or `claim/unit`."""
    name = word(value)
    for part in name.split("/", 1):
        slug(part)
    return name


def key(value: object) -> str:
    """A content key or the beginning of one."""
    name = word(value).lower()
    if not re.fullmatch("[0-9a-f]{1,12}", name):
        raise ValueError(f"{shown(name)} is no key: write up to 12 of the digits 0-9 and a-f")
    return name


def digest(value: object) -> str:
    """A SHA-256 in hexadecimal."""
    name = word(value).lower()
    if not re.fullmatch("[0-9a-f]{64}", name):
        raise ValueError(f"{shown(name)} is no SHA-256: write its 64 hexadecimal digits")
    return name


def date(value: object) -> str:
    """A date as it was entered: `2024`, `2024-12`, `2024-12-27`."""
    written = word(value)
    try:
        last_day(written)
    except Invalid as error:
        raise ValueError(_dated(written, error.message)) from None
    return written


def choice(among: Collection[str]) -> Callable[[object], str]:
    """The reader of a field that takes one of a few words."""

    def chosen(value: object) -> str:
        name = word(str(value).lower() if isinstance(value, bool) else value)
        if name not in among:
            raise ValueError(f"{shown(name)} is not known: {_choose(name, among)}")
        return name

    return chosen


def words(value: object) -> tuple[str, ...]:
    """A list of names; one alone is a list of one."""
    return tuple(word(item) for item in _items(value))


def subjects(value: object) -> tuple[str, ...]:
    """A list of references to subjects."""
    return tuple(subject(item) for item in _items(value))


def variants(value: object) -> Mapping[str, tuple[str, ...]]:
    """Further lists of units by name."""
    if not isinstance(value, Mapping):
        raise ValueError(f"{shown(value)} is no mapping: write 'name: [subjects]'")
    return {word(name): subjects(items) for name, items in value.items()}


def flag(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError(f"{shown(value)} is neither true nor false: write one of them, unquoted")
    return value


def year(value: object) -> int:
    """A year."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 9999:
        raise ValueError(f"{shown(value)} is no year: write four digits, such as 2024")
    return int(value)


def entered(value: object) -> Entered:
    """A number as it was entered: text, a whole or a decimal number."""
    if isinstance(value, str):
        return word(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{shown(value)} is no number: write one such as 8, 3.7e10 or 37B")
    if isinstance(value, int):
        if abs(value) >= 10**64:
            raise ValueError(f"{shown(value)} is no number to keep: write it as 1e64")
        return int(value)
    return _finite(value)


def chance(value: object) -> float:
    """A probability, neither 0 nor 1."""
    number = _share(value)
    if not 0 < number < 1:
        why = "nothing is certain" if number in (0, 1) else "it is no probability"
        raise ValueError(f"{shown(value)}: {why}, write a number above 0 and below 1, as 0.99")
    return number


def probability(value: object) -> float:
    """A source's probability that a claim holds, certainty included."""
    number = _share(value)
    if not 0 <= number <= 1:
        raise ValueError(f"{shown(value)}: it is no probability, write a number from 0 to 1")
    return number


def threshold(value: object) -> float:
    """The share of units that a prevalence claim says is passed."""
    number = _share(value)
    if not 0 <= number < 1:
        raise ValueError(f"{shown(value)} is no share to pass: write a number from 0 to below 1")
    return number


def supersedes(*names: str) -> Callable[[object], str | Mapping[str, str]]:
    """The reader of what is replaced: a key, or a mapping of these fields that tells it."""

    def read(value: object) -> str | Mapping[str, str]:
        if not isinstance(value, Mapping):
            return key(value)
        for name in value:
            if name not in names:
                raise ValueError(f"{shown(name)} does not tell a record: {_choose(name, names)}")
        return {str(name): text(part) for name, part in value.items()}

    return read


def tree(value: object, depth: int = 0) -> Mapping[str, object]:
    """A mapping of plain values, which is kept as it is."""
    if not isinstance(value, Mapping):
        raise ValueError(f"{shown(value)} is no mapping: write 'method: ...', 'inputs: ...'")
    return {word(name): _plain(part, depth) for name, part in value.items() if part is not None}


def _plain(value: object, depth: int) -> object:
    if depth > 8:
        raise ValueError("it is nested deeper than 8 levels: flatten it")
    if isinstance(value, Mapping):
        return tree(value, depth + 1)
    if isinstance(value, list | tuple):
        return tuple(_plain(item, depth + 1) for item in value)
    if isinstance(value, bool) or value is None:
        return value
    return text(value) if not isinstance(value, int | float) else entered(value)


def _text(value: object, longest: int, remedy: str = "") -> str:
    clean = _as_text(value)
    try:
        clean.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{shown(clean)} has half of a surrogate pair: remove it") from None
    clean = clean.replace("\r\n", "\n").replace("\r", "\n")
    clean = unicodedata.normalize("NFC", clean).strip()
    bad = re.search(_CONTROL, clean)
    if bad:
        raise ValueError(f"{shown(clean)} has a control character, U+{ord(bad[0]):04X}: remove it")
    if not clean:
        raise ValueError("it is empty: write a text, or leave the field out")
    if len(clean) > longest:
        told = f"{shown(clean, 20)} is longer than {longest} characters: shorten it"
        raise ValueError(f"{told}, {remedy}" if remedy else told)
    return clean


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return str(getattr(value, "text", None) or value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    raise ValueError(f"{shown(value)} is no text: put a text in quotes")


def _items(value: object) -> list[object]:
    if isinstance(value, list | tuple):
        return list(value)
    if isinstance(value, Mapping):
        raise ValueError("a mapping is no list: write [a, b]")
    return [value]


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"{shown(value)} is no finite number: leave the field out if unknown")
    return float(value)


def _share(value: object) -> float:
    """A number from 0 to 1, also when it is written as a percentage."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,20})?%", value.strip()):
        return float(f"{value.strip()[:-1]}e-2")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{shown(value)} is no number: write one such as 0.4 or 40%, unquoted")
    if isinstance(value, int):
        return float(max(-1, min(2, value)))
    return _finite(value)


def _dated(written: str, message: str) -> str:
    """The message of a date that is none, with the value on one line."""
    return f"{shown(written)} is not a date:{message.rpartition('is not a date:')[2]}"


def _choose(name: object, among: Collection[str]) -> str:
    hint = did_you_mean(str(name), among)
    return f"choose one of {', '.join(among)}" + (f"; {hint}" if hint else "")


def _slug_remedy(name: str) -> str:
    made = re.sub(r"\.\.+", ".", re.sub("[^a-z0-9.]+", "-", name.lower()[:200])).strip(".-")[:80]
    permitted = "use a-z, 0-9, '.' and '-', beginning with a letter or digit"
    remedy = f"write '{made}'" if made else permitted
    # Some letters look like those of ASCII, and others cannot be seen at all.
    odd = next((letter for letter in name if not letter.isascii()), None)
    named = "" if odd is None else unicodedata.name(odd, "an unnamed character")
    return remedy if odd is None else f"{remedy}; it has U+{ord(odd):04X}, {named}"
