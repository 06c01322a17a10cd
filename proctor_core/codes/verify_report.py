"""What `verify` says: what holds, what does not, and how much was looked at."""

from proctor_core.codes.code import Code


class Fault(Code):
    """What is not as it was written."""

    ALTERED = "was altered", "{what} was altered"
    ADDED = "was added outside of the program", "{what} was added outside of the program"
    REMOVED = "was removed", "{what} was removed"
    BACK = "was erased, and is there again", "{what} was erased, and is there again"
    FILE_ALTERED = "its file was altered", "{what}: its file was altered"
    FILE_GONE = "its file is gone", "{what}: its file is gone"
    FILE_UNNAMED = (
        "its row names no file, and it was not erased",
        "{what}: its row names no file, and it was not erased",
    )
    LINK = "its link does not follow from the one before", "{what}: its link does not follow from the one before"
    MISSING = "is not complete", "{what} is not complete"
    LOG = "does not agree with the log of all chains", "{what} does not agree with the log of all chains"
    ROLLED_BACK = (
        "was put back to an older state, or written anew",
        "{what} was put back to an older state, or written anew",
    )


class FindingForm(Code):
    """A finding with what is known of it beside."""

    WITH_DETAIL = "with_detail", "{finding} ({detail})"
    DETAIL_ALONE = "detail_alone", "{what}: {detail}"


class Outcome(Code):
    """What holds."""

    ALTERED = "altered", "something was altered"
    OTHER_KEY = "other_key", "{links} links can't be checked with this key: another one wrote them"
    ERASED = "erased", "this session was erased with its person; nothing else was altered"
    UNCHAINED = (
        "unchained",
        "not chained: version 0.1 wrote this session; its files are as their rows say",
    )
    SINCE = (
        "since",
        "nothing was altered since {since}, when this session of version 0.1 was chained as it was found",
    )
    WHOLE = "whole", "nothing was altered"


class VerifySummary(Code):
    """What holds, and how much was looked at."""

    LOOKED_AT = (
        "looked_at",
        "{outcome}: {records} records, {files} files and {links} links of {recordings} recordings were looked at; "
        "{erased} records stand for what was erased, {tombstones} links for erased or joined segments",
    )
    UNHASHED = (
        "unhashed",
        "{summary}; {files} files of version 0.1 have no SHA-256, so that only their absence is found",
    )
