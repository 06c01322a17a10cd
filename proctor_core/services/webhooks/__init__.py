"""Messages to other servers: subscriptions, outbox, sending."""
