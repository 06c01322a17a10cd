"""Model files: what they are, where they may come from, and getting those that are missing."""
