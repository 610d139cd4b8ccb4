SELECT set_config('statement_timeout', '0', true)
FROM pg_settings
WHERE name = 'statement_timeout' AND setting = :ours
