"""Sessions whose own client reports: heartbeats, pictures, violations."""
