"""Pages of the role: analyst."""
