"""Every sentence of the gallery of snapshots."""

from collections.abc import Mapping

from pages.reader import read_in_language
from proctor_core.language.marking import N_

PAGE_GALLERY = N_("Snapshots")
TITLE = N_("Snapshots of all sessions")
LEAD = N_(
    "What was noted in flagged sessions, the newest first. Judging an incident takes its session for 15 minutes. Others in a "
    "picture are blurred unless you hold its session. What colleagues said shows once a case is decided."
)
ANY_VERDICT = N_("Any verdict")
TO_JUDGE = N_("To be judged")
VERDICT = N_("Verdict")
FROM_DAY, TO_DAY = N_("Flagged from"), N_("to")
NOTHING_YET = N_("Snapshots appear here once a session is flagged in which something was noted.")
NOTHING_FOUND = N_("No incident with a snapshot is like that. Choose less, or other days.")
NOTHING_HERE = N_("Nothing like that in the sessions looked through so far; there are older ones.")
OLDER, NEWEST = N_("Older"), N_("Newest")
SAID: Mapping[str, str] = {
    "enlarge": N_("Enlarge"),
    "undo": N_("Undo"),
    "undo_help": N_("Take your last verdict back"),
    "open": N_("Open the case"),
    "open_help": N_("The whole session, to look closer or to decide"),
    "close": N_("Close"),
    "keys": N_("J and K or the arrows: the next and the one before. F: enlarge."),
    "moments": N_("Moments"),
    "not_judged": N_("Not judged"),
    "muted": N_("A still second face that was muted: counts as dismissed"),
    "muted_short": N_("Muted"),
    "gone": N_("somebody whose account is gone"),
    "lost": N_("no picture"),
    "refused": N_("Not stored:"),
    "out_of_reach": N_("The server is out of reach. Your verdicts wait here and are sent again by themselves."),
    "busy": N_("The server asks for patience. Your verdicts wait here and are sent again by themselves."),
    "signed_out": N_(
        "You are signed out. Your verdicts wait here: sign in again in another tab, then load this page again."
    ),
}
WHY_NOT_DECIDED = N_("The case is decided.")
WHY_NOT_HELD = N_("{name} has this session now.")
WHY_NOT_HELD_BY_ANOTHER = N_("Another moderator has this session now.")
WHY_NOT_ESCALATED = N_("You escalated this session, so another moderator judges it.")
WHY_NOT_PROPOSED = N_("You proposed to reject this session, so another moderator judges it now.")
TILE = N_("{label}, {span}, session {code}, {survey}, {when}")

read_in_language(__name__)
