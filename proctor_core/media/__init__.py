"""Media store: pictures and recordings in a folder or an object store."""
