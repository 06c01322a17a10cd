"""Why nothing is removed from a media store."""

from proctor_core.codes.code import Code


class StoreOwner(Code):
    """How the store stands to the database where it is not this one's."""

    OTHER = "other", "the media store was last used with another database"
    NEWER = (
        "newer",
        "the media store was last used with a later state of this database, as after a backup was restored",
    )
    UNMARKED = (
        "unmarked",
        "the media store holds sessions that this database does not know, and does not say whose it is",
    )


class StoreRefusal(Code):
    """Messages of errors; the values are those in their sentences."""

    NOT_ITS_STORE = (
        "not_its_store",
        "nothing is swept: {owner}. Start with the database that belongs to it; if this is the right one, "
        "say so with `python -m proctor_core adopt-store`",
    )
