INSERT OR IGNORE INTO spoken_on
SELECT claim.id FROM claim
WHERE claim.slug = ? AND claim.subject_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM claim_subject WHERE claim_subject.claim_id = claim.id)
    AND NOT EXISTS (SELECT 1 FROM search WHERE search.claim_id = claim.id)
    AND NOT EXISTS (
        SELECT 1 FROM evidence
        WHERE evidence.claim_id = claim.id
            AND coalesce(
                evidence.unit, evidence.ended, evidence.retracted, evidence."group",
                evidence.supersedes, evidence.probability
            ) IS NOT NULL
    )
