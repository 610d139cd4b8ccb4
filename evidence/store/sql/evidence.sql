SELECT claim.slug || coalesce('/' || evidence.unit, ''), source.slug, evidence.stance,
    evidence.strength, evidence.directness, evidence.quote, evidence.locator, evidence.value,
    evidence.probability, evidence.published, evidence.ended, evidence.ended_reason,
    evidence.retracted, evidence.retracted_reason, evidence."group", evidence.group_reason,
    evidence.origin, evidence.relayed_from_grade, evidence.supersedes, evidence.quote_role,
    evidence.status, evidence.verified, evidence.verified_note, evidence.note, evidence.key
FROM evidence
JOIN claim ON claim.id = evidence.claim_id
JOIN source ON source.id = evidence.source_id
