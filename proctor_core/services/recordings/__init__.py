"""Video of sessions: live and uploaded, its rows, the work on it, what an analysis found."""
