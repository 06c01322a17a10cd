"""Presses that come too early, at every delay."""
