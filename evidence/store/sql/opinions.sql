SELECT opinion.claim_id, opinion.unit, opinion.group_name, opinion.u, opinion.lean
FROM opinion
WHERE opinion.starts <= :day AND :day < opinion.ends
