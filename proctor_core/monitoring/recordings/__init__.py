"""Recordings that are looked at afterwards: uploads, and files given to `analyze`."""
