SELECT evidence.claim_id, evidence.key, evidence.source_id, evidence.stance, evidence.strength,
    evidence.directness, evidence.quote, evidence.locator, evidence.probability,
    evidence.published, evidence.origin, evidence.relayed_from_grade, evidence.verified,
    evidence.verified_note, evidence.note,
    coalesce(
        evidence.unit, evidence.value, evidence.ended, evidence.ended_reason, evidence.retracted,
        evidence.retracted_reason, evidence."group", evidence.group_reason, evidence.supersedes,
        evidence.quote_role, evidence.status
    )
FROM evidence
WHERE evidence.claim_id = :claim AND evidence.key = :key
