"""Is each of the demo's stories, drawn and seen by the real checks, what it is listed as? The short form is in tests/demo."""
