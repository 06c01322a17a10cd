"""A taker's way through one survey, and what is reported of it meanwhile."""
