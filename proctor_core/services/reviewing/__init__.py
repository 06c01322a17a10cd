"""Moderators: the queue, one session's case and its pictures, claims and decisions; statistics of them."""
