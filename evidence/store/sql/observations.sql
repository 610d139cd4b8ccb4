SELECT subject.type || ':' || subject.slug, observation.attribute, observation.value, source.slug,
    observation.quote, observation.locator, observation.number_format, observation.sparsity,
    observation.scope, observation.convention, observation.basis, observation.origin,
    observation.derived_from, observation.relayed_from_grade, observation.year,
    observation.published, observation.ended, observation.ended_reason, observation.retracted,
    observation.retracted_reason, observation.supersedes, observation.status,
    observation.verified, observation.verified_note, observation.note, observation.key
FROM observation
JOIN subject ON subject.id = observation.subject_id
JOIN source ON source.id = observation.source_id
