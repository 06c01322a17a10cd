"""Whether the API keeps what its OpenAPI document says, for every kind of caller; `python -m benchmarks.contract`."""
