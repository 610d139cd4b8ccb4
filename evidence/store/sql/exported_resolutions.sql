SELECT claim.slug, resolution.outcome, resolution.date
FROM resolution
JOIN claim ON claim.id = resolution.claim_id
ORDER BY resolution.claim_id
