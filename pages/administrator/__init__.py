"""Pages of the role: administrator."""
