"""Who may sign in: people, passwords, sign-ins, API tokens."""
