"""The specification: folders mirror the packages; a test's name is a sentence."""
