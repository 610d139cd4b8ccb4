"""What each kind of chart says of the records: no more and no less than they do."""

from __future__ import annotations

from itertools import pairwise
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.core.calibration import Bin, Murphy, murphy
from evidence.core.deriving import derive
from evidence.core.ledger import Ledger
from evidence.core.records import Record
from evidence.core.support import Support, support
from evidence.core.timeline import timeline
from evidence.reports import charts
from evidence.reports.charts import (
    Chart,
    compute_by_date,
    contributions,
    estimates,
    input_shares,
    reliability,
    roll_call,
    support_over_time,
)
from tests.core.building import (
    TODAY,
    item,
    ledger,
    model,
    number,
    organization,
    prevalence,
    quantity,
    source,
    statement,
)
from tests.reports.charts.samples import V3, some, world


def of(known: Ledger, claim: str) -> Support:
    return support(known, claim, TODAY)


def words(chart: Chart) -> list[str]:
    """What is written in a picture."""
    return [e.text or "" for e in fromstring(charts.svg(chart, False)).iter("text")]


def weighed(count: int) -> Ledger:
    """A claim with so many sources of different weight."""
    strengths = ("weak", "moderate", "strong", "conclusive")
    records: list[Record] = [statement("claim")]
    for n in range(count):
        records.append(source(f"s{n}", party=f"p{n}"))
        stance = "refutes" if n % 3 == 0 else "supports"
        records.append(item("claim", f"s{n}", stance, strength=strengths[n % 4]))
    return ledger(*records)


@pytest.mark.parametrize("count", [1, 2, 7, 20, 21, 45])
def test_a_waterfall_goes_from_the_prior_without_a_gap_to_the_total(count: int) -> None:
    found = of(weighed(count), "claim")
    prior, *bars, total = some(contributions.chart(found)).rows

    assert prior["end"] == found.prior_db
    level = prior["end"]
    for bar in bars:
        assert bar["start"] == pytest.approx(level, abs=1e-9)
        level = bar["end"]
    assert level == pytest.approx(found.log_odds_db, abs=1e-9)
    assert (total["start"], total["end"]) == (0.0, found.log_odds_db)


def test_the_smallest_of_many_contributions_are_one_bar() -> None:
    rows = some(contributions.chart(of(weighed(45), "claim"))).rows
    sizes = [abs(row["db"]) for row in rows[1:-2]]

    assert sizes == sorted(sizes, reverse=True)
    assert [row["label"] for row in rows][-2:] == ["25 smaller ones", "total"]
    assert len(rows) == 1 + 20 + 1 + 1


def test_what_weighs_nothing_is_counted_in_words_only() -> None:
    chart = some(contributions.chart(of(world(), "said")))

    assert "dataset" not in [row["label"] for row in chart.rows]
    assert "1 more weighs nothing" in chart.description


def test_a_claim_without_weight_has_no_waterfall_and_no_line() -> None:
    known = ledger(statement("claim"))

    assert contributions.chart(of(known, "claim")) is None
    assert support_over_time.chart(of(known, "claim"), timeline(known, "claim", TODAY)) is None


def test_one_day_is_no_line() -> None:
    known = ledger(statement("claim"), source("s"), item("claim", "s"))

    assert len(timeline(known, "claim", TODAY)) == 1
    assert support_over_time.chart(of(known, "claim"), timeline(known, "claim", TODAY)) is None


def test_evidence_for_points_up_and_evidence_against_points_down() -> None:
    known = world()
    chart = some(support_over_time.chart(of(known, "said"), timeline(known, "said", TODAY)))

    assert [(row["date"], row["moved"]) for row in chart.rows] == [
        ("2024-12-27", "up"),
        ("2025-06-01", "down"),
    ]
    scene = support_over_time.scene(chart)
    assert [point["shape"] for point in scene.data["points"][:2]] == [
        "triangle-up",
        "triangle-down",
    ]


def test_the_line_starts_at_the_prior_and_goes_on_to_the_day_of_asking() -> None:
    known = world()
    chart = some(support_over_time.chart(of(known, "said"), timeline(known, "said", TODAY)))
    line = support_over_time.scene(chart).data["line"]

    assert line[0]["probability"] == pytest.approx(0.5)
    for here, after in pairwise(line):
        assert (here["until"], here["next"]) == (after["day"], after["probability"])
    assert line[-1]["until"] == support_over_time.scene(chart).x.high


def test_each_estimate_says_whether_it_counts_and_the_pooled_one_comes_last() -> None:
    later = number(V3, "training_compute", 5e24, "dataset", scope="post_training")
    asked = quantity("narrow", V3, "training_compute", low=4e24, high=6e24, scope="pretraining")
    rows = some(estimates.chart(of(world(later, asked), "narrow"))).rows
    roles = [row["role"] for row in rows]

    assert set(roles) == {"counted", "not counted", "bound", "pooled"}
    assert roles == sorted(roles, key=["counted", "not counted", "bound", "pooled"].index)


def test_what_counts_and_what_does_not_differ_by_more_than_colour() -> None:
    counted, other = (estimates.LOOKS[role] for role in ("counted", "not counted"))

    assert counted[1] != other[1]
    assert counted[3] != other[3]
    assert "counted" in estimates.SOLID
    assert "not counted" not in estimates.SOLID


