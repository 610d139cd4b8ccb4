SELECT claim AS claim_id, '' AS list_name, unit AS subject_id FROM units
