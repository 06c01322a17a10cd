"""Recordings that come over HTTP: tus, and whole files."""
