"""One session as a file for whoever has to judge it outside: a ZIP of PDF, JSON and stills that a stranger can check."""
