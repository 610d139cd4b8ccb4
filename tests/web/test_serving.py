"""The server as a user starts it: one address, one machine, a clean end."""

from __future__ import annotations

import json
import random
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from evidence.cli.root import run
from tests.web.conftest import Served, ended, started


def test_the_first_line_is_an_address_with_a_key_that_opens(served: Served) -> None:
    parts = urlsplit(served.url)

    assert parts.hostname == "127.0.0.1"
    assert len(parts.path.split("/")[1]) >= 22
    assert "Claims" in httpx.get(served.url).text


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_ends_it_without_a_trace(thread_database: Path, by: signal.Signals) -> None:
    running = started(thread_database, "--quiet")
    httpx.get(running.url)

    code, said = ended(running, by)
    assert (code, said.strip()) == (130, "")


def test_every_start_has_a_key_of_its_own(thread_database: Path, served: Served) -> None:
    other = started(thread_database, "--as-of", "2025-01", "--known-at", "2030")

    assert other.url.endswith("/index.html?as-of=2025-01-31&known-at=2030-12-31")
    assert urlsplit(other.url).path != urlsplit(served.url).path
    assert "What was public on <strong>2025-01-31</strong>" in httpx.get(other.url).text
    ended(other)


def test_json_prints_the_address_as_a_document(thread_database: Path) -> None:
    running = started(thread_database, "--json", "--no-token", "--host", "localhost")
    document = json.loads(running.url)

    assert document.keys() == {"schema", "url"}
    assert urlsplit(document["url"]).path == "/index.html"
    assert httpx.get(document["url"]).status_code == 200
    ended(running)


def test_the_other_loopback_has_its_own_form_of_address(thread_database: Path) -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    running = started(thread_database, "--host", "::1")

    assert running.url.startswith("http://[::1]:")
    assert httpx.get(running.url).status_code == 200
    ended(running)


def test_other_machines_are_let_in_only_knowingly_and_with_a_key(thread_database: Path) -> None:
    running = started(thread_database, "--host", "0.0.0.0", "--i-know")
    name = {"host": "a-name-of-this-machine:80"}

    assert httpx.get(running.url, headers=name).status_code == 200
    closed = urlsplit(running.url)._replace(path="/index.html").geturl()
    assert httpx.get(closed, headers=name).status_code == 404
    ended(running)


REFUSED = {
    ("--host", "0.0.0.0"): (2, "other machines can reach 0.0.0.0: say --i-know if that is meant"),
    ("--host", "::"): (2, "other machines can reach ::: say --i-know if that is meant"),
    ("--host", "example.org"): (2, "other machines can reach example.org: say --i-know"),
    ("--host", "0.0.0.0", "--i-know", "--no-token"): (2, "leave --no-token out"),
    ("--port", "70000"): (2, "70000"),
    ("--port", "banana"): (2, "banana"),
    ("--as-of", "banana"): (2, "'banana' is not a date"),
    ("--host", "240.0.0.1", "--i-know"): (1, "cannot listen on port 0 of 240.0.0.1: "),
}


@pytest.mark.parametrize("options", REFUSED, ids=" ".join)
def test_what_cannot_be_served_is_refused_in_one_line(
    thread_database: Path, options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    code, message = REFUSED[options]

    assert run(["--db", str(thread_database), "serve", *options]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert len(err.splitlines()) == 1


def test_a_port_in_use_is_refused(
    thread_database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["--db", str(thread_database), "serve", "--port", str(port)]) == 1

    assert f"cannot listen on port {port} of 127.0.0.1: " in capsys.readouterr().err


@pytest.mark.parametrize("package", ["starlette", "uvicorn"])
def test_without_its_packages_the_remedy_is_named(
    thread_database: Path, package: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setitem(sys.modules, package, None)

    assert run(["--db", str(thread_database), "serve"]) == 1
    assert "(pip install 'evidence-ledger[web]')" in capsys.readouterr().err


def test_a_database_that_is_not_there_is_told_before_anything_is_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--db", str(tmp_path / "no.db"), "serve"]) == 6
    assert "there is no database at" in capsys.readouterr().err


PIECES = (
    *(b"..", b"%2e%2e", b"..%2f", b"%2f", b"//", b"\\", b"%5c", b"%00", b"%0d%0a", b"%0A", b"%ff"),
    *(b"%c0%ae", b"~", b"~2", b"~99999999999", b".html", b".json", b".db", b"claims/", b"models/"),
    *(
        b"most-labs-fp8",
        b"index",
        b"search",
        b"style.css",
        b"live.js",
        b"etc/passwd",
        b"evil.example",
    ),
    *(b"?as-of=", b"&known-at=", b"&step=", b"?q=", b"&sort=", b"?text=", b"&status=", b"2025-01"),
    *(
        b"banana",
        b"-1",
        b"1e99",
        b"%d9%a3",
        b"'",
        b'"',
        b"<script>",
        b"{{7*7}}",
        b"%25",
        b";",
        b"@",
    ),
    *(b"\xff", b"\xc3\xa9", b"a" * 3_000, b":", b"*", b"%", b"%zz", b"?", b"&", b"=", b"#", b"+"),
    *(b"@", b"evil.example"),
)


def _fuzzed(key: str, seed: int) -> bytes:
    dice = random.Random(seed)
    path = b"".join(dice.choices(PIECES, k=dice.randint(1, 7)))
    return (f"/{key}/".encode() if dice.random() < 0.85 else b"/") + path


def _raw(port: int, path: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        request = b"GET " + path + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        connection.sendall(request)
        return b"".join(_received(connection))


def _received(connection: socket.socket) -> Iterator[bytes]:
    while data := connection.recv(65_536):
        yield data


def test_a_thousand_fuzzed_addresses_find_no_defect_and_no_way_out(served: Served) -> None:
    parts = urlsplit(served.url)
    assert parts.port is not None
    told: dict[int, int] = {}
    for seed in range(1_000):
        path = _fuzzed(parts.path.split("/")[1], seed)
        head, _, body = _raw(parts.port, path).partition(b"\r\n\r\n")
        status = int(head.split()[1])
        told[status] = told.get(status, 0) + 1
        assert status in (200, 400, 404), path
        assert b"\nlocation:" not in head.lower()
        assert b"set-cookie" not in head.lower()
        assert not body.startswith((b"SQLite format", b"root:")), path
        assert b"Traceback" not in body
    print(told)
    assert min(told[200], told[400], told[404]) > 20


def test_fifty_slow_clients_hold_up_no_other(served: Served) -> None:
    parts = urlsplit(served.url)
    assert parts.port is not None
    with ExitStack() as stack:
        for _ in range(50):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", parts.port)))
            slow.sendall(f"GET {parts.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n".encode())
        httpx.get(served.url)
        start = time.perf_counter()
        assert httpx.get(served.url).status_code == 200
        took = time.perf_counter() - start

    print(f"{took:.3f} s")
    assert took < 1
