"""Pages of the role: taker."""
