"""The policy lab, drawn for the two roles that may count sessions."""
