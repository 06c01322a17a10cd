"""Moderators: the queue, one session's case and its pictures, claims, verdicts and decisions; statistics of them."""
