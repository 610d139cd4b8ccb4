"""A connection to PostgreSQL that is cut at the moment of committing."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Literal

Moment = Literal["before", "after", "never"]
"""Whether the server has got the commit when the client loses it."""
TERMINATE = b"X\0\0\0\x04"
"""What a client says when it goes."""


@contextmanager
def cut(server_socket: str, moment: Callable[[], Moment]) -> Iterator[str]:
    """The address, HOST:PORT, of a way to the server that is cut around each commit."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answering() -> None:
            with suppress(OSError):
                while True:
                    client = listening.accept()[0]
                    threading.Thread(
                        target=_carry, args=(client, server_socket, moment), daemon=True
                    ).start()

        threading.Thread(target=answering, daemon=True).start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"


def _carry(client: socket.socket, server_socket: str, moment: Callable[[], Moment]) -> None:
    """Pass on what the client says and what it is answered, each answer after its question."""
    with client, socket.socket(socket.AF_UNIX) as server, suppress(OSError):
        server.connect(server_socket)
        back = threading.Thread(target=_answer, args=(server, client), daemon=True)
        back.start()
        while said := client.recv(65536):
            if b"COMMIT\0" not in said or moment() == "never":
                server.sendall(said)
                continue
            client.shutdown(socket.SHUT_RDWR)
            if moment() == "after":
                server.sendall(said + TERMINATE)
                back.join(timeout=5)  # the server has committed and gone, and told nobody
            break
        server.shutdown(socket.SHUT_RDWR)


def _answer(server: socket.socket, client: socket.socket) -> None:
    with suppress(OSError):
        while said := server.recv(65536):
            with suppress(OSError):
                client.sendall(said)
