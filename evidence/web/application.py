"""The ASGI application: GET alone, for the names of this machine, below a key."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from evidence.web.guarding import LOOPBACK, headed, only_local
from evidence.web.view import Answer, View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

CLOSED = Answer(
    "Open the address that 'evidence serve' printed when it started: "
    "it holds a key that is new with every start.\n",
    "text/plain",
    404,
)

NO_ICON = Answer("", "image/x-icon", 204)
"""For browsers, which ask for an icon at a place of their own."""


def application(view: View, key: str, hosts: Sequence[str] = LOOPBACK) -> ASGIApp:
    """The application over a view; without a key everything is open to those who reach it."""
    from starlette.applications import Starlette
    from starlette.responses import Response
    from starlette.routing import Route

    # A plain function runs on a thread of its own, so that a slow page holds up no other request.
    def page(request: Request, _: Exception | None = None) -> Response:
        whole = request.scope["path"]
        path = opened(whole, key)
        if whole == "/favicon.ico":
            answer = NO_ICON
        else:
            answer = CLOSED if path is None else view.answer(path, request.query_params)
        return Response(answer.body, answer.status, media_type=answer.media)

    # A path with a line break in it fits no route: it is not there for the same reasons.
    routes = [Route("/{path:path}", page, methods=["GET"])]
    app = Starlette(routes=routes, exception_handlers={404: page})
    # Such a redirect would repeat what the address of the request says.
    app.router.redirect_slashes = False
    return headed(only_local(app, hosts))


def opened(path: str, key: str) -> str | None:
    """The path below the key, or None where the key is missing or wrong.

    >>> opened("/secret/index.html", "secret"), opened("/other/index.html", "secret")
    ('index.html', None)
    """
    if not key:
        return path.removeprefix("/")
    first, slash, rest = path.removeprefix("/").partition("/")
    right = secrets.compare_digest(first.encode(errors="replace"), key.encode())
    return rest if right and slash else None
