"""One module per use case; a use case is one transaction."""
