"""Why a policy that somebody wrote can't be judged by, or nothing can be judged by it."""

from proctor_core.codes.code import Code


class PolicyFault(Code):
    """Messages of errors; the values are those in their sentences."""

    NO_JSON = "no_json", "expected JSON: {error}"
    NO_OBJECT = "no_object", "expected a JSON object with fields of a policy, got {got}"
    UNKNOWN_FIELD = "unknown_field", "a policy has no field {name!r}; known: {known}"
    TWICE = "twice", "the field {name!r} stands there twice"
    WRONG_TYPE = "wrong_type", "expected {wanted}, got {got}"
    OUT_OF_RANGE = "out_of_range", "expected {low} to {high}, got {got}"
    NO_PROFILE = "no_profile", "expected one of {known}, got {got}"
    CLOSES_BEFORE_IT_OPENS = (
        "closes_before_it_opens",
        "expected a share to close at below the share to open at, got {close} and {open}",
    )
    KEEPS_MORE_THAN_IT_FINDS = (
        "keeps_more_than_it_finds",
        "expected at most {limit}, the score that makes a phone, got {got}",
    )


class TrialRefusal(Code):
    """Why sessions are not judged again now."""

    NOTHING_CHOSEN = "nothing_chosen", "expected --session, --survey, or --from and --until"
    SESSIONS_AND_MORE = "sessions_and_more", "expected --session alone, or --survey and days"
    UNTIL_BEFORE_FROM = "until_before_from", "expected a day from {start} on, got {end}"
    NO_SURVEY = "no_survey", "no survey is called {name!r}"
    TOO_MANY = (
        "too_many",
        "expected at most {most} sessions at once, found {found}; `python -m proctor_core judge` judges any number",
    )
    ONE_AT_A_TIME = "one_at_a_time", "another policy is being tried right now; only one is at a time"
    PROCESS_ENDED = "process_ended", "a process that judged sessions was ended from outside; nothing was changed"
    FOLDER_NOT_MADE = "folder_not_made", "expected a folder that can be made, got {path}: {error}"


class NotJudged(Code):
    """Why a session could not be judged again."""

    NOT_HANDED_IN = "not_handed_in", "It was not handed in"
    NOT_WATCHED = "not_watched", "Nobody watched it"
    WATCHED_BY_CLIENT = "watched_by_client", "Its client watched it; the server observed nothing"
    ERASED = "erased", "What was observed is gone, by retention or an erasure"
    NEVER_OBSERVED = "never_observed", "Nothing was observed"
    FILES_MISSING = "files_missing", "Its observations are not in the media store"
    UNREADABLE = "unreadable", "Its observations can't be read"
