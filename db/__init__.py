"""SQLModel tables by aggregate, engine, queries, migrations."""
