"""The crowd: drawn people by the thousand, with whose sessions a database is filled (`proctor_core/demo/crowd/`)."""

CROWD = "demo.crowd."
"""So begin the names of their accounts: nobody is signed in as one of them by a demo button."""
