"""What went wrong while demo content was made."""

from proctor_core.codes.code import Code


class DemoFault(Code):
    """Messages of errors; the values are those in their sentences."""

    OTHER_ENDING = "other_ending", "expected a file ending in {endings}, got {name}"
    DRAWN_FACE_REFUSED = "drawn_face_refused", "{name}, drawn, was refused {tries} times"
    CONTENT_OF_ITS_OWN = (
        "content_of_its_own",
        "This database has people or surveys that are not the demo's. Drawn sessions go into an empty database, or beside demo "
        "content; nothing was changed.",
    )
    BEING_LOADED = (
        "being_loaded",
        "Another process loads demo content into this database. Try again when it is done; nothing was changed.",
    )
