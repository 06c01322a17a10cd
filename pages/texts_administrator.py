"""Every sentence about accounts in an administrator's hands and about sign-ins."""

from collections.abc import Mapping
from enum import StrEnum


class PersonAct(StrEnum):
    """What can be done with somebody's account."""

    CHANGE_ROLE = "change_role"
    NEW_LINK = "new_link"
    END_SIGN_INS = "end_sign_ins"
    DEACTIVATE = "deactivate"
    ACTIVATE = "activate"


CHANGE_PERSON = "Change a person"
PERSON = "Person"
ACT = "What to do"
ACT_LABEL: Mapping[PersonAct, str] = {
    PersonAct.CHANGE_ROLE: "Give another role",
    PersonAct.NEW_LINK: "Make a link for a new password",
    PersonAct.END_SIGN_INS: "Sign out everywhere",
    PersonAct.DEACTIVATE: "Switch the account off",
    PersonAct.ACTIVATE: "Switch the account on",
}
ACT_MEANS: Mapping[PersonAct, str] = {
    PersonAct.CHANGE_ROLE: "{name} sees the pages of the new role from the next click on, and no others.",
    PersonAct.NEW_LINK: "The password of {name} stops working now, older links too, and {name} is signed out everywhere "
    "({places}). You get a link to hand over.",
    PersonAct.END_SIGN_INS: "{name} is signed out everywhere ({places}) and can sign in again with the same password.",
    PersonAct.DEACTIVATE: "{name} is signed out everywhere ({places}), can't sign in any more, and unused links stop "
    "working. Sessions, answers and reviews stay as they are.",
    PersonAct.ACTIVATE: "{name} can sign in again with the password from before.",
}
ACT_BUTTON: Mapping[PersonAct, str] = {
    PersonAct.CHANGE_ROLE: "Give this role",
    PersonAct.NEW_LINK: "Yes, make a link",
    PersonAct.END_SIGN_INS: "Yes, sign out everywhere",
    PersonAct.DEACTIVATE: "Yes, switch off",
    PersonAct.ACTIVATE: "Switch on",
}
ACT_DONE: Mapping[PersonAct, str] = {
    PersonAct.CHANGE_ROLE: "{name} has another role now.",
    PersonAct.NEW_LINK: "The link for {name} is on this page.",
    PersonAct.END_SIGN_INS: "{name} is signed out everywhere.",
    PersonAct.DEACTIVATE: "The account of {name} is switched off.",
    PersonAct.ACTIVATE: "The account of {name} is switched on.",
}
PLACES_NONE, PLACES_ONE, PLACES_MANY = "signed in nowhere now", "1 browser now", "{count} browsers now"
LINK_FOR = (
    "Hand this link to {name} yourself. It works once, until {until}, and can't be shown again. "
    "Whoever has it can set the password."
)

WHERE_SIGNED_IN = "Where you are signed in"
WHERE_LEAD = "End what you don't know. Then ask an administrator for a new password."
PLACE = "{browser}, since {since}, until {until}"
UNKNOWN_BROWSER = "A browser"
THIS_BROWSER = "this browser"
END_SIGN_IN = "End"
END_OTHERS = "End all others"
SIGN_IN_ENDED = "That sign-in has ended."
SIGN_INS_ENDED = "{count} other sign-ins have ended."
