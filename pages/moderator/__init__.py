"""Pages of the role: moderator."""
