SELECT claim.slug FROM claim WHERE claim.id IN (:numbers)
