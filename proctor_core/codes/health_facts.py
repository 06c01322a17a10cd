"""What the parts of the program say of themselves when somebody asks how they are."""

from proctor_core.codes.code import Code


class HealthFact(Code):
    """Facts without path, address or name; several of a part stand beside each other."""

    SILENT = "silent", "does not answer"
    ANSWERED = "answered", "{database}, answered in {took_ms:.0f} ms"
    NOT_WRITABLE = "not_writable", "can't be written"
    WRITABLE = "writable", "can be written"
    FREE = "free", "{free_gb:.1f} GB free"
    NO_VIDEO = "no_video", "no video is kept until there is more room"
    THREADS = "threads", "{alive} of {wanted} threads alive", "wanted"
    STOPPED = "stopped", "stopped"
    WRITES = "writes", "{waiting} writes waiting", "waiting"
    REFUSED = "refused_for_good", "{count} refused for good, see the log", "count"
    SET_ASIDE = "set_aside", "{count} set aside: their sessions are not in this database", "count"
    IN_OUTBOX = "in_outbox", "{count} of them in the outbox", "count"
    OUTBOX_FULL = "outbox_full", "which is full"
    CLIENTS = "clients", "{clients} clients", "clients"
    HEARTBEATS = "heartbeats_wait", "{waiting} wait for the database", "waiting"
    MODELS = "models_there", "{there} of {wanted} there", "wanted"
    ANALYSES = "analyses", "{waiting} wait for their analysis"
    ANALYSES_RUNNING = "analyses_running", "{running} in it"
    ANALYSES_DEAD = "analyses_dead", "{dead} given up"
    APPEALS = "appeals", "{waiting} wait for their answer"
    APPEALS_LATE = "appeals_late", "{late} for too long"
    APPEALS_UNANSWERABLE = (
        "appeals_unanswerable",
        "{unanswerable} that no moderator is left for: all others decided before",
    )
    PROPOSALS = "proposals", "{count} proposed rejections wait for another moderator", "count"
    PROPOSALS_STRANDED = (
        "proposals_stranded",
        "{count} of them for nobody: no other moderator is active",
        "count",
    )
    OTHER_STORE = "other_store", "nothing is swept: the media store belongs to another database"
    NEWER_STORE = "newer_store", "nothing is swept: the media store belongs to a later state of this database"
    UNMARKED_STORE = (
        "unmarked_store",
        "nothing is swept: the media store holds sessions that this database does not know",
    )
    NOT_OVERWRITTEN = "not_overwritten", "deleted rows are in the database's files for days"
    NO_SWEEP = "no_sweep", "none yet"
    SWEPT_AGO = "swept_ago", "{hours:.0f} h ago"
