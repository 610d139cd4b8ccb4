SELECT slug FROM subject WHERE type = :type
