"""Codes of what this program says: errors, reasons, refusals. Each carries its English sentence, the source of every other."""
