"""tus-js-client against the real program: cuts, a restart, the server's memory."""
