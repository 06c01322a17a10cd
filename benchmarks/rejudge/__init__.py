"""How long sessions take to be judged again, and how much memory: generated sessions of 20 minutes, the real command's parts."""
