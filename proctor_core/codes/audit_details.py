"""What the audit log says beside an act, where it is a sentence and no name or word of its own."""

from proctor_core.codes.code import Code


class AuditDetail(Code):
    """Details of audit lines; the values are those in their sentences."""

    UNKNOWN_NAME = "unknown_name", "a name that nobody has"
    CHANGED = "changed", "{before} to {after}"
    ACCESS_ENDED = "access_ended", "{count} sign-ins ended", "count"
    ONE_SIGN_IN = "one_sign_in", "1 sign-in"
    SIGN_INS = "sign_ins", "{count} sign-ins", "count"
    EVERYTHING = "everything", "everything"
    SURVEY_OF_PLATFORM = "survey_of_platform", "{slug}, of {platform}"
    OPENED = "opened", "opened"
    CLOSED = "closed", "closed"
    OWNER = "owner", "owner {before} to {after}"
    OWNER_FROM_HOUSE = "owner_from_house", "owner house to {after}"
    OWNER_TO_HOUSE = "owner_to_house", "owner {before} to house"
    WITH_NAMES = "with_names", "{file} with names"
    TAKEN_BY_PLATFORM = "taken_by_platform", "{file} by {platform}"
    CASE_FILE = "case_file", "SHA-256 of its manifest {sha256}"
    CASE_FILE_WITH_VIDEO = "case_file_with_video", "with video; SHA-256 of its manifest {sha256}"
    OF_SESSION = "of_session", "session {session_id}"
    INCIDENTS_OF_SESSION = "incidents_of_session", "{count} incidents of session {session_id}", "count"
    LEFT_OPEN = "left_open", "{violations} violations, {signals} signals"
    VIOLATION_FROM = "violation_from", "{type} from {second:.1f} s"
    VIOLATION_TO = "violation_to", "{type} to {second:.1f} s"
    VIOLATION_LATE = "violation_late", "{type} from {second:.1f} s, after the decision"
    CONFIDENCE = "confidence", "confidence {confidence:.2f}"
    STORE_WAS = "store_was", "it was {standing}"
    UPLOAD_BEGUN = "upload_begun", "{length} bytes, session {session_id}", "length"
    UPLOAD_KEPT = "upload_kept", "{length} bytes, SHA-256 {sha256}, {codec}", "length"
    NEWER_UPLOAD = "newer_upload", "a newer one began"
    BY_SENDER = "by_sender", "by the sender"
    TIME_OVER = "time_over", "its time is over"
    SEGMENTS_CHAINED = "segments_chained", "{segments} segments, chain {chain}", "segments"
    SEGMENTS_JOINED = "segments_joined", "{segments} segments in one file, sha256 {sha256}", "segments"
    NOTHING_KEPT = "nothing_kept", "nothing was alleged, nothing was kept"
    LINKS_STAY = "links_stay", "{segments} links stay, chain {chain}", "segments"
    WRITTEN_ANEW = "written_anew", "as it came: SHA-256 {before}; kept: SHA-256 {after}"
    TRY = "try", "try {number}"
    TRY_FAILED = "try_failed", "try {number} of {most}: {why}"
    COMPARED = (
        "compared",
        "{looks} looks; {agreed} reported ones are in it, {only_live} are not, {not_comparable} can't be compared; "
        "{only_recording} that nobody reported, counted",
    )
    COMPARED_AFTER_DECISION = (
        "compared_after_decision",
        "{looks} looks; {agreed} reported ones are in it, {only_live} are not, {not_comparable} can't be compared; "
        "{only_recording} that nobody reported, not counted: the session was decided",
    )
    SWEPT = (
        "swept",
        "expired {expired} sessions, emptied {emptied}, erased {erased}; removed {files} files and {stray_files} that belonged "
        "to no session; {sign_ins} old sign-ins and links, {audit_lines} old audit lines",
    )
    SWEPT_FAILED = "swept_failed", "{swept}; failed at {sessions} sessions, see the log", "sessions"
    SWEPT_REFUSED = (
        "swept_refused",
        "{swept}; left {sessions} erased sessions with files alone, more than a sweep takes by itself (--any-share takes them)",
        "sessions",
    )
    SWEPT_UNKNOWN = (
        "swept_unknown",
        "{swept}; left the files of {sessions} sessions alone that this database does not know in this state "
        "(--unknown takes them)",
        "sessions",
    )
