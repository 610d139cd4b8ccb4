SELECT voice.claim_id, voice.unit, voice.group_name, voice.side * voice.db
FROM voice
WHERE voice.starts <= :day AND :day < voice.ends
    AND voice.claim_id IN (
        SELECT opinion.claim_id FROM opinion
        WHERE opinion.starts <= :day AND :day < opinion.ends
    )
