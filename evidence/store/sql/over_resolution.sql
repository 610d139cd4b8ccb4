SELECT claim AS claim_id, outcome, date FROM resolutions
