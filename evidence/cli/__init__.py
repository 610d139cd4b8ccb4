"""The command line: one verb a file, parse -> one call -> print.

Commands are imported when they are called; their one-line helps stand in `commands.py`, so that
`evidence --help` loads none of them.
"""
