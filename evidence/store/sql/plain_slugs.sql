SELECT claim.slug FROM spoken_on JOIN claim ON claim.id = spoken_on.claim_id
