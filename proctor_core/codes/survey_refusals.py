"""Why a survey, its takers or a platform's things can't be added or read so."""

from proctor_core.codes.code import Code


class SurveyRefusal(Code):
    """Messages of errors; the values are those in their sentences."""

    WRONG_SLUG = "wrong_slug", "expected small letters, digits and -, got {slug!r}"
    TOO_LONG = "too_long", "expected at most {longest} characters, got {length}", "longest"
    TOO_MANY_REASONS = "too_many_reasons", "expected at most {most} lines, got {count}", "most"
    NO_TAKER = "no_taker", "expected a taker, got a {role}"
    CLOSED = "closed", "this survey is closed"
    VERSION_TAKEN = "version_taken", "version {version} of {slug} was added by somebody else just now"
    WRONG_LENGTH = "wrong_length", "expected 1 to {longest} characters, got {length}", "longest"
    KEY_USED = "key_used", "this key was used for another request"
    KEY_AT_WORK = "key_at_work", "the first request with this key is still being answered; ask again in a moment"
    NO_SERVICE_TOKEN = "no_service_token", "expected a service token"
    LASTS_TOO_LONG = "lasts_too_long", "expected up to {longest_s:.0f} s"
    NOTHING_LEFT = "nothing_left", "this session is {status}: nothing is left to do in a browser"
    BEING_ADDED = "being_added", "the same person is being added by another request just now; ask again"
    NEVER_HANDED_IN = "never_handed_in", "this session is {status} and was never handed in"
    PAGE_OF_ANOTHER_SURVEY = "page_of_another_survey", "expected the next of an earlier page of this survey"
    NO_PAGE = "no_page", "expected the next of an earlier page"
    NO_PERSON = "no_person", "expected a person, got a platform"
    NO_NAMES = "no_names", "names are for administrators alone"
    NEEDS_TWO_MODERATORS = (
        "needs_two_moderators",
        "this policy asks two moderators for a rejection, and {active} are active; add another first",
        "active",
    )
    NO_SUCH_VALUE = "no_such_value", "no number of a policy that a survey may choose; known: {known}"
    NO_VALUE_WITHIN = "no_value_within", "expected {least:g} to {most:g}, got {value:g}"
    NO_COUNT_WITHIN = "no_count_within", "expected a whole number, {least:g} to {most:g}, got {value:g}"
    SLUG_TAKEN = "slug_taken", "{owner} has a survey of the short name {slug}"
    SLUG_TAKEN_IN_HOUSE = "slug_taken_in_house", "the house has a survey of the short name {slug}"
