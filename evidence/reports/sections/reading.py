"""How to read a report: the day it is for, and every term that it uses, in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from evidence.core.vocabulary import DIRECTNESS, GRADES, STRENGTHS
from evidence.reports.dossier import Stamp
from evidence.reports.page import Facts, Paragraph, code, strong, text

TITLE = "How to read this"


def stamp(stamp: Stamp) -> Paragraph:
    """The day, the method and the state of the database that everything here belongs to."""
    known = f", as this database knew it on {stamp.known_at}" if stamp.known_at else ""
    head = (
        (f"log entry {stamp.entry}, head ", code(stamp.head[:16]))
        if stamp.entry
        else ("empty log",)
    )
    day = ("What was public on ", strong(stamp.as_of), f"{known}. Method {stamp.method}, ")
    return Paragraph(text(*day, f"evidence {stamp.version}, ", *head, "."), "aside")


def glossary(stamp: Stamp) -> Facts:
    """The terms, each explained in a sentence or two."""
    return Facts(tuple((term, text(words)) for term, words in terms(stamp).items()))


def terms(stamp: Stamp) -> Mapping[str, str]:
    """The same terms with their meaning as plain text."""
    return dict(_terms(stamp))


def _terms(stamp: Stamp) -> tuple[tuple[str, str], ...]:
    return (
        (
            "probability",
            "How probable the claim is on the evidence listed here, from 0 to 1. The words with it "
            "are those of the standard ICD-203: very likely is .80 to .95, roughly even chance "
            ".45 to .55.",
        ),
        (
            "status",
            "Supported from .80, refuted up to .20, leaning between those and .65 or .35, "
            "undecided in the middle; contested when both sides weigh much; insufficient evidence "
            "when neither does.",
        ),
        (
            "confidence",
            "How much evidence there is and how far it agrees. It says nothing about the side.",
        ),
        (
            "dB",
            "Decibans, the unit in which evidence is weighed: 3 dB double the odds, 10 dB make "
            "them ten times as high. Weights add up, from the prior to the total.",
        ),
        (
            "weight",
            "10 log10((1+q)/(1-q)), where q is strength times directness times the reliability of "
            "the source's grade. In each independent group only the strongest item of a side "
            "counts: a repeat adds nothing.",
        ),
        ("voice", "An independent group whose evidence weighs 1 dB or more."),
        ("strength", _listed(STRENGTHS)),
        ("directness", _listed(DIRECTNESS)),
        ("grade", _listed(GRADES)),
        (
            "estimate",
            "A sourced value of the very number, or what a method makes of other sourced values. "
            "Estimates are averaged, not added; inside tells how much of one lies in the claimed "
            "range. A range is a 90 % interval.",
        ),
        (
            "roll call",
            "Each listed unit is asked by name. Who says nothing is silent: not yes, not no, and "
            "not a half.",
        ),
        (
            "stamp",
            "The day, the method and the state of the records that a page belongs to. Everything "
            "written to the database is an entry of its log; the head is the start of the last "
            "entry's SHA-256, which stands for all entries up to it.",
        ),
        (
            "limits",
            f"The tables of method {stamp.method} are judgements, not fitted values; groups that "
            "look independent may share a hidden cause. Two percent are kept for the chance that "
            "all the evidence misleads.",
        ),
    )


def _listed(terms: Mapping[str, str]) -> str:
    return "; ".join(f"{term}: {words}" for term, words in terms.items()) + "."
