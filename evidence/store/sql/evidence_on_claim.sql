WHERE claim.slug = :claim AND evidence.key IN (:keys)
