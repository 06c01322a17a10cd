"""Observations -> violations -> incidents; pure, no pixels, no clock."""
