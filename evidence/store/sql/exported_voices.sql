SELECT claim.slug, voice.unit, voice.group_name, voice.side, voice.starts, voice.ends, voice.db
FROM voice
JOIN claim ON claim.id = voice.claim_id
ORDER BY voice.claim_id, voice.unit, voice.group_name, voice.side, voice.starts
