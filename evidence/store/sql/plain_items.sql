-- How items speak: from their day on for ever, not at all, or in a way that takes a hearing.
SELECT evidence.claim_id, evidence.source_id, evidence.published, evidence.origin,
    evidence.relayed_from_grade, evidence.stance, evidence.strength, evidence.directness,
    CASE
        WHEN evidence.probability IS NOT NULL OR coalesce(
            evidence.unit, evidence.ended, evidence.retracted, evidence."group",
            evidence.supersedes
        ) IS NOT NULL THEN 'otherwise'
        WHEN coalesce(evidence.quote, evidence.value) IS NULL
            OR evidence.locator IS NULL OR evidence.status IS NOT NULL THEN 'not'
        ELSE 'for ever'
    END
FROM evidence
WHERE evidence.claim_id IN (:claims)
ORDER BY evidence.claim_id
