"""Every sentence about checks that are eased for one taker."""

from collections.abc import Mapping

from pages.reader import read_in_language
from proctor_core.domain.accommodation import Easing
from proctor_core.language.marking import N_

TITLE = N_("Accommodations")
LEAD = N_(
    "Checks that are eased for one taker, in sessions that have not begun. No reason is asked for and none is kept. "
    "The taker reads what is eased before the camera, moderators read it in the case."
)
TAKER, WHERE, EVERYWHERE = N_("Taker"), N_("In"), N_("all surveys")
EASING_LABEL: Mapping[Easing | None, str] = {
    None: N_("as for everybody"),
    Easing.LONGER: N_("noted after twice the time"),
    Easing.OFF: N_("not checked"),
}
SAVE = N_("Save")
DONE = N_("What is eased for {name} is changed.")
EASED: Mapping[Easing, str] = {
    Easing.LONGER: N_("{type}: noted after twice the time"),
    Easing.OFF: N_("{type}: not checked"),
}
FOR_YOU = N_("For you some checks are eased")
FOR_YOU_WHO = N_("Moderators of this survey see this, and nobody sees why.")
OF_THE_TAKER = N_("Eased for this taker")

read_in_language(__name__)
