"""What one session's camera sends, up to the picture that is looked at."""
