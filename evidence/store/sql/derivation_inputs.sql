SELECT derivation.slug, derivation_input.position, derivation_input.name, derivation_input.entered,
    subject.type || ':' || subject.slug, derivation_input.observation
FROM derivation
JOIN derivation_input ON derivation_input.derivation_id = derivation.id
LEFT JOIN subject ON subject.id = derivation_input.subject_id
