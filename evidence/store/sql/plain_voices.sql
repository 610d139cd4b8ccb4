INSERT INTO voice (claim_id, unit, group_name, side, starts, ends, db)
SELECT claim_id, '', group_name, side, starts,
    lead(starts, 1, 99991232) OVER (PARTITION BY claim_id, group_name, side ORDER BY starts), db
FROM (
    SELECT claim_id, group_name, side, starts, db,
        max(db) OVER (
            PARTITION BY claim_id, group_name, side ORDER BY starts
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS before
    FROM (
        SELECT evidence.claim_id, speaker.group_name, speaker.side, speaker.starts,
            max(speaker.db) AS db
        FROM spoken_on
        JOIN evidence ON evidence.claim_id = spoken_on.claim_id
        JOIN speaker ON speaker.source_id = evidence.source_id
            AND speaker.stance = evidence.stance
            AND speaker.strength = coalesce(evidence.strength, '')
            AND speaker.directness = coalesce(evidence.directness, '')
            AND speaker.relayed = coalesce(evidence.relayed_from_grade, '')
            AND speaker.origin = coalesce(evidence.origin, '')
            AND speaker.published = coalesce(evidence.published, '')
        WHERE coalesce(evidence.quote, evidence.value) IS NOT NULL
            AND evidence.locator IS NOT NULL AND evidence.status IS NULL
        GROUP BY evidence.claim_id, speaker.group_name, speaker.side, speaker.starts
    )
)
WHERE before IS NULL OR db > before
ORDER BY claim_id, group_name, side, starts
