"""The command line, `python -m proctor_core VERB`: what an operator does without a browser; one module per kind of verb."""
