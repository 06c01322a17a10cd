"""What takers answered, drawn for the two roles that may see it."""
