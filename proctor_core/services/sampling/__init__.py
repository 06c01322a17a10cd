"""What the blind sample says of the rules and of the moderators."""
