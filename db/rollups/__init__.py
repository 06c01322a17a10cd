"""Counts kept up to date beside the rows that they count, so that a year of a million sessions is read in an instant.

Triggers append what a transaction changes (`triggers.py`), a task folds it into sums by time (`folding.py`), another compares the
sums with a full count and mends them (`comparing.py`). What is counted is said once, in `facts.py`.
"""
