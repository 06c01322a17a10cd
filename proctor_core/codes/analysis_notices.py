"""What `analyze` says of a recording while it looks at it, and when it is done."""

from proctor_core.codes.code import Code


class AnalysisNotice(Code):
    """For whoever runs the command; the values are those in their sentences."""

    PROGRESS = "progress", "{path}: {t_s:.0f} of {duration_s:.0f} s"
    FOUND = "found", "{path}: {looks} looks, {violations} violations, {signals} signals, written to {out}"
    UNREAD = (
        "unread",
        "{path}: read only in part: {count} of its frames are damaged and were not looked at",
        "count",
    )
    OTHER_TRACKS = (
        "other_tracks",
        "{path}: read only in part: {count} more picture tracks were not looked at",
        "count",
    )
