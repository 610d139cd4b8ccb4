WHERE search.key IN (:keys)
