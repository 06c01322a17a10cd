"""How right the checks and rules are on labelled videos and pictures: `python -m benchmarks.accuracy`."""
