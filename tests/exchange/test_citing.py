from __future__ import annotations

import pytest
from hypothesis import given

from evidence.core.ledger import Ledger
from evidence.core.records import Source, Subject
from evidence.core.vocabulary import SOURCE_KINDS
from evidence.exchange.citing import FORMS, Author, address, authors, parts_of, visible
from tests.exchange.hostile import ANY_TEXT

NAMES = [
    ("Jakub Krajewski", Author("Krajewski", "Jakub")),
    ("Krajewski, Jakub", Author("Krajewski", "Jakub")),
    ("Ahmad Al-Dahle", Author("Al-Dahle", "Ahmad")),
    ("J. D. O'Neil", Author("O'Neil", "J. D.")),
    ("Émile de la Tour", Author("Tour", "Émile", "de la")),
    ("OpenAI", Author("OpenAI")),
    ("Epoch AI", Author("Epoch AI")),
    ("Llama Team, Meta", Author("Llama Team, Meta")),
    ("Snow Flake", Author("Snow Flake")),
    ("a second commenter", Author("a second commenter")),
    ("Vladimir_Nesov", Author("Vladimir_Nesov")),
    ("Simon and Garfunkel", Author("Simon and Garfunkel")),
    ("Micikevicius et al. (NVIDIA)", Author("Micikevicius et al. (NVIDIA)")),
    ("R2 D2{", Author("R2 D2{")),
]


@pytest.mark.parametrize(("name", "author"), NAMES)
def test_a_name_is_taken_apart_only_where_it_is_that_of_a_person(name: str, author: Author) -> None:
    snowflake = Subject("organization", "snowflake", "Snowflake", aliases=("Snow Flake",))
    assert authors(Source("s", authors=(name,)), Ledger([snowflake])) == (author,)


def test_every_kind_of_source_has_its_form() -> None:
    assert set(FORMS) == set(SOURCE_KINDS)


@pytest.mark.parametrize(
    ("date", "parts"), [("2024", (2024,)), ("2022-09", (2022, 9)), ("2024-12-27", (2024, 12, 27))]
)
def test_a_date_keeps_the_parts_that_it_names(date: str, parts: tuple[int, ...]) -> None:
    assert parts_of(date) == parts


@pytest.mark.parametrize(
    "url",
    [
        *(
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            "java\tscript:x",
            " https://x",
            "data:text/html,x",
        ),
        *("vbscript:x", "file:///etc/passwd", "//evil.example", "https://", "https:///x", "x", ""),
        "http:\\\\x",
    ],
)
def test_what_is_no_web_address_is_no_link(url: str) -> None:
    assert address(url) is None


@given(ANY_TEXT.map("https://x{}".format))
def test_a_web_address_holds_nothing_that_ends_it_or_means_something(url: str) -> None:
    found = address(url)
    assert found is None or not set(found) & set(' <>"{}|\\^`\n\t\x00')
    assert found is None or found.isascii()
    assert found is None or address(found) == found


@given(ANY_TEXT)
def test_a_visible_text_is_one_line_without_anything_unseen(text: str) -> None:
    assert visible(text).isprintable()
