-- Whether an item takes a hearing of its own, and on what its weight rests. What was retracted is
-- seen on no day, and a draft says nothing unless it is a probability.
SELECT
    evidence.key,
    evidence.probability IS NOT NULL OR coalesce(
        evidence.unit, evidence.ended, evidence."group", evidence.supersedes
    ) IS NOT NULL,
    coalesce(evidence.published, source.published),
    CASE WHEN source.repeats_id IS NOT NULL THEN source.slug END,
    source.party, source.authors, source.publisher,
    source.kind, source.grade, source.self_interested, source.standing,
    evidence.stance, evidence.strength, evidence.directness, evidence.origin,
    evidence.relayed_from_grade
FROM evidence
JOIN claim ON claim.id = evidence.claim_id
JOIN source ON source.id = evidence.source_id
WHERE claim.slug = :claim
    AND evidence.retracted IS NULL
    AND (
        evidence.probability IS NOT NULL
        OR (evidence.quote <> '' OR evidence.value IS NOT NULL)
        AND evidence.locator <> '' AND evidence.status IS NULL
    )
