"""Work that nobody waits for: queues that last, the thread that works them off, and what is declared on them."""
