SELECT derivation.slug, derivation.method, derivation.method_version, derivation.attribute,
    subject.type || ':' || subject.slug, derivation.result, derivation.why, derivation.recorded
FROM derivation
LEFT JOIN subject ON subject.id = derivation.subject_id
