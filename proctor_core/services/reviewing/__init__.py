"""Moderators: the queue, the gallery, one session's case, verdicts, decisions, proposals and appeals; statistics of them."""
