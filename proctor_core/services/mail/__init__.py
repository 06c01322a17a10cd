"""Mail: who wants it and what is due, and handing a message to the server that an operator named."""
