"""Putting requests to the application inside the tests' own process."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from html import unescape
from pathlib import Path

import httpx

from evidence.reports.html import in_characters
from evidence.web.application import application
from evidence.web.view import View
from evidence.workspace import Workspace

HOST = "http://127.0.0.1:8000"
KEY = "k3y"


class Site:
    """The application over one database, and what it answers."""

    def __init__(self, location: str | Path, key: str = KEY) -> None:
        base = f"/{key}/" if key else "/"
        self.app = application(View(Workspace(str(location)), in_characters, base), key)
        self.base = base

    def get(self, path: str) -> httpx.Response:
        """The answer to one request below the key."""
        (answer,) = self.fetch([f"{HOST}{self.base}{path}"])
        return answer

    def fetch(
        self, urls: Iterable[str], method: str = "GET", host: str | None = None
    ) -> list[httpx.Response]:
        """The answers to several requests."""

        async def fetched() -> list[httpx.Response]:
            headers = {} if host is None else {"host": host}
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, headers=headers) as client:
                return [await client.request(method, url) for url in urls]

        return asyncio.run(fetched())


def links(page: str) -> list[str]:
    """Where the links of a page lead that stay inside."""
    found = (unescape(href) for href in re.findall(r'href="([^"]*)"', page))
    return [href for href in found if ":" not in href and not href.startswith("#")]
