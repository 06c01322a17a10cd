"""Why a session does not take what its taker, its client or its monitor wants."""

from proctor_core.codes.code import Code


class SessionRefusal(Code):
    """Messages of errors; the values are those in their sentences."""

    NOT_ANSWERING = "not_answering", "answers are taken while answering; this session is {status}"
    NOT_ANSWERED_NOW = (
        "not_answered_now",
        "answers are taken while in_progress or interrupted; this session is {status}",
    )
    DATABASE_AWAY = "database_away", "the database is away, and this process does not watch this session"
    NO_SUCH_INDEX = "no_such_index", "expected 0 to {last}, got {index}"
    SERVER_WATCHES = "server_watches", "the server watches this session: it is taken on the survey's own pages alone"
    NOBODY_WATCHES = "nobody_watches", "nobody watches this session: nothing that was seen is taken for it"
    HAS_REFERENCE = "has_reference", "this session has its reference face; a moderator has to allow another one"
    NO_CONSENT_YET = "no_consent_yet", "a reference face is taken after the consent; this session is {status}"
    NO_SECOND_REFERENCE = (
        "no_second_reference",
        "only a running session with a reference gets another; this one is {status}",
    )
    NOT_ENROLLING = "not_enrolling", "a reference face is taken while enrolling; this session is {status}"
    NOT_WATCHED_ANY_MORE = "not_watched_any_more", "this session was handed in: nothing is watched any more"
    SUMMED_UP = "summed_up", "this session was handed in: what its client saw is summed up already"
    OUTSIDE_OF_SESSION = "outside_of_session", "expected a time within the session's {latest_s:.1f} s"
    TIMES_OUT_OF_ORDER = "times_out_of_order", "expected times in order, none of them in the future"
    NOT_RUNNING = "not_running", "expected a watched session that runs, this one is {status}"
    NOT_LOOKED_INTO = (
        "not_looked_into",
        "the taker was not told that a moderator may look in while the session runs, so that no moment is marked",
    )
    ASKED_JUST_NOW = "asked_just_now", "what you wrote a moment ago is with the moderators; write again in a minute"
    EMPTY_SENTENCE = "empty_sentence", "expected a sentence, got none"
    NO_YES_TO_MONITORING = "no_yes_to_monitoring", "expected a yes to monitoring: without it there is no camera"
    AGE_NOT_SAID = (
        "age_not_said",
        "expected of_age or guardian: a minor's parent or guardian has to agree to the camera",
    )
    NOT_CHECKED = "not_checked", "{type} is not checked in this session"
    NOT_PROCTORED = "not_proctored", "this session is not proctored: there is nothing to consent to"
    CONSENT_NOT_ASKED_FOR = "consent_not_asked_for", "consent can be refused while invited; this session is {status}"
    NO_REFERENCE_YET = "no_reference_yet", "a proctored session begins after its reference face was accepted"
    CONSENT_TAKEN_BACK = (
        "consent_taken_back",
        "the consent was taken back: go on without the camera, or give the session up, comes first",
    )
    NOT_TO_HAND_IN = "not_to_hand_in", "a session is handed in while it is answered; this one is {status}"
    NOT_COMING_BACK = "not_coming_back", "only a session that is answered comes back; this one is {status}"
    OPEN_QUESTIONS = "open_questions", "expected an answer to each required question; open: {questions}"
    NOT_BEGUN = "not_begun", "the session has not begun, so that it has no second 0"
    NOT_RECORDED = "not_recorded", "only a proctored session that has begun is recorded; this one is {status}"
    ENDED_BEFORE = "ended_before", "the session ended before second {onset_s:.1f}"
    CAMERA_REQUIRED = "camera_required", "this survey is taken with the camera only"
    CAMERA_NOT_REFUSED = "camera_not_refused", "a session goes without camera after the camera was refused"
    CONSENT_STAYS = "consent_stays", "consent is taken back while answering; this session is {status}"
    RECORDING_STAYS = "recording_stays", "recording is taken back while answering; this session is {status}"
    NOT_TO_WITHDRAW = "not_to_withdraw", "only what is not handed in can be withdrawn; this session is {status}"
    CONSENT_NOT_TAKEN_BACK = (
        "consent_not_taken_back",
        "a session goes on without camera after its consent was taken back",
    )
    NOT_ALL_WRITTEN = "not_all_written", "what was found in this session is not all written yet"
    STILL_WAITING = "still_waiting", "something of this session still waits for the database"
    DATABASE_WENT_AWAY = "database_went_away", "the database went away while a session was handed in"
    FOUND_BEFORE_WAITS = "found_before_waits", "what was found before still waits for the database"
    NO_SUCH_MOVE = "no_such_move", "can't move from {current} to {target}; legal moves: {legal}"
    NO_SUCH_QUESTION = "no_such_question", "this survey has no question {question_id!r}"
    DECIDED = (
        "decided",
        "a person has decided about this session: nothing more is counted unless a moderator opens it again",
    )
    SENTENCE_TOO_LONG = "sentence_too_long", "expected at most {longest} characters, got {length}", "longest"
