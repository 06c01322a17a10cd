"""Why something can't be chained, or exported heads can't be compared."""

from proctor_core.codes.code import Code


class ChainRefusal(Code):
    """Messages of errors; the values are those in their sentences."""

    OTHER_KEY = (
        "other_key",
        "expected the key of the program that serves: what is written with another is not proven",
    )
    NOTHING_CHAINED = "nothing_chained", "expected a database in which something was chained; nothing was yet"
    NO_HEADS = "no_heads", "expected a file that `verify --export-heads` wrote"
    NEWER_HEADS = "newer_heads", "expected format 1, got {format}: a newer version of the program wrote this file"
    HEADS_ALTERED = "heads_altered", "this file was altered after it was written"
