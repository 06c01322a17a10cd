"""The video of a session: in parts, for the moderator who holds its review, and every look is in the audit log."""

import pytest
from sqlalchemy import Engine

from db.tables import AuditEvent, ProctorReview, SessionRecording
from proctor_core.api.byte_range import ByteRange, asked_range
from proctor_core.domain.recording import RecordingSource
from proctor_core.domain.roles import Role
from proctor_core.domain.states import RecordingState
from proctor_core.errors import NotFound
from proctor_core.media.store import MediaStore, media_key
from proctor_core.services.reviewing.evidence_access import EvidenceAccess
from tests.support.review_world import World

FILM = b"a film" * 100


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        (None, ByteRange(0, 99, 100)),
        ("bytes=0-", ByteRange(0, 99, 100)),
        ("bytes=10-19", ByteRange(10, 19, 100)),
        ("bytes=90-200", ByteRange(90, 99, 100)),
        ("bytes=-5", ByteRange(95, 99, 100)),
        ("pages=1-2", ByteRange(0, 99, 100)),
        ("bytes=100-", None),
        ("bytes=-0", None),
    ],
)
def test_a_range_is_answered_as_asked(asked: str | None, answered: ByteRange | None) -> None:
    assert asked_range(asked, 100) == answered


def test_only_who_holds_the_review_gets_the_video_and_the_look_is_noted(
    sqlite_engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    world, media = World(sqlite_engine), MediaStore.open(tmp_path_factory.mktemp("media"))
    review: ProctorReview = world.flagged(world.survey())
    stored = media.put(media_key(review.session_id, "video", "a.webm"), FILM)
    world.add(
        SessionRecording(
            session_id=review.session_id,
            source=RecordingSource.LIVE,
            state=RecordingState.PROCESSED,
            media_key=stored.key,
            sha256=stored.sha256,
            size_bytes=stored.size_bytes,
            created_at=world.clock(),
        )
    )
    access = EvidenceAccess(sqlite_engine, media, world.clock)
    judge, other = world.person("judge"), world.person("other")
    world.reviewing.open_case(judge, review.session_id)
    for stranger in (other, world.person("tam", Role.TAKER), world.person("ana", Role.ANALYST)):
        with pytest.raises(NotFound):
            access.recording(stranger, review.session_id)
    video = access.recording(judge, review.session_id)
    assert (video.size_bytes, media.part(video.key, 2, 4)) == (len(FILM), b"film")
    with sqlite_engine.connect() as connection:
        looks = connection.execute(AuditEvent.__table__.select()).all()  # pyright: ignore[reportAttributeAccessIssue]
    assert [look.actor_id for look in looks if look.detail == "video"] == [judge.id]
