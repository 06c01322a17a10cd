"""Pictures by key: whole or not at all, never outside the store."""

import hashlib
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from obstore.store import MemoryStore

from proctor_core.errors import InvalidInput, NotFound, Unavailable
from proctor_core.media.store import MediaStore, checked_key, media_key

KEY = "sessions/a/start.jpg"


@pytest.fixture(params=["folder", "object storage"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> MediaStore:
    """The same store over a folder and over obstore's in-memory object storage."""
    return MediaStore.open(tmp_path / "new" / "media") if request.param == "folder" else MediaStore(MemoryStore())


def test_what_was_put_comes_back_with_its_hash(store: MediaStore) -> None:
    stored = store.put(KEY, b"picture")
    assert (stored.key, stored.sha256, stored.size_bytes) == (KEY, hashlib.sha256(b"picture").hexdigest(), 7)
    assert store.get(KEY) == b"picture"
    assert store.exists(KEY)


def test_the_same_key_again_replaces(store: MediaStore) -> None:
    store.put(KEY, b"first, longer")
    store.put(KEY, b"second")
    assert store.get(KEY) == b"second"


def test_what_is_not_there_is_not_found(store: MediaStore) -> None:
    assert not store.exists(KEY)
    with pytest.raises(NotFound):
        store.get(KEY)


def test_deleting_twice_is_fine(store: MediaStore) -> None:
    store.put(KEY, b"picture")
    store.delete(KEY)
    store.delete(KEY)
    assert not store.exists(KEY)


def test_a_prefix_lists_and_deletes_its_own_session_only(store: MediaStore) -> None:
    for key in ("sessions/1/a.jpg", "sessions/1/v/b.jpg", "sessions/12/a.jpg"):
        store.put(key, b"123")
    assert {(entry.key, entry.size_bytes) for entry in store.list("sessions/1")} == {
        ("sessions/1/a.jpg", 3),
        ("sessions/1/v/b.jpg", 3),
    }
    assert store.delete_prefix("sessions/1") == 2
    assert [entry.key for entry in store.list("sessions")] == ["sessions/12/a.jpg"]


def test_nothing_is_listed_where_nothing_is(store: MediaStore) -> None:
    assert list(store.list("sessions/none")) == []


@pytest.mark.parametrize(
    "key", ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a/./b", ".hidden", "a\\b", "a b", "a/"]
)
def test_a_key_that_could_leave_the_store_is_refused_everywhere(store: MediaStore, key: str) -> None:
    for act in (store.get, store.exists, store.delete, store.delete_prefix, lambda k: store.put(k, b"")):
        with pytest.raises(InvalidInput):
            act(key)


@given(st.text(alphabet="ab1./\\_-~ ", min_size=1) | st.text())
def test_an_accepted_key_stays_below_its_root(key: str) -> None:
    try:
        checked_key(key)
    except InvalidInput:
        return
    root = Path("/root/of/store")
    assert (root / key).resolve().is_relative_to(root)


def test_a_media_key_is_made_of_ids() -> None:
    session_id, violation_id = uuid4(), uuid4()
    assert media_key(session_id, violation_id, "peak.jpg") == f"sessions/{session_id}/{violation_id}/peak.jpg"
    with pytest.raises(InvalidInput):
        media_key(session_id, "../peak.jpg")


def test_a_store_that_can_not_be_opened_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"in the way")
    for address in (tmp_path / "file" / "media", "gopher://somewhere/else"):
        with pytest.raises(Unavailable):
            MediaStore.open(address)


def test_a_file_address_is_a_store_too(tmp_path: Path) -> None:
    store = MediaStore.open(f"file://{tmp_path}")
    store.put(KEY, b"picture")
    assert (tmp_path / KEY).read_bytes() == b"picture"


def test_no_half_file_is_left_beside_a_picture(tmp_path: Path) -> None:
    store = MediaStore.open(tmp_path)
    store.put(KEY, b"picture")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["start.jpg"]
