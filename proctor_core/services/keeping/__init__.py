"""How long things are kept and what is taken out: retention, legal holds, privacy, case files, the audit log's copy."""
