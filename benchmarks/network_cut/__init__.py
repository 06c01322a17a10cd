"""The long form of a browser test: two minutes without network."""
