"""The marker object of a media store: a few bytes of JSON that say which database it belongs to, and name nobody."""

import json

from proctor_core.domain.store_standing import StoreMark
from proctor_core.errors import NotFound
from proctor_core.media.store import MediaStore

KEY = "database.json"
DAMAGED = StoreMark("", 0, "")
"""What a marker says that can't be read: nobody's."""


def read_marker(media: MediaStore) -> StoreMark | None:
    """What the store says; None: nothing.

    Raises:
        Unavailable: the store does not answer.
    """
    try:
        content = media.get(KEY)
    except NotFound:
        return None
    try:
        said = json.loads(content)
        return StoreMark(str(said["database"]), int(said["generation"]), str(said["token"]))
    except (ValueError, TypeError, KeyError):
        return DAMAGED


def write_marker(media: MediaStore, mark: StoreMark) -> None:
    """Replace what the store says.

    Raises:
        Unavailable: the store can't be written.
    """
    said = {"database": mark.database_id, "generation": mark.generation, "token": mark.token}
    media.put(KEY, json.dumps(said).encode())
