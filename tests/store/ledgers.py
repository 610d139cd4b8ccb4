"""Ledgers made up at random, and random changes to them: every way in which an item may count."""

from __future__ import annotations

from random import Random
from typing import Any

from evidence.core.forms import from_mapping
from evidence.core.ledger import Change, Ledger, identity
from evidence.core.records import Claim, Evidence, Record, Source, Subject
from evidence.core.vocabulary import DIRECTNESS, GRADES, SOURCE_KINDS, STANCES, STRENGTHS
from tests.store.examples import added

DATES = ("2022", "2023-05", "2023-05-31", "2024-02", "2024-11-30", "2025-01-01")
DAYS = ("0001-01-01", "2022-12-31", "2023-05-30", "2023-05-31", "2024-02-29", "2024-12-01")
PARTIES = ("lab", "rival", "holding", "paper", None)
ORGANIZATIONS = (("holding", None), ("lab", "holding"), ("rival", None), ("paper", None))
UNITS = ("organization:lab", "organization:rival", "organization:paper")
CLAIMS = ("said", "forecast", "roll", "number")


def made(chance: Random) -> list[Record]:
    """A ledger of four claims, one of each way to judge, with what is said on them."""
    organizations = [
        Subject("organization", slug, slug, organization=owner) for slug, owner in ORGANIZATIONS
    ]
    models = [Subject("model", f"m{i}", f"M{i}", organization=_owner(chance)) for i in range(2)]
    sources = [_source(chance, number) for number in range(6)]
    records = [*organizations, *models, *sources, *_claims(chance)]
    records += [item(chance) for _ in range(chance.randrange(20))]
    records += [_search(chance) for _ in range(chance.randrange(4))]
    records += [_observation(chance) for _ in range(chance.randrange(3))]
    if chance.random() < 0.3:
        outcome = chance.choice(("true", "false", "void"))
        fields = {"claim": chance.choice(CLAIMS), "outcome": outcome, "date": "2024"}
        records.append(from_mapping("resolutions", fields))
    return list({identity(record): record for record in records}.values())


def item(chance: Random) -> Evidence:
    """One passage on some claim, or on a unit of the roll call."""
    where = chance.choice((*CLAIMS, "said", "roll/lab", "roll/rival"))
    fields: dict[str, Any] = {
        "claim": where,
        "source": f"s{chance.randrange(6)}",
        "quote": f"sentence {chance.randrange(8)}",
        "locator": chance.choice(("p. 1", "p. 1", "p. 1", None)),
        "stance": chance.choice(tuple(STANCES)),
        "strength": chance.choice((*STRENGTHS, None)),
        "directness": chance.choice((*DIRECTNESS, None)),
        "published": chance.choice((*DATES, None)),
        "ended": _seldom(chance, chance.choice(DATES)),
        "retracted": _seldom(chance, "2025"),
        "group": _seldom(chance, chance.choice(("one", "lab"))),
        "origin": _seldom(chance, "lab"),
        "relayed_from_grade": _seldom(chance, chance.choice(tuple(GRADES))),
        "status": _seldom(chance, "draft"),
        "supersedes": _seldom(chance, {"source": f"s{chance.randrange(6)}"}),
    }
    if fields["group"]:
        fields["group_reason"] = "one leak"
    if chance.random() < 0.3:
        fields |= {"probability": chance.choice((0, 0.2, 0.5, 0.9, 1)), "strength": None}
    found = from_mapping("evidence", {k: v for k, v in fields.items() if v is not None})
    assert isinstance(found, Evidence)
    return found


def changed(chance: Random, ledger: Ledger) -> list[Change]:
    """A change of some record, a new item, or one that is no longer there."""
    kind = chance.choice((Evidence, Evidence, Source, Source, Subject, Claim, None))
    among = [record for record in ledger if kind and isinstance(record, kind)]
    if not among:
        new = item(chance)
        return added([new]) if ledger.get(identity(new)) is None else []
    before = chance.choice(among)
    after = None
    if isinstance(before, Evidence):
        after = None if chance.random() < 0.3 else before._replace(**_correction(chance))
    elif isinstance(before, Source):
        name = chance.choice(("kind", "party", "published", "standing", "repeats", "authors"))
        other = _source(chance, int(before.slug[1:]))
        after = before._replace(**{name: getattr(other, name)})
    elif isinstance(before, Subject):
        after = before._replace(organization=_owner(chance))
    elif isinstance(before, Claim):
        after = {claim.slug: claim for claim in _claims(chance)}[before.slug]
    return [Change(before, after)]


def _correction(chance: Random) -> dict[str, Any]:
    return chance.choice(
        (
            {"retracted": "2025"},
            {"retracted": None},
            {"ended": chance.choice(DATES)},
            {"strength": chance.choice(tuple(STRENGTHS))},
            {"published": chance.choice(DATES)},
            {"group": "one", "group_reason": "one leak"},
            {"group": None, "group_reason": None},
        )
    )


def _source(chance: Random, number: int) -> Source:
    return Source(
        f"s{number}",
        chance.choice(tuple(SOURCE_KINDS)),
        party=chance.choice(PARTIES),
        published=chance.choice((*DATES, None)),
        authors=chance.choice(((), ("A. Author",))),
        grade=_seldom(chance, chance.choice(tuple(GRADES))),
        self_interested=chance.choice((True, False, None)),
        repeats=f"s{chance.randrange(number)}" if number and chance.random() < 0.4 else None,
        standing=_seldom(chance, "retracted"),
    )


def _claims(chance: Random) -> list[Claim]:
    model = f"model:m{chance.randrange(2)}"
    prior = chance.choice((None, 0.2, 0.7))
    units = tuple(chance.sample(UNITS, chance.randint(2, 3)))
    return [
        Claim("said", "statement", "Somebody said it", about=(model,)),
        Claim("forecast", "forecast", "It will be so", subject=model, prior=prior),
        Claim("roll", "prevalence", "Most do it", threshold=0.5, units=units, prior=prior),
        Claim(
            *("number", "quantity", "It took 4e24 to 6e24", model, "training_compute"),
            *("4e24", "6e24"),
        ),
    ]


def _search(chance: Random) -> Record:
    source = {"source": f"s{chance.randrange(6)}"} if chance.random() < 0.5 else {}
    fields = {
        **{"claim": chance.choice((*CLAIMS, "roll/paper")), "corpus": "filings"},
        **{"query": f"words {chance.randrange(3)}", "date": chance.choice(DATES)},
        **{"detection": chance.choice((0, 0.5, 0.9, 1)), "stance": chance.choice(tuple(STANCES))},
    }
    return from_mapping("searches", fields | source)


def _observation(chance: Random) -> Record:
    fields = {
        **{"subject": f"model:m{chance.randrange(2)}", "attribute": "training_compute"},
        **{"value": chance.choice(("5e24", "4e24 to 8e24", "2e25"))},
        **{"source": f"s{chance.randrange(6)}", "quote": "so much", "locator": "p. 2"},
    }
    return from_mapping("observations", fields)


def _owner(chance: Random) -> str | None:
    return chance.choice(("lab", "rival", "holding", None))


def _seldom(chance: Random, value: Any) -> Any:
    return value if chance.random() < 0.15 else None
