WHERE evidence.key IN (:keys)
