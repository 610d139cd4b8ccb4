SELECT claim.slug, evidence.key, evidence.supersedes
FROM claim
JOIN evidence ON evidence.claim_id = claim.id
WHERE evidence.supersedes IS NOT NULL AND claim.slug IN (:claims)
