"""The server: one socket, one process, until it is interrupted."""

from __future__ import annotations

import secrets
import signal
import socket
from collections.abc import Mapping
from importlib.util import find_spec
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.core.errors import Invalid, NotInstalled
from evidence.web.asked import Pairs, query

if TYPE_CHECKING:
    from evidence.asking import Asking


SETTINGS: Mapping[str, Any] = {
    **{"http": "h11", "ws": "none", "loop": "asyncio", "lifespan": "off"},
    **{"log_config": None, "log_level": "critical", "access_log": False},
    **{"server_header": False, "proxy_headers": False},
    **{"timeout_keep_alive": 5, "timeout_graceful_shutdown": 3},
}
"""How the server runs: it says nothing of itself and trusts nothing that a proxy would say."""


class Service(NamedTuple):
    """A socket that listens, and the key below which everything lies there."""

    listening: socket.socket
    host: str
    key: str

    @property
    def base(self) -> str:
        """The path below which everything lies."""
        return f"/{self.key}/" if self.key else "/"

    def url(self, said: Pairs = ()) -> str:
        """The address of the first page, which says these things besides."""
        port = self.listening.getsockname()[1]
        return f"http://{_host_to_open(self.host)}:{port}{self.base}index.html{query(said)}"


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address; names other than localhost are not asked for.

    >>> [is_loopback(host) for host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "x.example")]
    [True, True, True, False, False]
    """
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def listen(host: str, port: int, *, key: bool = True) -> Service:
    """Listen at an address, any free port for 0; raises Invalid if that is not to be had."""
    require_packages()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=256)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"cannot listen on port {port} of {host}: {reason}"
        raise Invalid(message, "name another --port, or none for any free one") from None
    return Service(listening, host, secrets.token_urlsafe(16) if key else "")


def require_packages() -> None:
    """Raise NotInstalled unless the packages of the web view are there."""
    for package in ("starlette", "uvicorn"):
        if find_spec(package) is None:
            raise NotInstalled(f"the web view needs {package}", "web")


def serve(asking: Asking, service: Service) -> None:
    """Answer until the process is interrupted or told to end; raises KeyboardInterrupt then."""
    import uvicorn

    from evidence.reports.html import drawing
    from evidence.web.application import application
    from evidence.web.guarding import LOOPBACK
    from evidence.web.view import View

    view = View(asking, drawing(), service.base)
    app = application(view, service.key, (*LOOPBACK, _host_asked_for(service.host)))
    server = uvicorn.Server(uvicorn.Config(app, **SETTINGS))
    # The server gives a signal back once it has shut down: the end is the same for both.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server.run(sockets=[service.listening])


def _host_asked_for(host: str) -> str:
    """By which name an address may be asked for; every name where it stands for all addresses.

    There the key is what guards: it is required, and no other page can know it.
    """
    everywhere = not is_loopback(host) and _is_unspecified(host)
    return "*" if everywhere else _bracketed(host)


def _is_unspecified(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False


def _host_to_open(host: str) -> str:
    """The address as this machine can open it."""
    if _is_unspecified(host):
        return "[::1]" if ":" in host else "127.0.0.1"
    return _bracketed(host)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
