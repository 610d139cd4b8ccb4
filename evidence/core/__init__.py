"""The domain: frozen records and pure functions.

Nothing here reads a file, a clock or a database, so every number can be recomputed by hand from
the records alone. Days are ISO strings (`2024-12-27`), which compare as dates do.
"""
