"""Only this machine's own browser, with the key, reads anything; nobody writes."""

from __future__ import annotations

import pytest

from tests.web.fetching import HOST, KEY, Site

GOOD_HOSTS = (
    *("127.0.0.1", "127.0.0.1:8000", "localhost", "localhost:1", "LOCALHOST:80"),
    *("[::1]", "[::1]:8000"),
)
BAD_HOSTS = (
    *("evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example"),
    *("evil.example:127.0.0.1", "127.0.0.1@evil.example", "evil.example@127.0.0.1", "127.0.0.2"),
    *("0.0.0.0", "127.1", "2130706433", "0x7f.1", "localhost.", "[::]", "[::ffff:127.0.0.1]"),
    *("::1", "localhost:1:2", "localhost/x", "localhost, evil.example", ".localhost", "*", " ", ""),
)
PATHS = (
    *("index.html", "claims/most-labs-fp8.html", "claims/most-labs-fp8.json", "search.html?q=fp8"),
    *(
        "style.css",
        "live.js",
        "models.html",
        "nothing.html",
        "index.html?as-of=banana",
        "",
        "a/b/c",
    ),
)
SECRET = ("fp8", "FP8", "DeepSeek", "claim")
"""Words of the data: an answer to somebody else holds none of them."""


@pytest.mark.parametrize("host", GOOD_HOSTS)
def test_this_machine_is_answered_by_each_of_its_names(seeds: Site, host: str) -> None:
    (answer,) = seeds.fetch([f"{HOST}/{KEY}/index.html"], host=host)

    assert answer.status_code == 200


@pytest.mark.parametrize("host", BAD_HOSTS)
def test_any_other_name_is_refused_without_data(seeds: Site, host: str) -> None:
    for answer in seeds.fetch([f"{HOST}/{KEY}/{path}" for path in PATHS], host=host):
        assert (answer.status_code, answer.text) == (400, "Invalid host header")
        assert "location" not in answer.headers


@pytest.mark.parametrize("key", ["", "k", "k3", "k3y2", "K3Y", "k3y%00", "%6b3z", "é", "k3y."])
def test_without_the_key_nothing_is_told(seeds: Site, key: str) -> None:
    for answer in seeds.fetch([f"{HOST}/{key}/{path}" for path in PATHS]):
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert not any(word in answer.text for word in SECRET)
        assert "Open the address" in answer.text


def test_the_root_and_the_bare_key_are_told_to_open_the_printed_address(seeds: Site) -> None:
    answers = seeds.fetch([f"{HOST}/", f"{HOST}/{KEY}", f"{HOST}/index.html"])

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_without_a_key_of_its_own_it_answers_at_the_root(thread_database: str) -> None:
    site = Site(thread_database, key="")

    assert site.get("").text == site.get("index.html").text
    assert site.get("").status_code == 200


METHODS = ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "DISPATCH")


@pytest.mark.parametrize("method", METHODS)
def test_nothing_but_reading_is_allowed_anywhere(seeds: Site, method: str) -> None:
    inside = [f"{HOST}/{KEY}/{path}" for path in PATHS]
    for answer in seeds.fetch([*inside, f"{HOST}/", f"{HOST}/x"], method):
        assert answer.status_code == 405
        assert answer.headers["allow"] in ("GET, HEAD", "HEAD, GET")


def test_head_tells_of_a_page_what_get_does(seeds: Site) -> None:
    url = f"{HOST}/{KEY}/index.html"
    (head,), (got,) = seeds.fetch([url], "HEAD"), seeds.fetch([url])

    assert head.headers == got.headers


EVERY_ANSWER = {
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


def test_every_answer_carries_the_headers_and_allows_no_other_origin(seeds: Site) -> None:
    urls = [f"{HOST}/{KEY}/{path}" for path in PATHS] + [
        f"{HOST}/",
        f"{HOST}/%0a",
        f"{HOST}/{KEY}/%0a.html",
    ]
    answers = seeds.fetch(urls) + seeds.fetch(urls, "POST") + seeds.fetch(urls, host="evil.example")

    assert {answer.status_code for answer in answers} == {200, 400, 404, 405}
    for answer in answers:
        assert EVERY_ANSWER.items() <= dict(answer.headers).items()
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert "set-cookie" not in answer.headers
