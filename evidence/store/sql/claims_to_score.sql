SELECT claim.id, claim.slug, claim.kind, claim.prior, resolution.outcome, resolution.date
FROM claim
LEFT JOIN resolution ON resolution.claim_id = claim.id
