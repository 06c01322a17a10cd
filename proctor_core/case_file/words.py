"""The sentences of a case file; each says what was alleged or decided, by whom, and never more."""

from collections.abc import Mapping

from proctor_core.domain.appeal import AppealOutcome
from proctor_core.domain.consent import AgeStatement, Purpose
from proctor_core.domain.watching import WatchedBy
from proctor_core.language.marking import N_, plural

TITLE = N_("Case file of session {code}")
LEAD = N_(
    "One survey session: what a program alleged, what people said about it, what was decided, and the pictures behind it. "
    "An allegation is no finding: only what a moderator confirmed is one. The taker is named by the session's code alone; what "
    "moderators noted for each other is left out."
)
READERS = N_(
    "The pictures show a person who was told who sees them. Whoever passes this file on answers for each further reader. "
    "Whoever else was in view is blurred."
)
VIDEO_READERS = N_("The video is part of this file; whoever else was in view is not blurred in it.")
LACKS = N_("▯ stands for a character that this document's font lacks; case.json has it.")
FOOT = N_("Survey Proctor  ·  session {code}  ·  {at}")

FACTS = N_("The session")
ID = N_("Session")
SURVEY = N_("Survey")
SURVEY_VERSION = N_("{title}, version {version}")
MADE = N_("File made")
STARTED, HANDED_IN, LENGTH = N_("Started"), N_("Handed in"), N_("Length")
STATUS = N_("Stands at")
WATCHED = N_("Watched by")
WATCHED_BY: Mapping[WatchedBy, str] = {
    WatchedBy.SERVER: N_("the server's own checks"),
    WatchedBy.HYBRID: N_(
        "the taker's browser, as a platform reported it; the server checked the pictures that it sent"
    ),
    WatchedBy.OFF: N_("nobody"),
}
COVERAGE = N_("Seen")
COVERED = N_("{share:.1%} of the session's seconds hold a visible picture")
PHONE_CHECK = N_("Phone check")
PHONES_CHECKED, PHONES_UNCHECKED = N_("available"), N_("not available: no phone could be alleged")
POLICY = N_("Judged by")
POLICY_SAID = N_("policy {key}; {threshold} allegations bring a person")
WHY = N_("Why a person looked")
CONSENT = N_("What was agreed to")
CONSENT_SAID = N_("{purpose}, {answer}, {at}: text {version}, SHA-256 {sha256}")
PURPOSE: Mapping[str, str] = {
    Purpose.MONITORING: N_("the camera"),
    Purpose.RECORDING: N_("keeping the video"),
    AgeStatement.OF_AGE: N_("being of age"),
    AgeStatement.GUARDIAN: N_("a guardian's agreement"),
}
AGREED, REFUSED = N_("yes"), N_("no")
UNKNOWN = N_("not known")

DECISIONS = N_("Decisions and history")
NOT_DECIDED = N_("No decision stands.")
DECIDED = N_("{event} by {name}, {at}")
HAPPENED = N_("{event}, {at}")
SAID = N_("“{words}”")
APPEALED = N_("The taker objected, {at}")
ANSWERED: Mapping[AppealOutcome, str] = {
    AppealOutcome.UPHELD: N_("Another moderator left the decision as it was, {at}"),
    AppealOutcome.OVERTURNED: N_("Another moderator overturned the decision, {at}"),
}
NOT_ANSWERED = N_("The objection is not answered yet.")
GONE = N_("somebody whose account is gone")

INCIDENTS = plural("{count} incident", "{count} incidents")
NO_INCIDENTS = N_("Nothing was alleged and no signal was recorded.")
INCIDENT = N_("Incident {number}: {span}")
NO_VERDICT = N_("No verdict.")
VERDICT = N_("{verdict} by {name}, {at}")
VERDICT_WHY = N_("{verdict} ({reason}) by {name}, {at}")
ADDED = N_("{label}: added by {name}, {at}. The program noted nothing here.")
MUTED = N_("A face that stays where it is, such as a picture on the wall: set aside by {name}, {at}.")
ALLEGED = N_("Alleged: {label}, {span}; confidence {confidence:.2f}. {reason}")
SIGNAL = N_("Technical signal, which accuses nobody: {label}, {span}. {reason}")
STILL = N_("{moment}, {at}")
STILL_BLURRED = N_("{moment}, {at}; others blurred")
STILL_GONE = N_("{moment}, {at}: the picture is not in the store")
STILL_ALTERED = N_("{moment}, {at}: NOT the picture that was recorded")

GAPS = N_("Nothing was recorded")
QUESTIONS = N_("Questions")
QUESTION = N_("{number}: {at}")

HASHES = N_("What proves it")
CHECKED = N_("Checked by the program")
CHAIN = N_("Chain of the session")
CHAIN_SAID = N_("{records} records, head {head}")
NO_CHAIN = N_("none: an earlier version wrote this session")
RECORDED = N_("SHA-256 of each picture as it was recorded")
HASH_OF = N_("{name}: {sha256}")
HOW_TO_CHECK = N_(
    "Every file beside this one is named in manifest.json with its SHA-256. `python -I verify.py` in the unpacked folder says "
    "what was altered, added or taken away; it needs Python and no network."
)
READ_ME = N_(
    """{title}
{lead}

{readers}

case.pdf        for people
case.json       the same for programs, times in seconds of the session and in UTC
stills/         the pictures behind each allegation
verify.py       says whether anything was altered: python -I verify.py
manifest.json   SHA-256 and size of every file
"""
)
