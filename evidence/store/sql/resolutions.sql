SELECT claim.slug, resolution.outcome, resolution.date, source.slug, resolution.note
FROM resolution
JOIN claim ON claim.id = resolution.claim_id
LEFT JOIN source ON source.id = resolution.source_id
