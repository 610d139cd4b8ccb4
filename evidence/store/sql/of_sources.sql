WHERE source.slug IN (:slugs)
