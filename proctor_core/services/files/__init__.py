"""Which files belong to whom: a session's, the store's, and those of nobody."""
