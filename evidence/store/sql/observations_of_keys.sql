WHERE observation.key IN (:keys)
