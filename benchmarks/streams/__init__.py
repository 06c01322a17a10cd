"""What a watched taker costs the server, and how many it can watch well."""