def test_positive_estimates_stand_on_a_logarithmic_axis_with_its_unit() -> None:
    chart = some(estimates.chart(of(world(), "compute")))

    assert estimates.span(chart).logarithmic
    assert "training compute in FLOP, logarithmic; 90 % ranges" in words(chart)


def test_a_range_that_reaches_zero_stands_on_a_linear_axis() -> None:
    chart = some(estimates.chart(of(world(), "compute")))
    rows = tuple(row | {"low": 0.0} for row in chart.rows)

    assert not estimates.span(chart._replace(rows=rows)).logarithmic


@pytest.mark.parametrize(("low", "high"), [(4e24, None), (None, 4e24), (4e24, 4e24)])
def test_an_open_region_is_shaded_to_the_end_of_the_axis(
    low: float | None, high: float | None
) -> None:
    ends = {name: end for name, end in (("low", low), ("high", high)) if end is not None}
    known = world(quantity("half", V3, "training_compute", **ends))
    chart = some(estimates.chart(of(known, "half")))
    scene = estimates.scene(chart)
    (region,) = scene.data["region"]

    assert region == {"low": low or scene.x.low, "high": high or scene.x.high}
    assert len(scene.data["region_ends"]) == (low is not None) + (high is not None)


def test_a_roll_call_shows_every_unit_once_in_the_column_of_its_answer() -> None:
    chart = some(roll_call.chart(of(world(), "most")))

    assert {row["unit"]: row["call"] for row in chart.rows} == {
        "lab": "yes",
        "other": "no",
        "third": "silent",
    }
    written = words(chart)
    assert [word for word in written if word[:-2] in roll_call.CALLS] == [
        "yes 1",
        "unclear 0",
        "no 1",
        "silent 1",
    ]
    assert [w for w in written if w in ("Y", "N", "?")] == ["Y", "N"]


def test_only_a_prevalence_claim_has_a_roll_call_and_only_a_quantity_estimates() -> None:
    assert roll_call.chart(of(world(), "said")) is None
    assert estimates.chart(of(world(), "said")) is None


def test_units_without_evidence_are_silent_not_no() -> None:
    known = ledger(organization("a"), organization("b"), prevalence("most", ["a", "b"]))
    rows = some(roll_call.chart(of(known, "most"))).rows

    assert {row["call"] for row in rows} == {"silent"}


def test_shares_of_a_derived_number_add_up_and_the_largest_is_on_top() -> None:
    found = derive(world(), V3, "training_compute", TODAY)
    rows = some(input_shares.of_derivation(found)).rows
    shares = [row["share"] for row in rows]

    assert {row["input"] for row in rows} == {"parameters", "tokens"}
    assert sum(shares) == pytest.approx(1)
    assert shares == sorted(shares, reverse=True)


def test_a_number_from_one_uncertain_input_has_no_shares_to_compare() -> None:
    found = derive(world(), "model:old", "training_compute", TODAY)

    assert input_shares.of_derivation(found) is None
    assert input_shares.chart("cost", {"price": 1.0}, {}) is None


def test_without_resolved_claims_there_is_no_reliability() -> None:
    assert reliability.chart(Murphy(0.0, 0.0, 0.0, ())) is None


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1)), min_size=1, max_size=40))
def test_reliability_shows_every_resolved_claim_and_a_range_around_what_came_true(
    pairs: list[tuple[float, int]],
) -> None:
    rows = some(reliability.chart(murphy(pairs))).rows

    assert sum(row["size"] for row in rows) == len(pairs)
    for row in rows:
        assert -1e-9 <= row["likely_low"] <= row["frequency"] + 1e-9
        assert row["frequency"] - 1e-9 <= row["likely_high"] <= 1 + 1e-9


def test_more_claims_make_the_range_narrower() -> None:
    few, many = (
        some(reliability.chart(Murphy(0, 0, 0, (Bin(0.4, 0.6, size, 0.5, 0.5),)))).rows[0]
        for size in (4, 40)
    )

    assert few["likely_low"] < many["likely_low"] < many["likely_high"] < few["likely_high"]


def test_models_stand_at_the_day_of_their_release_with_what_is_claimed_of_them() -> None:
    chart = some(compute_by_date.chart(world(), TODAY))
    models = {row["model"]: row["date"] for row in chart.rows if row["type"] == "model"}
    claims = [row for row in chart.rows if row["type"] == "claim"]

    assert models == {V3: "2024-12-26", "model:old": "2020-06-30"}
    assert [(row["claim"], row["model"], row["low"]) for row in claims] == [("compute", V3, 4e24)]


def test_a_model_without_release_without_number_or_of_the_future_is_left_out() -> None:
    more = (
        model("undated"),
        number("model:undated", "training_compute", 1e25, "dataset"),
        model("unknown", released="2025-01-01"),
        model("coming", released="2099-01-01"),
        number("model:coming", "training_compute", 1e28, "dataset"),
    )
    chart = some(compute_by_date.chart(world(*more), TODAY))

    assert {row["model"] for row in chart.rows} == {V3, "model:old"}
    assert compute_by_date.chart(ledger(*more[:1]), TODAY) is None


def test_several_claims_about_one_model_have_a_band_each() -> None:
    more = (
        quantity(name, V3, "training_compute", low=2e24, high=high)
        for name, high in (("b", 3e24), ("c", 5e24))
    )
    chart = some(compute_by_date.chart(world(*more), TODAY))
    bands = compute_by_date.scene(chart).data["claims"][:-1]

    assert len({band["day"] for band in bands}) == 3
