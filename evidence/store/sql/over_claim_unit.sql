SELECT claim AS claim_id, '' AS list_name, position, unit AS subject_id FROM units
