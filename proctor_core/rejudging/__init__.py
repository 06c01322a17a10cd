"""Sessions judged again from their stored observations, under another policy; the difference is reported, nothing is stored.

`chosen` says which sessions, `session_reading` what is stored about each. `replay` judges its observations as live monitoring
did, `session_judging` compares, `judging_processes` does so in several processes. Callers use `trials`, the page `policy_lab`.
"""
