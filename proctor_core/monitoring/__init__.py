"""The live path: frames in, observations judged, evidence and rows out."""
