SELECT slug FROM derivation
