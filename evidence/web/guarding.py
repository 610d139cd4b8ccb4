"""Who may ask, and what a browser may do with the answer: wrappers around any ASGI application."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from evidence.reports.site import POLICY

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""The names by which this machine reaches itself."""

HEADERS: Mapping[str, str] = {
    "content-security-policy": f"{POLICY}; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}
"""What every answer carries, whatever it is."""


def headed(app: ASGIApp) -> ASGIApp:
    """The application with the headers above on each of its answers."""
    more = [(name.encode(), value.encode()) for name, value in HEADERS.items()]

    async def answered(scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *more]}
            await send(message)

        await app(scope, receive, sent)

    return answered


def only_local(app: ASGIApp, hosts: Sequence[str] = LOOPBACK) -> ASGIApp:
    """The application for those who ask for it by one of these names.

    A page of the web can have its own name lead to this machine and then read what is served here;
    its requests still carry that name.
    """
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    return TrustedHostMiddleware(app, list(hosts), www_redirect=False)
