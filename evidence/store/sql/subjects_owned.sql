SELECT subject.type || ':' || subject.slug
FROM subject AS owner
JOIN subject ON subject.organization_id = owner.id
WHERE owner.slug = :slug AND owner.type = :type
UNION
SELECT subject.type || ':' || subject.slug
FROM subject AS chip
JOIN subject ON subject.hardware_id = chip.id
WHERE chip.slug = :slug AND chip.type = :type
