"""Why somebody can't sign in, or an account, a token or an invitation can't be made or changed so."""

from proctor_core.codes.code import Code


class AccountRefusal(Code):
    """Messages of errors; the values are those in their sentences."""

    NAME_TAKEN = "name_taken", "the name {name!r} is taken"
    WRONG_LENGTH = "wrong_length", "expected 1 to {longest} characters, got {length}", "longest"
    WRONG_PASSWORD = "wrong_password", "the name or the password is wrong"
    DEMO_IN_REACH = "demo_in_reach", "demo accounts are refused on an address that other machines can reach"
    NO_DEMO = "no_demo", "there is no demo {role}: the demo content is not loaded"
    NOBODY_TO_ACT_FOR = "nobody_to_act_for", "expected the person whom the token acts for"
    WRONG_DAYS = "wrong_days", "expected 1 to {days} days", "days"
    OTHER_ROLE = "other_role", "expected an active {wanted}, got a {role}"
    PASSWORD_LENGTH = "password_length", "expected {limits} characters, got {length}"
    NO_ADMINISTRATOR = "no_administrator", "you are no administrator any more"
    OWN_ACCOUNT = "own_account", "another administrator has to do this with your account"
    NO_PASSWORD = "no_password", "a demo account or one that is switched off gets no password"
    NOT_THIS_ROLE = "not_this_role", "only {roles} may do this; this account is {role}"
    NO_LANGUAGE = "no_language", "expected a language tag such as en or de-AT, got {language!r}"
