WHERE derivation.slug IN (:slugs)
