SELECT DISTINCT source.slug, evidence.source_id, evidence.stance, evidence.strength,
    evidence.directness, evidence.relayed_from_grade, evidence.origin, evidence.published,
    source.published
FROM spoken_on
JOIN evidence ON evidence.claim_id = spoken_on.claim_id
JOIN source ON source.id = evidence.source_id
