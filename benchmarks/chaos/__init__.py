"""SIGKILL at random moments of a streamed session."""
