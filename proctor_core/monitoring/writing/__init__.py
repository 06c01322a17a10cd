"""The one thread that writes what monitoring found, what waits for it, and what could not be written."""
