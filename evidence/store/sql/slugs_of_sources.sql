SELECT slug FROM source
