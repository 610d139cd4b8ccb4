"""Pages about things: a subject with its numbers, a source with what it says, lists of both."""
