"""One running session: its monitor, what it makes of each look, and the threads that look."""
