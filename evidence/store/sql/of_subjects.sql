WHERE subject.slug IN (:slugs)
