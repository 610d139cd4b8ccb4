SELECT claim.slug, claim.kind, claim.threshold, claim.prior
FROM claim
ORDER BY claim.id
