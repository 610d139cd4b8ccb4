"""What every picture promises: the same bytes, nothing that acts, words for who cannot see it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

import pytest

from evidence.charting import RECIPES
from evidence.cli.chart import KINDS as OFFERED
from evidence.core.cleaning import clean
from evidence.core.errors import Invalid
from evidence.reports import charts
from evidence.reports.charts import compiling, engine, rendering
from evidence.reports.charts.palette import DARK
from tests.reports.charts.samples import HOSTILE, renamed, samples

SAMPLES = samples()
SHAPES = {"svg", "title", "desc", "g", "path", "line", "text"}
SPACE = "{http://www.w3.org/2000/svg}"


def elements(svg: str) -> list[Element]:
    return list(fromstring(svg).iter())


def test_every_kind_is_drawn_asked_for_and_offered_under_the_same_name() -> None:
    assert tuple(charts.KINDS) == tuple(RECIPES) == OFFERED
    assert set(SAMPLES) == set(charts.KINDS)


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_same_chart_gives_the_same_bytes_alone_and_among_others(kind: str) -> None:
    chart = SAMPLES[kind]
    alone = charts.svg(chart, standalone=False)
    among = list(charts.svgs([*SAMPLES.values(), chart, *SAMPLES.values()]))

    assert charts.svg(chart, standalone=False) == alone
    assert among[len(SAMPLES)] == alone
    assert among[list(SAMPLES).index(kind)] == alone


def test_many_charts_come_in_the_order_in_which_they_were_given() -> None:
    asked = [*SAMPLES.values()] * 40
    found = list(charts.svgs(asked))

    assert len(asked) > 2 * charts.BATCH
    assert found == [charts.svg(chart, standalone=False) for chart in SAMPLES.values()] * 40
    assert list(charts.svgs([])) == []


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_picture_in_a_page_needs_no_style_no_script_no_name_and_fetches_nothing(
    kind: str,
) -> None:
    found = elements(charts.svg(SAMPLES[kind], standalone=False))

    assert {element.tag for element in found} <= SHAPES
    for element in found:
        assert not {"style", "id", "class", "href", "src"} & set(element.attrib)
        assert not [name for name in element.attrib if name.startswith(("on", "aria", "xlink"))]
        assert "url(" not in " ".join(element.attrib.values())


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_picture_is_one_image_to_a_screen_reader_with_its_numbers_in_words(kind: str) -> None:
    root, title, description, *_ = elements(charts.svg(SAMPLES[kind], standalone=False))

    assert root.get("role") == "img"
    assert (title.tag, title.text) == ("title", SAMPLES[kind].title)
    assert (description.tag, description.text) == ("desc", SAMPLES[kind].description)
    assert any(character.isdigit() for character in SAMPLES[kind].description)


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_colour_that_is_drawn_has_a_dark_counterpart(kind: str) -> None:
    found = elements(charts.svg(SAMPLES[kind], standalone=False))
    paints = {element.get(name) for element in found for name in ("fill", "stroke")}

    assert paints - {None, "none", "transparent"} <= set(DARK)


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_file_turns_dark_with_its_reader_and_names_what_it_shows(kind: str) -> None:
    root = fromstring(charts.svg(SAMPLES[kind]))
    style = root.find(f"{SPACE}style")
    shown = "".join(text.text or "" for text in root.findall(f"{SPACE}text"))

    assert style is not None
    assert "prefers-color-scheme: dark" in (style.text or "")
    assert shown.replace(" ", "") == SAMPLES[kind].title.replace(" ", "")


@pytest.mark.parametrize("kind", SAMPLES)
def test_nothing_is_drawn_beyond_the_edge(kind: str) -> None:
    root = fromstring(charts.svg(SAMPLES[kind], standalone=False))
    width = float(root.get("width", "0"))
    left = _shift(root[2])[0]
    for element in root[2]:
        assert -1 <= left + _shift(element)[0] <= width + 1


def _shift(element: Element) -> tuple[float, float]:
    inside = element.get("transform", "translate(0,0)").removeprefix("translate(")
    across, down = inside.partition(")")[0].split(",")
    return float(across), float(down)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("kind", SAMPLES)
def test_hostile_text_is_shown_and_does_nothing(kind: str, text: str) -> None:
    chart = renamed(SAMPLES[kind], text)
    for standalone, extra in ((False, set()), (True, {"style", "rect"})):
        svg = charts.svg(chart, standalone)
        found = elements(svg)
        assert {e.tag.removeprefix(SPACE) for e in found} <= SHAPES | extra
        assert not [name for e in found for name in e.attrib if name.startswith("on")]
        assert next(e for e in found if e.tag.endswith("desc")).text in (clean(text), None)
        assert max(len(e.text or "") for e in found if e.tag.endswith("text")) < 200


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("kind", SAMPLES)
@pytest.mark.parametrize("width", [40, 64, 80, 100])
def test_text_charts_fit_their_width_and_carry_no_control_character(
    kind: str, text: str, width: int
) -> None:
    for chart in (SAMPLES[kind], renamed(SAMPLES[kind], text)):
        for line in charts.text(chart, width):
            assert line.cell_len <= width
            assert line.plain == clean(line.plain)


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_png_is_twice_the_size_of_the_svg(kind: str) -> None:
    root = fromstring(charts.svg(SAMPLES[kind]))
    png = charts.png(SAMPLES[kind])

    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = (int.from_bytes(png[at : at + 4]) for at in (16, 20))
    assert (width, height) == tuple(2 * float(root.get(side, "0")) for side in ("width", "height"))


@pytest.fixture
def without_vega(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    engine.engine.cache_clear()
    yield
    engine.engine.cache_clear()


@pytest.mark.parametrize("kind", SAMPLES)
def test_what_is_shipped_draws_as_what_altair_describes(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = charts.svg(SAMPLES[kind])
    described = {kind: compiling.compiled(charts.KINDS[kind].picture)}
    monkeypatch.setattr(rendering, "frames", lambda: described)

    assert charts.svg(SAMPLES[kind]) == shipped


@pytest.mark.usefixtures("without_vega")
def test_without_the_libraries_a_picture_says_what_to_install_and_text_is_drawn_all_the_same() -> (
    None
):
    with pytest.raises(Invalid) as refused:
        charts.svg(SAMPLES["roll-call"])

    assert refused.value.hint == "pip install 'evidence-ledger[plot]'"
    assert charts.text(SAMPLES["roll-call"], 80)
