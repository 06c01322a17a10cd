"""Every sentence around the pages: their names, the banner, the account."""

from pages.reader import read_in_language
from proctor_core.language.marking import N_

PRODUCT = "Survey Proctor"
PAGE_SIGN_IN = N_("Sign in")
PAGE_MY_SURVEYS = N_("My surveys")
PAGE_TAKE_SURVEY = N_("Survey")
PAGE_REVIEW_QUEUE = N_("Review queue")
PAGE_REVIEW_SESSION = N_("Session")
PAGE_STATISTICS = N_("Statistics")
PAGE_PEOPLE = N_("People")
PAGE_SURVEYS = N_("Surveys")
PAGE_STORAGE = N_("Storage")
PAGE_AUDIT_LOG = N_("Audit log")
PAGE_SETTINGS = N_("Settings")
PAGE_MODELS = N_("Health")
PAGE_DEMO = N_("Demo")
SIGN_IN_AGAIN = N_("Sign in again")
SIGN_OUT = N_("Sign out")
SIGNED_IN_AS = N_("{name}, {role}")
DEMO_BANNER = N_("This is a demo: every person in it is drawn.")
DEMO_FILLING = N_("Demo sessions are being watched by the real checks: {done} of {total} so far. Reload to see more.")
SOMETHING_WRONG = N_(
    "Something went wrong here. What you entered before is kept. Reload the page; "
    "if it happens again, tell whoever invited you that it was at {time}."
)
STORAGE_AWAY = N_(
    "We can't reach our storage right now. What you entered before is kept; please try again in a moment."
)
OUT_OF_REACH = N_(
    "The connection to the server is gone. What you entered so far is kept; we keep trying, you need not reload."
)

read_in_language(__name__)
