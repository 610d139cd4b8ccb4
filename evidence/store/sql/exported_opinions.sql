SELECT claim.slug, opinion.unit, opinion.group_name, opinion.starts, opinion.ends, opinion.u,
    opinion.lean
FROM opinion
JOIN claim ON claim.id = opinion.claim_id
ORDER BY opinion.claim_id, opinion.unit, opinion.group_name, opinion.starts
