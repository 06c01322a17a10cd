"""A crowd of drawn takers with a year of sessions: rows as the program would have left them, by the thousand, without pictures.

The stories of the demo are told through the real monitoring, a few seconds each; here rows are written at once, for whoever wants
to see pages, queries and the chain at their real size. `python -m proctor_core demo --sessions N`.
"""
