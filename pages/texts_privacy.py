"""Every sentence about what is kept about a person, a copy of it, its end, and taking the consent back."""

from collections.abc import Mapping, Sequence

from proctor_core.domain.erasure import ErasureReceipt, KeptData, StillHeld, TableCount

PAGE_MY_DATA = "My data"
PAGE_PERSONAL_DATA = "Personal data"

# --- taking the consent back ------------------------------------------------------------------------------------------------

STOP_VIDEO = "Stop keeping the video"
STOP_VIDEO_HELP = "You are told first what follows. The camera stays on, and the survey goes on."
VIDEO_STOPPED = "No video is kept any more, and what was kept is erased."
WITHDRAW = "Take my agreement back"
WITHDRAW_HELP = "You are told first what follows. Your answers stay, and you choose how to go on."
ASK_TITLE: Mapping[str, str] = {WITHDRAW: "Take your agreement back?", STOP_VIDEO: "Stop keeping the video?"}
ASK_LEAD: Mapping[str, str] = {
    WITHDRAW: (
        "If you do, the camera stops at once and stays off for this survey. Your answers so far stay. Then you choose: go on "
        "without the camera, which erases the pictures and measurements of this session, or have everything of it erased. "
        "Where a survey is meant to be taken with the camera, a person looks at what you then hand in. "
        "As long as you are asked here, the camera stays on and nothing has changed."
    ),
    STOP_VIDEO: (
        "If you do, the video of this session that was kept so far is erased for good, and none is kept from now on. The camera "
        "stays on and the survey goes on; single pictures of what the program notes are still kept."
    ),
}
ASK_YES: Mapping[str, str] = {WITHDRAW: "Yes, take it back", STOP_VIDEO: "Yes, erase the video"}
ASK_NO = "No, go on with the survey"
WITHDRAWN_TITLE = "The camera is off"
WITHDRAWN_LEAD = (
    "Your agreement is taken back, and nothing is watched any more. Your answers so far are kept. "
    "You can go on and hand in without the camera: then the pictures and measurements of this session are erased now, your "
    "answers stay, and the result says that you chose so; where this survey is meant to be taken with the camera, a person "
    "looks at it. Or you can have everything of this session erased."
)
GO_ON_WITHOUT = "Go on without the camera"
ERASE_SESSION = "Erase this session"
GIVE_UP_TITLE = "Erase everything of this session?"
GIVE_UP_LEAD = (
    "These go for good: your answers to this survey, your reference picture, the pictures and measurements of this session, "
    "and any note about it. That you were invited and withdrew stays. There is no way back."
)
ERASE_NOW = "Erase now"
KEEP = "Keep it"
SESSION_ERASED = "Everything of this session is erased. Receipt {id}."
GIVE_UP_OR_GO_ON_LEAD = (
    "You can take this survey without it: then what the camera left is erased now, and the result says that you "
    "chose so. Or you can give the survey up, or go back to the camera."
)
GIVE_UP = "Give this survey up"
KEEP_CAMERA = "Back to the camera"
WENT_ON_WITHOUT = (
    "You took your agreement back on {when} and went on without the camera, by your choice. "
    "What the camera had left was erased."
)

# --- my data ----------------------------------------------------------------------------------------------------------------

MY_DATA_LEAD = "What this program keeps about you. You can take a copy of it, and have it erased."
DOWNLOAD = "Download what is kept about me"
DOWNLOAD_HELP = "A ZIP file: every row, your answers as a table, every picture."
ERASE_ME = "Erase everything about me"
OPEN_CASE = (
    "A person still has to decide about session {codes}. After that you can erase everything here; until then, "
    "you can ask whoever invited you."
)
ERASE_ME_TITLE = "Erase everything about you?"
ERASE_ME_LEAD = (
    "These go for good, and your account with them: {what}. Afterwards you can't sign in. There is no way back."
)
ERASED_ME = (
    "Everything about you is erased: {count} entries and {files} files. Please keep the number of this receipt: {id}."
)
ERASED_TIME = "Erased on {when}. The receipt names nobody, so we can't look it up for you."
STILL_HELD = "It may still be readable for a while in {places}."
_HELD_PLACES: Mapping[StillHeld, str] = {
    StillHeld.DEAD_ROWS: "the database's own files, until they are written anew, mostly within minutes",
    StillHeld.WRITE_AHEAD_LOG: "the database's journal, until it is recycled",
    StillHeld.BACKUPS: "backups that were made before",
}
KEPT_COLUMNS: Mapping[str, str] = {"what": "What", "how_many": "How many"}
KEPT_FILES = "pictures and logs"

# --- an administrator's page ------------------------------------------------------------------------------------------------

PERSONAL_DATA_LEAD = "What is kept about one person: a copy of it for them, and its end."
WHOSE = "Whose"
DOWNLOAD_THEIRS = "Download a copy"
ERASE_THEM = "Erase this person"
ERASE_THEM_LEAD = "These go for good, and the account with them: {what}. There is no way back."
CASE_STILL_OPEN = "Session {codes} is still to be decided. Erasing {name} ends that case without a decision."
ERASED_THEM = "Erased: {count} entries and {files} files. Receipt {id}; it names nobody, so give it to the person."
NOBODY_CHOSEN = "Choose a person to see how much is kept about them."

_TABLES: Mapping[str, str] = {
    "review_event": "steps of reviews",
    "proctor_review": "reviews",
    "evidence": "entries of pictures",
    "violation": "notes of the program",
    "signal": "states of the camera",
    "face_verification": "measurements of the face",
    "answer": "answers",
    "consent": "agreements",
    "survey_session": "surveys taken",
    "sign_in": "sign-ins",
    "invitation": "invitations to sign in",
    "user_account": "account",
}


def table_in_words(table: str) -> str:
    """What a table holds, as a person says it."""
    return _TABLES.get(table, table.replace("_", " "))


def kept_rows(kept: KeptData) -> Sequence[tuple[str, int]]:
    """(what, how many) of everything that is there."""
    rows = [TableCount(table_in_words(table), rows) for table, rows in kept.rows if rows]
    return [*rows, TableCount(KEPT_FILES, kept.files)] if kept.files else rows


def kept_in_words(kept: KeptData) -> str:
    """Everything that is there, in one line."""
    return ", ".join(f"{count} {what}" for what, count in kept_rows(kept))


def held_in_words(receipt: ErasureReceipt) -> str:
    """A sentence that says where what was erased can still be read."""
    return STILL_HELD.format(places="; ".join(_HELD_PLACES[place] for place in receipt.still_held))


def receipt_in_words(template: str, receipt: ErasureReceipt) -> str:
    """A sentence with the receipt's numbers."""
    return template.format(count=receipt.row_count, files=receipt.files, id=receipt.id)
