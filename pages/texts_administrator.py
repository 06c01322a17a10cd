"""Every sentence about accounts in an administrator's hands and about sign-ins."""

from collections.abc import Mapping
from enum import StrEnum

from pages.reader import read_in_language
from proctor_core.language.marking import N_, plural


class PersonAct(StrEnum):
    """What can be done with somebody's account."""

    CHANGE_ROLE = "change_role"
    NEW_LINK = "new_link"
    END_SIGN_INS = "end_sign_ins"
    DEACTIVATE = "deactivate"
    ACTIVATE = "activate"


CHANGE_PERSON = N_("Change a person")
PERSON = N_("Person")
ACT = N_("What to do")
ACT_LABEL: Mapping[PersonAct, str] = {
    PersonAct.CHANGE_ROLE: N_("Give another role"),
    PersonAct.NEW_LINK: N_("Make a link for a new password"),
    PersonAct.END_SIGN_INS: N_("Sign out everywhere"),
    PersonAct.DEACTIVATE: N_("Switch the account off"),
    PersonAct.ACTIVATE: N_("Switch the account on"),
}
ACT_MEANS: Mapping[PersonAct, str] = {
    PersonAct.CHANGE_ROLE: N_("{name} sees the pages of the new role from the next click on, and no others."),
    PersonAct.NEW_LINK: N_(
        "The password of {name} stops working now, older links too, and {name} is signed out everywhere "
        "({places}). You get a link to hand over."
    ),
    PersonAct.END_SIGN_INS: N_(
        "{name} is signed out everywhere ({places}) and can sign in again with the same password."
    ),
    PersonAct.DEACTIVATE: N_(
        "{name} is signed out everywhere ({places}), can't sign in any more, and unused links stop "
        "working. Sessions, answers and reviews stay as they are."
    ),
    PersonAct.ACTIVATE: N_("{name} can sign in again with the password from before."),
}
ACT_BUTTON: Mapping[PersonAct, str] = {
    PersonAct.CHANGE_ROLE: N_("Give this role"),
    PersonAct.NEW_LINK: N_("Yes, make a link"),
    PersonAct.END_SIGN_INS: N_("Yes, sign out everywhere"),
    PersonAct.DEACTIVATE: N_("Yes, switch off"),
    PersonAct.ACTIVATE: N_("Switch on"),
}
ACT_DONE: Mapping[PersonAct, str] = {
    PersonAct.CHANGE_ROLE: N_("{name} has another role now."),
    PersonAct.NEW_LINK: N_("The link for {name} is on this page."),
    PersonAct.END_SIGN_INS: N_("{name} is signed out everywhere."),
    PersonAct.DEACTIVATE: N_("The account of {name} is switched off."),
    PersonAct.ACTIVATE: N_("The account of {name} is switched on."),
}
PLACES_NONE = N_("signed in nowhere now")
PLACES = plural("{count} browser now", "{count} browsers now")
LINK_FOR = N_(
    "Hand this link to {name} yourself. It works once, until {until}, and can't be shown again. "
    "Whoever has it can set the password."
)

WHERE_SIGNED_IN = N_("Where you are signed in")
WHERE_LEAD = N_("End what you don't know. Then ask an administrator for a new password.")
PLACE = N_("{browser}, since {since}, until {until}")
UNKNOWN_BROWSER = N_("A browser")
THIS_BROWSER = N_("this browser")
END_SIGN_IN = N_("End")
END_OTHERS = N_("End all others")
SIGN_IN_ENDED = N_("That sign-in has ended.")
SIGN_INS_ENDED = plural("{count} other sign-in has ended.", "{count} other sign-ins have ended.")

read_in_language(__name__)
