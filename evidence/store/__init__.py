"""The only code that knows SQL.

Reading runs the texts in `sql/` by the database's own driver and gives core records, so that a
question costs no heavy import. Writing goes through one SQLModel session, always with an entry in
the append-only log. Integer ids never leave this package.
"""
