"""What analysts count of sessions and of what moderators decided."""
