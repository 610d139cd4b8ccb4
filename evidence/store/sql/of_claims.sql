WHERE claim.slug IN (:claims)
