"""Where a claim stands: what was asked, the verdict, and what to know before trusting it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evidence.core.answering import Answer
from evidence.core.flags import FLAGS
from evidence.core.numbers import brief, format_number
from evidence.core.records import Claim, Resolution, claim_and_unit
from evidence.core.roll_call import RollCall
from evidence.core.support import Support
from evidence.core.vocabulary import CLAIM_KINDS
from evidence.reports import plain
from evidence.reports.dossier import Chapter
from evidence.reports.page import (
    Block,
    Facts,
    Items,
    Paragraph,
    Text,
    Verdict,
    code,
    joined,
    sentence,
    strong,
    text,
)
from evidence.reports.sections.naming import (
    attribute_name,
    claim_name,
    listed,
    source_name,
    subject_name,
)


def blocks(chapter: Chapter) -> Iterator[Block]:
    """What the estimates or the units say, the verdict, and the warnings that go with it."""
    support = chapter.support
    if support.answer is not None:
        yield Paragraph(text(together(support.answer)), "lead")
    if support.roll_call is not None:
        yield Paragraph(text(sentence(roll_line(support.roll_call, chapter.claim))), "lead")
    yield Verdict(support.status, support.likelihood, support.probability, support.confidence)
    if chapter.resolution is not None:
        yield Paragraph(_turned_out(chapter, chapter.resolution))
    yield Paragraph(text(sentence(weighed(support))))
    if support.flags:
        yield Items(tuple(map(_warning, support.flags)))


def together(answer: Answer) -> str:
    """What the estimates of a number say together, and what was claimed."""
    claimed = plain.claimed(answer)
    if answer.pooled is None:
        return f"There is no estimate yet; claimed is {claimed}."
    p, unit = answer.pooled, f" {answer.unit}" if answer.unit not in ("", "share") else ""
    middle, low, high = map(format_number, (p.median, p.low, p.high))
    said = f"The estimates together give {middle}{unit}, with 90 % from {low} to {high}"
    return f"{said}; {p.mass:.0%} of that lies inside what is claimed, {claimed}."


def _warning(flag: str) -> Text:
    return text(strong(sentence(FLAGS[flag])), " ", code(flag))


def _turned_out(chapter: Chapter, resolution: Resolution) -> Text:
    """When the claim was settled, by whom, and what the number beside the verdict then is."""
    told = (
        "set aside as void" if resolution.outcome == "void" else f"settled as {resolution.outcome}"
    )
    by = source_name(chapter.settled_by, resolution.source)
    note = f" {sentence(resolution.note)}" if resolution.note else ""
    source = (", by ", *by) if by else ()
    last = " The probability is what the evidence alone gives."
    return text(f"It was {told} on {resolution.date}", *source, f".{note}{last}")


def weighed(support: Support) -> str:
    """How much speaks for and against, and how many independent voices that is."""
    voices = f"{_voices(support.voices_for)} for it and {_voices(support.voices_against)} against"
    weights = f"{support.weight_for_db:.2f} dB for, {support.weight_against_db:.2f} dB against"
    return f"Confidence {support.confidence}: {voices}; {weights}"


def _voices(count: int) -> str:
    words = {0: "no independent voice", 1: "one independent voice"}
    return words.get(count, f"{count} independent voices")


def roll_line(roll: RollCall, claim: Claim) -> str:
    """The counts of a roll call with the bounds that the silent leave open."""
    low, high = roll.bounds
    say = "says" if roll.yes == 1 else "say"
    counts = f"of {roll.units} asked, {roll.yes} {say} yes, {roll.no} no, {roll.silent} nothing"
    are = "is" if roll.unclear == 1 else "are"
    unclear = f", {roll.unclear} {are} unclear" if roll.unclear else ""
    share = f"the share lies between {low:.0%} and {high:.0%}"
    return f"{counts}{unclear}; {share}, and the claim needs more than {claim.threshold or 0.5:.0%}"


def facts(chapter: Chapter) -> Facts:
    """What exactly is claimed."""
    claim, pairs = chapter.claim, []
    unit = claim_and_unit(chapter.support.claim)[1]
    if unit is not None:
        pairs.append(("one unit of", text(claim_name(claim))))
        return Facts((*pairs, ("name here", text(code(chapter.support.claim)))))
    pairs.append(("kind", text(f"{claim.kind}: {CLAIM_KINDS[claim.kind]}")))
    if claim.subject and claim.attribute:
        pairs.append(("asks for", _asked(claim, chapter.names)))
    if chapter.support.answer is not None:
        pairs.append(("claimed", text(plain.claimed(chapter.support.answer))))
    about = [ref for ref in claim.about if ref != claim.subject]
    if about:
        pairs.append(
            (
                "about",
                joined((text(subject_name(ref, chapter.names.get(ref))) for ref in about), ", "),
            )
        )
    pairs += [(name, text(words)) for name, words in _particulars(claim) if words]
    pairs.append(("name here", text(code(claim.slug))))
    return Facts(tuple(pairs))


def _asked(claim: Claim, names: Mapping[str, str]) -> Text:
    ref = claim.subject or ""
    return text(attribute_name(claim.attribute or ""), " of ", subject_name(ref, names.get(ref)))


def _particulars(claim: Claim) -> Iterator[tuple[str, str]]:
    yield (
        "counts as",
        listed(
            attribute_name(word)
            for word in (claim.scope, claim.convention, claim.number_format, claim.sparsity)
            if word
        ),
    )
    yield "period", claim.period or ""
    if claim.prior is not None:
        reason = claim.prior_reason or "no reason given"
        yield "prior", f"{format_number(claim.prior)}: {reason}"
    yield "opened", claim.opened or ""
    yield "settled by", claim.resolution or claim.criteria or ""
    yield "tags", ", ".join(claim.tags)
    yield "notes", brief(claim.notes) if claim.notes else ""
