SELECT claim.slug, claim.kind, claim.statement, subject.type || ':' || subject.slug,
    claim.attribute, claim.low, claim.high, claim.value, claim.number_format, claim.sparsity,
    claim.scope, claim.convention, claim.computed_by, claim.threshold, NULL, claim.units_rule,
    NULL, claim.period, NULL, asserted.slug, claim.prior, claim.prior_reason, claim.opened,
    claim.falsifier, claim.resolution, claim.criteria, claim.tags, claim.notes
FROM claim
LEFT JOIN subject ON subject.id = claim.subject_id
LEFT JOIN claim AS asserted ON asserted.id = claim.asserts_id
