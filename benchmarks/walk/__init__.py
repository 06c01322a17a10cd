"""A moderator's whole day by keyboard, in a real browser."""
