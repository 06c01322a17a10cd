"""How long things are kept, and what a person may ask about their own: retention, privacy, the audit log's copy."""
