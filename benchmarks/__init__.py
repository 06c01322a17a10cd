"""Measurements that a person runs: accuracy, cost. Nothing here is part of the program."""
