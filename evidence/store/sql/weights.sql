SELECT voice.claim_id, voice.unit,
    sum(CASE WHEN voice.side = 1 THEN voice.db ELSE 0 END),
    sum(CASE WHEN voice.side = -1 THEN voice.db ELSE 0 END),
    sum(CASE WHEN voice.side = 1 AND voice.db >= :heard THEN 1 ELSE 0 END),
    sum(CASE WHEN voice.side = -1 AND voice.db >= :heard THEN 1 ELSE 0 END)
FROM voice
WHERE voice.starts <= :day AND :day < voice.ends
