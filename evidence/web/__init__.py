"""The read-only view: the pages of the site, worked out of the database as they are asked for."""
