SELECT to_regclass('alembic_version')
