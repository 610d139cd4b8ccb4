"""Addresses of databases, and texts that may hold one, without what may be secret in them."""

from __future__ import annotations

import re

_SHOWN = ("host", "hostaddr", "port", "dbname", "service", "sslmode")
# Every reading command imports this, and compiling takes time.
_POSTGRESQL = r"(?i)\bpostgres\w*(?:\+\w+)?:(?://)?(.{0,2000}@\S*|\S+)"
_NAMED = r"(?i)((?:passw|passf|sslpass|pwd)\w{0,64}\s{0,64}=\s*)('[^']*'|\S+)"


def shown_url(rest: str) -> str:
    """A PostgreSQL URL by what follows its `://`; one that reads in two ways shows nothing.

    >>> shown_url("me:pw@db.example/evidence?sslmode=require&password=pw")
    'postgresql://***@db.example/evidence?sslmode=require'
    """
    found = re.fullmatch(
        r"(?P<user>[^@/?#]*@)?(?P<hosts>[\w.,:\[\]-]*)(?P<name>/[\w.-]*)?(\?(?P<options>[^?#]*))?",
        rest,
        re.ASCII,
    )
    if not found or not all(_is_host(host) for host in found["hosts"].split(",")):
        return "postgresql://***"
    pairs = [pair.partition("=") for pair in (found["options"] or "").split("&")]
    shown = [
        f"{name}={value}"
        for name, _, value in pairs
        if name in _SHOWN and re.fullmatch(r"[\w./%-]*", value, re.ASCII)
    ]
    user = "***@" if found["user"] else ""
    options = "?" + "&".join(shown) if shown else ""
    return f"postgresql://{user}{found['hosts']}{found['name'] or ''}{options}"


def masked(text: str) -> str:
    """The text of an error with `***` wherever somebody may have typed a password.

    >>> masked("no command is called 'postgresql://me:pw@db.example/x'")
    "no command is called 'postgresql://***@db.example/x'"
    >>> masked("host=db.example password=pw user=me"), masked("see https://x.example/@a")
    ('host=db.example password=*** user=me', 'see https://x.example/@a')
    """
    if "=" not in text and ":" not in text:
        return text
    text = re.sub(_NAMED, r"\1***", re.sub(_POSTGRESQL, _address, text))
    return re.sub(r"\S+", _word, text) if "@" in text else text


def _address(found: re.Match[str]) -> str:
    rest = found[1].rstrip("'\")")
    return shown_url(rest) + found[1][len(rest) :]


def _word(found: re.Match[str]) -> str:
    """A word without the name and password of a URL of any kind."""
    scheme, _, rest = found[0].partition("://")
    user, at, place = rest.rpartition("@")
    return f"{scheme}://***@{place}" if at and (":" in user or "/" not in user) else found[0]


def _is_host(text: str) -> bool:
    return bool(re.fullmatch(r"([\w.-]*|\[[0-9a-fA-F:.]+\])(:\d{1,5})?", text, re.ASCII))
