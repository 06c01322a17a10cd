"""How many heartbeats a second one process takes; `python -m benchmarks.heartbeats`."""
