"""Quotes looked for in many copies, in large ones, and by quotes that are meant to take long."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.core.errors import Invalid
from evidence.core.folding import Page
from evidence.core.forms import from_mapping
from evidence.core.ledger import Change
from evidence.core.quotes import judged
from evidence.core.records import Record
from evidence.exchange.copy_file import read_copy
from evidence.store.copies import Copy, CopyChange
from evidence.store.engine import Location, Writer
from evidence.store.writing import apply
from evidence.workspace import Workspace
from tests.conftest import NewDatabase
from tests.reliability.conftest import Figure
from tests.scale import scaled

LETTERS = "abcdefghijklmnopqrstuvwxyz\u00e9\u00fc"
WORD = st.one_of(
    st.text(LETTERS, min_size=1, max_size=9),
    st.sampled_from(
        [
            "FP8",
            "14.8T",
            "1,024",
            "o\ufb00er",
            "it\u2019s",
            "\u201cso\u201d",
            "mid-run",
            "\u6a21\u578b",
        ]
    ),
)
WORDS = st.lists(
    st.tuples(WORD, st.sampled_from(["", "", "", ",", ".", ";"])), min_size=3, max_size=60
)
SPACES = st.sampled_from([" ", "  ", "\n", "\t", "\u00a0", " \n\n "])
SET_OTHERWISE = str.maketrans({"\u2019": "'", "\u201c": '"', "\u201d": '"', "\ufb00": "ff"})


@st.composite
def cut_from_a_copy(draw: st.DrawFn) -> tuple[str, str, list[str]]:
    """A copy, a quote that was cut from it, and the words of the copy that the quote has."""
    words = ["".join(pair) for pair in draw(WORDS)]
    copy = "".join(word + draw(SPACES) for word in words)
    start = draw(st.integers(0, len(words) - 1))
    end = draw(st.integers(start + 1, len(words)))
    said: list[str] = []
    kept: list[str] = []
    place = start
    while place < end:
        left = draw(st.integers(0, 3)) if kept and place < end - 3 else 0
        kind = draw(
            st.sampled_from(["word", "word", "word", "word", "elision", "brackets", "aside"])
        )
        if kind == "elision" and kept:
            said.append(draw(st.sampled_from(["...", "\u2026", "[...]", "[\u2026]", ". . ."])))
            place += left
        elif kind == "brackets" and kept:
            said.append(draw(st.sampled_from(["[the model]", "[sic]", "[]"])))
            place += left
        word = words[place].translate(SET_OTHERWISE) if draw(st.booleans()) else words[place]
        if kind == "aside" and len(word) > 1 and word[:2].isalpha() and word.isascii():
            word = f"[{word[0].upper()}]{word[1:]}"
        said.append(word)
        kept.append(words[place])
        place += 1
    quote = "".join(word + draw(SPACES) for word in said)
    return copy, quote, kept


@settings(max_examples=scaled(400), deadline=None)
@given(cut_from_a_copy())
def test_a_quote_cut_from_a_copy_is_always_found(cut: tuple[str, str, list[str]]) -> None:
    """400 quotes in CI, 4,000 in the large profile: elided, bracketed, set otherwise."""
    copy, quote, _ = cut

    assert judged(quote, Page(copy))[0] == "found"


@settings(max_examples=scaled(400), deadline=None)
@given(cut_from_a_copy(), st.data())
def test_a_quote_with_one_altered_letter_is_never_found(
    cut: tuple[str, str, list[str]], data: st.DataObject
) -> None:
    """400 quotes in CI, 4,000 in the large profile, each with a letter or digit of its own."""
    copy, quote, _ = cut
    inside = 0
    places = []
    for place, character in enumerate(quote):
        inside += (character == "[") - (character == "]")
        if not inside and character.isalnum() and character.isascii():
            places.append(place)
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    altered = quote[:place] + data.draw(st.sampled_from("Q9\u0436")) + quote[place + 1 :]

    assert judged(altered, Page(copy))[0] in ("near", "missing")


def prose(chance: random.Random, size: int) -> list[str]:
    """The words of an invented text of about so many characters."""
    vocabulary = ["".join(chance.choices(LETTERS, k=chance.randint(2, 10))) for _ in range(2000)]
    marks = ("", "", "", ",", ".", "\u2019s", "\n")
    return [chance.choice(vocabulary) + chance.choice(marks) for _ in range(size // 8)]


def quoted(chance: random.Random, words: list[str], number: int) -> str:
    """One of the quotes of a text; a third elided, a fifth in brackets, one in ten misquoted."""
    start = chance.randrange(len(words) - 40)
    passage = words[start : start + 25]
    if number % 3 == 1:
        passage[10:15] = ["\u2026"]
    if number % 5 == 2:
        passage[3:4] = ["[it]"]
    if number % 10 == 9:
        passage[20] = "zzzzzz"
    return " ".join(passage)


def kept(copies: int, quotes: int, size: int) -> tuple[list[Record], list[CopyChange]]:
    """Sources with a copy each, and a claim with the quotes of all of them."""
    chance = random.Random(11)
    found: list[Record] = [
        from_mapping("claims", {"slug": "c", "kind": "statement", "statement": "It is so"})
    ]
    changes = []
    for number in range(copies):
        slug, words = f"s-{number}", prose(chance, size)
        copy = Copy(slug, "text", f"{number:064x}", "2026-01-01", size, " ".join(words))
        found.append(from_mapping("sources", {"slug": slug, "sha256": copy.sha256}))
        changes.append(CopyChange(None, copy))
        for nth in range(quotes):
            item = {"claim": "c", "source": slug, "quote": quoted(chance, words, nth)}
            found.append(from_mapping("evidence", {**item, "locator": f"p. {nth}"}))
    return found, changes


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_many_quotes_are_looked_for_in_seconds(
    new_database: NewDatabase, figure: Figure, engine: str
) -> None:
    """2,000 quotes in 200 copies of 50 kB in CI, 20,000 in 2,000 in the large profile."""
    database = new_database(engine)
    copies = scaled(200)
    found, changes = kept(copies, 10, 50_000)
    with Writer(database) as writer:
        added = [Change(None, record) for record in found]
        apply(writer, added, "import", "import", "2026-01-01T00:00:00Z", "me")
    for start in range(0, copies, 100):
        with Writer(database) as writer:
            apply(
                *(writer, [], "keep", "keep", "2026-01-01T00:00:00Z", "me"),
                copy_changes=changes[start : start + 100],
            )

    begun, used = time.perf_counter(), time.process_time()
    checked = Workspace(database.target).check()
    took, worked = time.perf_counter() - begun, time.process_time() - used

    counts = checked.quotes.counts
    assert sum(counts.values()) == 10 * copies
    assert (counts["found"], counts["not_checked"]) == (9 * copies, 0)
    assert {problem.code for problem in checked.problems} <= {"quote_missing"}
    assert worked < scaled(3)
    figure(
        f"{engine}: {10 * copies} quotes in {copies} copies of 50 kB, {counts['found']} found: "
        f"{took:.1f} s, of which {worked:.1f} s of work"
    )


HOSTILE = {
    "brackets": "a [x] " * 50_000,
    "elisions": "a ... " * 50_000,
    "200 brackets": "a [x] " * 199 + "zz",
    "200 elisions": "a ... " * 199 + "zz",
    "both": "... a [b] " * 99 + "zz",
    "within words": "a[x]" * 199 + "zz",
    "open brackets": "[" * 60_000,
    "one open bracket": "[" + "a" * 60_000,
    "dots": "." * 60_000,
    "spaced dots": ". " * 30_000 + "x",
    "an expression": "(a+)+" * 12_000 + "$",
    "one letter": "a" * 60_000,
    "one word": "a " * 30_000 + "b",
    "almost": "a " * 900 + "b",
    "almost, and long": "a " * 4990 + "b",
    "other words": "a " * 4970 + "bb " * 8 + "a a a",
}


@pytest.fixture(scope="module")
def large() -> dict[str, Page]:
    """Copies of 5 MB: prose, one letter, one word."""
    chance = random.Random(3)
    return {
        "prose": Page(" ".join(prose(chance, 5_000_000))),
        "one letter": Page("a" * 5_000_000),
        "one word": Page("a " * 2_500_000),
    }


@pytest.mark.parametrize("text", ["prose", "one letter", "one word"])
def test_no_quote_takes_long_in_a_copy_of_5_mb(
    large: dict[str, Page], text: str, figure: Figure
) -> None:
    """16 quotes in a copy of 5 MB, each under 0.1 s on an idle machine, in both profiles."""
    page = large[text]
    begun = time.process_time()
    assert page.as_set
    assert page.lowered
    folding = time.process_time() - begun
    worst = max(_seconds(quote, page) for quote in HOSTILE.values())

    figure(f"{text}: folded in {folding:.2f} s, the slowest of {len(HOSTILE)} quotes {worst:.3f} s")
    assert worst < 0.2


def _seconds(quote: str, page: Page) -> float:
    """The least of two runs, as others use the machine."""
    runs = []
    for _ in range(2):
        begun = time.process_time()
        judged(quote, page)
        runs.append(time.process_time() - begun)
    return min(runs)


def hostile_pages() -> Iterator[str]:
    for part in ("<", "<a ", "<!--", "<!", "<?", "<a href='", "<script>", "<template>", "</a "):
        yield part * (2_000_000 // len(part))
    yield "<template>" * 100_000 + "</style>" * 100_000
    yield "<a " + "b=c " * 500_000
    yield "&" * 2_000_000


def test_no_page_takes_long_to_read(tmp_path: Path, figure: Figure) -> None:
    """12 pages of 2 MB that are meant to take long, in both profiles."""
    worst = 0.0
    path = tmp_path / "page.html"
    for page in hostile_pages():
        path.write_text(page + "<p>text")
        begun = time.process_time()
        with suppress(Invalid):  # some of them hold no text
            read_copy(path, None)
        worst = max(worst, time.process_time() - begun)

    figure(f"the slowest of 12 pages of 2 MB: {worst:.2f} s")
    assert worst < 10


def test_a_copy_of_20_mb_is_kept_and_searched(
    tmp_path: Path, new_database: NewDatabase, figure: Figure
) -> None:
    """One copy of the largest size, in both profiles."""
    location: Location = new_database("sqlite")
    workspace = Workspace(location.target)
    workspace.add("claims", slug="c", kind="statement", statement="It is so")
    workspace.add("sources", slug="s")
    workspace.log("c", source="s", stance="supports", quote="the last words", locator="end")
    path = tmp_path / "long.txt"
    path.write_text("first words " * 1_666_660 + "the last words")
    begun = time.process_time()
    found = workspace.keep_copy("s", path)

    assert found.quotes.counts["found"] == 1
    assert workspace.check().problems == ()
    figure(
        f"{found.copy.size / 1e6:.1f} MB kept and checked in {time.process_time() - begun:.1f} s"
    )
