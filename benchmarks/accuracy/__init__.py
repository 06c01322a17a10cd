"""How accurate the checks and rules are on labelled videos and pictures: `python -m benchmarks.accuracy`."""
