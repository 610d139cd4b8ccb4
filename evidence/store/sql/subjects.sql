SELECT subject.type, subject.slug, subject.name, owner.slug, chip.slug, subject.released,
    subject.aliases, subject.tags, subject.url, subject.notes, statement.slug,
    subject.fitted_low, subject.fitted_high
FROM subject
LEFT JOIN subject AS owner ON owner.id = subject.organization_id
LEFT JOIN subject AS chip ON chip.id = subject.hardware_id
LEFT JOIN source AS statement ON statement.id = subject.source_id
