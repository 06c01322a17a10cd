"""Every sentence about what is kept about a person, a copy of it, its end, and taking the consent back."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from pages.reader import in_language, read_in_language, reader
from pages.texts_spoken import listed
from proctor_core.domain.erasure import ErasureReceipt, KeptData, StillHeld, TableCount
from proctor_core.language.marking import N_, PluralMessage, plural

PAGE_MY_DATA = N_("My data")
PAGE_PERSONAL_DATA = N_("Personal data")

# --- taking the consent back ------------------------------------------------------------------------------------------------

STOP_VIDEO = N_("Stop keeping the video")
STOP_VIDEO_HELP = N_("You are told first what follows. The camera stays on, and the survey goes on.")
VIDEO_STOPPED = N_("No video is kept any more, and what was kept is erased.")
WITHDRAW = N_("Take my agreement back")
WITHDRAW_HELP = N_("You are told first what follows. Your answers stay, and you choose how to go on.")


class TakenBack(StrEnum):
    """Which agreement a taker is about to take back."""

    CAMERA = "camera"
    VIDEO = "video"


ASK_TITLE: Mapping[TakenBack, str] = {
    TakenBack.CAMERA: N_("Take your agreement back?"),
    TakenBack.VIDEO: N_("Stop keeping the video?"),
}
ASK_LEAD: Mapping[TakenBack, str] = {
    TakenBack.CAMERA: N_(
        "If you do, the camera stops at once and stays off for this survey. Your answers so far stay. Then you choose: go on "
        "without the camera, which erases the pictures and measurements of this session, or have everything of it erased. "
        "Where a survey is meant to be taken with the camera, a person looks at what you then hand in. "
        "As long as you are asked here, the camera stays on and nothing has changed."
    ),
    TakenBack.VIDEO: N_(
        "If you do, the video of this session that was kept so far is erased for good, and none is kept from now on. The camera "
        "stays on and the survey goes on; single pictures of what the program notes are still kept."
    ),
}
ASK_YES: Mapping[TakenBack, str] = {
    TakenBack.CAMERA: N_("Yes, take it back"),
    TakenBack.VIDEO: N_("Yes, erase the video"),
}
ASK_NO = N_("No, go on with the survey")
WITHDRAWN_TITLE = N_("The camera is off")
WITHDRAWN_LEAD = N_(
    "Your agreement is taken back, and nothing is watched any more. Your answers so far are kept. "
    "You can go on and hand in without the camera: then the pictures and measurements of this session are erased now, your "
    "answers stay, and the result says that you chose so; where this survey is meant to be taken with the camera, a person "
    "looks at it. Or you can have everything of this session erased."
)
GO_ON_WITHOUT = N_("Go on without the camera")
ERASE_SESSION = N_("Erase this session")
GIVE_UP_TITLE = N_("Erase everything of this session?")
GIVE_UP_LEAD = N_(
    "These go for good: your answers to this survey, your reference picture, the pictures and measurements of this session, "
    "and any note about it. That you were invited and withdrew stays. There is no way back."
)
ERASE_NOW = N_("Erase now")
KEEP = N_("Keep it")
SESSION_ERASED = N_("Everything of this session is erased. Receipt {id}.")
GIVE_UP_OR_GO_ON_LEAD = N_(
    "You can take this survey without it: then what the camera left is erased now, and the result says that you "
    "chose so. Or you can give the survey up, or go back to the camera."
)
GIVE_UP = N_("Give this survey up")
KEEP_CAMERA = N_("Back to the camera")
WENT_ON_WITHOUT = N_(
    "You took your agreement back on {when} and went on without the camera, by your choice. "
    "What the camera had left was erased."
)

# --- my data ----------------------------------------------------------------------------------------------------------------

MY_DATA_LEAD = N_("What this program keeps about you. You can take a copy of it, and have it erased.")
DOWNLOAD = N_("Download what is kept about me")
DOWNLOAD_HELP = N_("A ZIP file: every row, your answers as a table, every picture, and the video where one is kept.")
ERASE_ME = N_("Erase everything about me")
OPEN_CASE = N_(
    "A person still has to decide about session {codes}. After that you can erase everything here; until then, "
    "you can ask whoever invited you."
)
ERASE_ME_TITLE = N_("Erase everything about you?")
ERASE_ME_LEAD = N_(
    "These go for good, and your account with them: {what}. Afterwards you can't sign in. There is no way back."
)
ERASED_ME = N_("Everything about you is erased: {entries} and {files}. Please keep the number of this receipt: {id}.")
ERASED_TIME = N_("Erased on {when}. The receipt names nobody, so we can't look it up for you.")
STILL_HELD = N_("It may still be readable for a while in {places}.")
_HELD_PLACES: Mapping[StillHeld, str] = {
    StillHeld.DEAD_ROWS: N_("the database's own files, until they are written anew, mostly within minutes"),
    StillHeld.WRITE_AHEAD_LOG: N_("the database's journal, until it is recycled"),
    StillHeld.BACKUPS: N_("backups that were made before"),
}
KEPT_COLUMNS: Mapping[str, str] = {"what": N_("What"), "how_many": N_("How many")}
KEPT_FILES = N_("pictures and logs")
COUNTED_FILES = plural("{count} picture or log", "{count} pictures and logs")
ENTRIES = plural("{count} entry", "{count} entries")
FILES = plural("{count} file", "{count} files")

# --- an administrator's page ------------------------------------------------------------------------------------------------

PERSONAL_DATA_LEAD = N_("What is kept about one person: a copy of it for them, and its end.")
WHOSE = N_("Whose")
DOWNLOAD_THEIRS = N_("Download a copy")
ERASE_THEM = N_("Erase this person")
ERASE_THEM_LEAD = N_("These go for good, and the account with them: {what}. There is no way back.")
WAITS_FOR_MODERATOR = N_("Sessions of theirs that wait for a moderator, by code: {codes}.")
CASE_STILL_OPEN = N_("Session {codes} is still to be decided. Erasing {name} ends that case without a decision.")
ERASED_THEM = N_("Erased: {entries} and {files}. Receipt {id}; it names nobody, so give it to the person.")
NOBODY_CHOSEN = N_("Choose a person to see how much is kept about them.")

_TABLES: Mapping[str, str] = {
    "review_event": N_("steps of reviews"),
    "incident_verdict": N_("verdicts of moderators"),
    "added_incident": N_("incidents that moderators added"),
    "face_mute": N_("still second faces"),
    "blind_sample": N_("times drawn to find out how well checks and moderators work"),
    "sample_opinion": N_("opinions that decide nothing"),
    "sample_verdict": N_("verdicts that decide nothing"),
    "sample_addition": N_("incidents that moderators added and that decide nothing"),
    "sample_mute": N_("still second faces, of opinions that decide nothing"),
    "proctor_review": N_("reviews"),
    "evidence": N_("entries of pictures"),
    "violation": N_("notes of the program"),
    "signal": N_("states of the camera"),
    "face_verification": N_("measurements of the face"),
    "answer": N_("answers"),
    "consent": N_("agreements"),
    "survey_session": N_("surveys taken"),
    "sign_in": N_("sign-ins"),
    "invitation": N_("invitations to sign in"),
    "user_account": N_("account"),
}
_COUNTED: Mapping[str, PluralMessage] = {
    "review_event": plural("{count} step of a review", "{count} steps of reviews"),
    "incident_verdict": plural("{count} verdict of a moderator", "{count} verdicts of moderators"),
    "added_incident": plural("{count} incident that a moderator added", "{count} incidents that moderators added"),
    "face_mute": plural("{count} still second face", "{count} still second faces"),
    "proctor_review": plural("{count} review", "{count} reviews"),
    "evidence": plural("{count} entry of a picture", "{count} entries of pictures"),
    "violation": plural("{count} note of the program", "{count} notes of the program"),
    "signal": plural("{count} state of the camera", "{count} states of the camera"),
    "face_verification": plural("{count} measurement of the face", "{count} measurements of the face"),
    "answer": plural("{count} answer", "{count} answers"),
    "consent": plural("{count} agreement", "{count} agreements"),
    "survey_session": plural("{count} survey taken", "{count} surveys taken"),
    "sign_in": plural("{count} sign-in", "{count} sign-ins"),
    "invitation": plural("{count} invitation to sign in", "{count} invitations to sign in"),
    "user_account": plural("{count} account", "{count} accounts"),
}


def table_in_words(table: str) -> str:
    """What a table holds, as a person says it."""
    return reader().gettext(_TABLES[table]) if table in _TABLES else table.replace("_", " ")


def kept_rows(kept: KeptData) -> Sequence[tuple[str, int]]:
    """(what, how many) of everything that is there."""
    rows = [TableCount(table_in_words(table), rows) for table, rows in kept.rows if rows]
    return [*rows, TableCount(reader().gettext(KEPT_FILES), kept.files)] if kept.files else rows


def kept_in_words(kept: KeptData) -> str:
    """Everything that is there, in one line."""
    rows = [_counted(_COUNTED[table], rows) for table, rows in kept.rows if rows]
    return listed([*rows, _counted(COUNTED_FILES, kept.files)] if kept.files else rows)


def held_in_words(receipt: ErasureReceipt) -> str:
    """A sentence that says where what was erased can still be read."""
    gettext = reader().gettext
    return gettext(STILL_HELD).format(places="; ".join(gettext(_HELD_PLACES[place]) for place in receipt.still_held))


def receipt_in_words(template: str, receipt: ErasureReceipt) -> str:
    """A sentence with the receipt's numbers."""
    entries, files = _counted(ENTRIES, receipt.row_count), _counted(FILES, receipt.files)
    return template.format(entries=entries, files=files, id=receipt.id)


def _counted(things: PluralMessage, count: int) -> str:
    return in_language(things, reader()).format(count=count)


read_in_language(__name__)
