"""Every sentence around the pages: their names, the banner, the account."""

PRODUCT = "Survey Proctor"
PAGE_SIGN_IN = "Sign in"
PAGE_MY_SURVEYS = "My surveys"
PAGE_TAKE_SURVEY = "Survey"
PAGE_REVIEW_QUEUE = "Review queue"
PAGE_REVIEW_SESSION = "Session"
PAGE_STATISTICS = "Statistics"
PAGE_PEOPLE = "People"
PAGE_SURVEYS = "Surveys"
PAGE_STORAGE = "Storage"
PAGE_AUDIT_LOG = "Audit log"
PAGE_SETTINGS = "Settings"
PAGE_MODELS = "Health"
PAGE_DEMO = "Demo"
SIGN_IN_AGAIN = "Sign in again"
SIGN_OUT = "Sign out"
SIGNED_IN_AS = "{name}, {role}"
DEMO_BANNER = "This is a demo: every person in it is drawn."
DEMO_FILLING = "Demo sessions are being watched by the real checks: {done} of {total} so far. Reload to see more."
SOMETHING_WRONG = (
    "Something went wrong here. What you entered before is kept. Reload the page; "
    "if it happens again, tell whoever invited you that it was at {time}."
)
STORAGE_AWAY = "We can't reach our storage right now. What you entered before is kept; please try again in a moment."
OUT_OF_REACH = (
    "The connection to the server is gone. What you entered so far is kept; we keep trying, you need not reload."
)
