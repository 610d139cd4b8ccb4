"""Which links a report writes: addresses of the web, and nothing that could act on a reader."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

SCHEMES = ("https", "http", "mailto")


@lru_cache(maxsize=8192)
def web_address(url: str) -> str:
    """The address, with every character that could end or bend a link percent-encoded.

    Nothing where it is no address of the web, so that the caller writes plain text instead.

    >>> web_address("https://arxiv.org/abs/2412.19437"), web_address(" javascript:alert(1)")
    ('https://arxiv.org/abs/2412.19437', '')
    """
    if not url or len(url.split()) != 1 or not url.isprintable():
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in SCHEMES:
        return ""
    if parts.scheme.lower() != "mailto" and not parts.netloc:
        return ""
    return "".join(c if c in _KEPT else _percent(c) for c in url)


_KEPT = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#@!&()*+,;=%[]"
)
"""What an address may hold as it is; quotes, brackets of markup and the rest are encoded."""


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))
