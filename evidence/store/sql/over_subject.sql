SELECT DISTINCT unit AS id, unit AS slug FROM units
