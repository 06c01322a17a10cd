"""Words and pure values that every layer may use."""
