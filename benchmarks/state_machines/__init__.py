"""Whether what is promised of sessions and reviews holds in any order of steps; `python -m benchmarks.state_machines`."""
