"""Why nothing more can wait for the database."""

from proctor_core.codes.code import Code


class OutboxRefusal(Code):
    """Messages of errors; the values are those in their sentences."""

    FULL = "full", "{waiting} bytes wait already", "waiting"
    NOT_WRITTEN = "not_written", "the outbox can't be written: {error}"
