SELECT claim.slug, claim.id FROM claim
