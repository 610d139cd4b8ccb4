SELECT slug FROM claim
