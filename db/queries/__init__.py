"""Reads that span tables, each answering one question of a service."""
