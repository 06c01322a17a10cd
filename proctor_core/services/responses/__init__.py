"""What a survey's owner gets of its answers: read by page, seen as figures, taken out as a file."""
