SELECT source.slug, imported_row.number, subject.type || ':' || subject.slug, imported_row.cells
FROM imported_row
JOIN source ON source.id = imported_row.source_id
LEFT JOIN subject ON subject.id = imported_row.subject_id
