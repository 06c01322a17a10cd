"""What goes on while the database is away."""
