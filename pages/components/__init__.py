"""Pieces that the pages of several roles share."""
