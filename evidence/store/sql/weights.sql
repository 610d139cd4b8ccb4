SELECT voice.claim_id, voice.unit,
    coalesce(sum(voice.db) FILTER (WHERE voice.side = 1), 0.0),
    coalesce(sum(voice.db) FILTER (WHERE voice.side = -1), 0.0),
    count(*) FILTER (WHERE voice.side = 1 AND voice.db >= :heard),
    count(*) FILTER (WHERE voice.side = -1 AND voice.db >= :heard)
FROM voice
WHERE voice.starts <= :day AND :day < voice.ends
