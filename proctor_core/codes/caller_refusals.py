"""Why a request is nobody's, or not this caller's to make."""

from proctor_core.codes.code import Code


class CallerRefusal(Code):
    """Messages of errors; the values are those in their sentences."""

    NO_BEARER = "no_bearer", "expected Authorization: Bearer <token>"
    NO_SUCH_TOKEN = "no_such_token", "this token is not known, is over, or was revoked"
    NOBODY = "nobody", "expected a token or a signed-in person, got none"
    NO_PAGE = "no_page", "expected a signed-in page, got none"
    NOT_SIGNED_IN = "not_signed_in", "nobody is signed in"
    NOT_SIGNED_IN_AS = "not_signed_in_as", "expected a signed-in {role}"
    NOT_OWN_NAME = "not_own_name", "expected a person's own sign-in or token"
    PLATFORM = "platform", "expected a person, got a platform"
    NO_PLATFORM = "no_platform", "expected a service token"
    SESSION_TOKEN = "session_token", "expected no token for a single session"
    OTHER_ROLE = "other_role", "only a {role} may do this"
    NO_READER_OF_METRICS = "no_reader_of_metrics", "expected an analyst or an administrator"
    NO_CSRF_TOKEN = "no_csrf_token", "expected the header {header} with the token of this sign-in"
    FORM_OF_ANOTHER_SITE = "form_of_another_site", "this form came from another site"
    OLD_FORM = "old_form", "this form is not one that this browser was given lately"
    TRIED_TOO_OFTEN = "tried_too_often", "tried too often; the next try is looked at in {wait_s} s"
