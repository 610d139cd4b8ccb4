SELECT claim AS claim_id, unit, group_name, starts, ends, u, lean FROM opinions
