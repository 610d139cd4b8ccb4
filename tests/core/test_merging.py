from __future__ import annotations

import pytest

from evidence.core.forms import as_mapping, from_mapping
from evidence.core.ledger import Change, Ledger
from evidence.core.merging import plan
from evidence.core.records import Record

META = from_mapping("organizations", {"slug": "meta", "name": "Meta"})
RENAMED = from_mapping("organizations", {"slug": "meta", "name": "Meta Platforms"})
BLOG = from_mapping("sources", {"slug": "blog", "party": "meta"})


def item(**more: object) -> Record:
    fields = {"claim": "c", "source": "blog", "stance": "supports", "quote": "FP8", "locator": "1"}
    return from_mapping("evidence", {**fields, **more})


def test_what_is_not_there_is_new_and_comes_in_the_order_of_references() -> None:
    result = plan(Ledger(), [item(), BLOG, META])
    assert result.new == {"organizations": 1, "sources": 1, "evidence": 1}
    assert result.changes == (Change(None, META), Change(None, BLOG), Change(None, item()))
    assert (result.unchanged, result.changed, result.conflicts) == ({}, {}, [])


def test_importing_again_changes_nothing() -> None:
    result = plan(Ledger([META, BLOG, item()]), [META, BLOG, item()])
    assert (result.new, result.changes) == ({}, ())
    assert result.unchanged == {"organizations": 1, "sources": 1, "evidence": 1}


def test_a_record_named_twice_in_a_call_counts_once() -> None:
    assert plan(Ledger(), [META, META, META]).new == {"organizations": 1}
    assert plan(Ledger([META]), [META, META]).unchanged == {"organizations": 1}


def test_other_content_under_a_known_slug_is_a_conflict_that_shows_both() -> None:
    result = plan(Ledger([META]), [RENAMED])
    (conflict,) = result.conflicts
    assert (conflict.kind, conflict.name, conflict.fields) == ("organizations", "meta", ("name",))
    assert (conflict.before, conflict.after) == (as_mapping(META), as_mapping(RENAMED))
    assert result.changes == ()


def test_an_update_accepts_other_content_and_keeps_the_former_beside_it() -> None:
    result = plan(Ledger([META]), [RENAMED], update=True)
    assert result.changed == {"organizations": 1}
    assert result.changes == (Change(META, RENAMED),)
    assert result.conflicts == []


@pytest.mark.parametrize("update", [False, True])
def test_two_different_records_with_one_slug_in_a_call_are_a_conflict_in_any_case(
    update: bool,
) -> None:
    (conflict,) = plan(Ledger(), [META, RENAMED], update).conflicts
    assert (conflict.name, conflict.after["name"]) == ("meta", "Meta Platforms")


def test_evidence_of_one_key_with_another_strength_is_a_conflict_unless_updated() -> None:
    before, after = item(), item(strength="strong", note="read again")
    (conflict,) = plan(Ledger([before]), [after]).conflicts
    assert conflict.fields == ("strength", "note")
    assert plan(Ledger([before]), [after], update=True).changed == {"evidence": 1}


KEPT = from_mapping("sources", {"slug": "blog", "party": "meta", "sha256": "ab" * 32})
ANOTHER = from_mapping("sources", {"slug": "blog", "party": "meta", "sha256": "cd" * 32})


@pytest.mark.parametrize("update", [False, True])
def test_a_source_that_leaves_out_the_hash_of_its_kept_copy_is_unchanged(update: bool) -> None:
    result = plan(Ledger([KEPT]), [BLOG], update)
    assert (result.unchanged, result.changes, result.conflicts) == ({"sources": 1}, (), [])


def test_a_source_that_names_another_hash_is_a_conflict() -> None:
    (conflict,) = plan(Ledger([KEPT]), [ANOTHER]).conflicts
    assert conflict.fields == ("sha256",)


def test_an_update_of_something_else_keeps_the_hash_that_it_leaves_out() -> None:
    titled = BLOG._replace(title="The Llama 4 herd")
    (conflict,) = plan(Ledger([KEPT]), [titled]).conflicts
    assert conflict.fields == ("title",)
    result = plan(Ledger([KEPT]), [titled], update=True)
    assert result.changes == (Change(KEPT, KEPT._replace(title="The Llama 4 herd")),)


def test_only_what_the_program_fills_may_be_left_out() -> None:
    titled = BLOG._replace(title="The Llama 4 herd")
    (conflict,) = plan(Ledger([titled]), [BLOG]).conflicts
    assert conflict.fields == ("title",)


def test_evidence_with_another_quote_is_another_item() -> None:
    assert plan(Ledger([item()]), [item(quote="bf16")]).new == {"evidence": 1}


def test_a_composed_and_a_decomposed_letter_are_the_same_content() -> None:
    one = from_mapping("organizations", {"slug": "o", "name": "caf\u00e9"})
    two = from_mapping("organizations", {"slug": "o", "name": "cafe\u0301"})
    assert plan(Ledger([one]), [two]).unchanged == {"organizations": 1}


def test_a_number_entered_as_text_is_other_content_than_the_number() -> None:
    law = {"slug": "l", "name": "L"}
    before = from_mapping("laws", {**law, "fitted_low": 8})
    assert plan(Ledger([before]), [from_mapping("laws", {**law, "fitted_low": "8"})]).conflicts
