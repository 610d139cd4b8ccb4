"""`evidence derive --laws`: the models beside the scaling laws, on both engines."""

from __future__ import annotations

from evidence.shipped import ARRIVAL, bundle
from tests.cli.running import Run


def test_every_model_stands_beside_the_scaling_laws(seeded: Run) -> None:
    assert seeded("import", str(bundle(ARRIVAL)), "--quiet").code == 0
    answer = seeded("derive", "--laws")
    (scout,) = [line for line in answer.out.splitlines() if line.startswith("model:llama-4-scout")]
    assert scout.split()[1:6] == ["16", "4.08e24", "FLOP", "2353", "9.86"]
    assert "what the laws want: k krajewski, h hoffmann, b besiroglu" in answer.out
    drawn = [line.partition("│")[2] for line in answer.out.splitlines() if "│" in line]
    assert sum(line.count("O") for line in drawn) >= 2
    assert "left out: model:llama-4-behemoth: training tokens only as a bound, >30T" in answer.err
    document = seeded("derive", "--laws", "--json").json
    v3 = next(row for row in document["models"] if row["model"] == "model:deepseek-v3")
    assert round(v3["tokens_per_parameter"]) == 400
    assert round(v3["wanted"]["krajewski"]["tokens_per_parameter"]) == 10
    assert v3["sources"]


def test_the_laws_are_asked_of_a_past_day_too(seeded: Run) -> None:
    assert seeded("import", str(bundle(ARRIVAL)), "--quiet").code == 0
    then = seeded("derive", "--laws", "--as-of", "2024-12-31", "--json").json
    assert "model:llama-4-scout" not in [row["model"] for row in then["models"]]


def test_a_subject_and_the_laws_exclude_each_other(seeded: Run) -> None:
    for arguments in ((), ("deepseek-v3", "--laws")):
        answer = seeded("derive", *arguments)
        assert answer.code == 2
        assert "give either a SUBJECT or --laws" in answer.err
