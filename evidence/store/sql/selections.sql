SELECT subject.type || ':' || subject.slug, selection.attribute, selection.observation,
    selection.rule, nullif(selection.scope, ''), nullif(selection.number_format, ''),
    selection.reason, selection.date
FROM selection
JOIN subject ON subject.id = selection.subject_id
