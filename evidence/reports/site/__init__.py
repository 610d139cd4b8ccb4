"""The static site: every page of a collection as files that need no server."""
