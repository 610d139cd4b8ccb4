WHERE claim.slug IN (:claims)
    -- A group has the name of one of these, unless it is that of all who are low or unnamed.
    AND (
        evidence."group" IN (:groups)
        OR evidence.origin IN (:groups)
        OR source.party IN (:groups)
        OR source.party IS NULL
        OR source.repeats_id IS NOT NULL
    )
