"""What the program says of itself while it starts: for whoever runs it."""

from proctor_core.codes.code import Code


class Holder(Code):
    """Who serves a data folder."""

    ANOTHER = "another", "another process"


class Revision(Code):
    """What stands for a database's revision before the first tables."""

    NONE = "none", "none"


class DatabaseNotice(Code):
    """How the database stands now."""

    UP_TO_DATE = "up_to_date", "The database is at revision {revision}."
    NEW = "new", "The database is new, at revision {revision}."
    MIGRATED = "migrated", "The database was at revision {before} and is now at {revision}; nothing in it was lost."


class LibrariesNotice(Code):
    """What is being done about shared libraries."""

    GETTING = "getting", "This machine lacks {libraries}: getting them without root (under 3 MB)."
    LISTS = "lists", "Fetching the lists of packages (10 to 40 MB)."


class ServingNotice(Code):
    """What a program that serves, or a worker, says once it runs."""

    SERVED = "served", "Survey Proctor on {address}"
    WORKER = "worker", "Worker {name}: recordings are analysed as they come."
    PLAIN_HTTP = (
        "plain_http",
        "Browsers on other machines give no camera over plain http: start with HTTPS=1, or put a proxy with https in front.",
    )
    FINGERPRINT = (
        "fingerprint",
        "Browsers warn of a certificate that the program made itself. Go on when they show this SHA-256: {fingerprint}",
    )
    NOBODY_YET = (
        "nobody_yet",
        "Nobody can sign in yet; make the first administrator: .venv/bin/python -m proctor_core create-administrator NAME",
    )
