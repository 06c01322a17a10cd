"""Drawn people, demo clips and demo content."""
