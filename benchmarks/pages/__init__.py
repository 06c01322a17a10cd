"""How long the lists and counts behind the pages take over a full database; `python -m benchmarks.pages`."""
