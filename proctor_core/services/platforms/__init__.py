"""Other survey platforms: their sessions, their surveys, their repeated requests."""
