"""What recording costs: bytes, picture size and faces found, through a real browser."""
