"""The whole way with real parts only: a taker before a camera, what is stored of it, a moderator's decision, the taker's news."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from playwright.sync_api import expect

from db.tables import Evidence, Violation
from pages import texts
from pages import texts_taker as sentences
from pages.components.plain import WORD_JOINER
from proctor_core.demo.clips import LabelledStretch
from proctor_core.demo.scenes import Label
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, SessionStatus
from proctor_core.domain.violation import SignalKind, SnapshotKind, ViolationType
from tests.e2e import acts, lens
from tests.e2e.conftest import Browsers, OpenWindow, Served
from tests.e2e.footage import Footage, incidents
from tests.e2e.visit import visiting
from tests.e2e.world import Invited
from tests.support.processes import wait_until

pytestmark = [pytest.mark.alone, pytest.mark.timeout(400)]
BORDER_S = 3.0
TYPE_OF = {
    Label.NO_FACE: ViolationType.NO_FACE,
    Label.MULTIPLE_FACES: ViolationType.MULTIPLE_FACES,
    Label.LOOKING_AWAY: ViolationType.LOOKING_AWAY,
    Label.PHONE: ViolationType.MOBILE_DETECTED,
}
REASON = "Somebody else was in the room and answered."
LOOKS_LIKE_MORE = "https://a.example www.b.example c@d.example :joy: :material/home:"
"""What Streamlit makes links and pictures of in markdown, escaped or not."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A survey that was taken before the camera.

    Attributes:
        begins_s: second of the camera's file at second 0 of the session.
    """

    taker: Invited
    footage: Footage
    begins_s: float

    @property
    def session_id(self) -> UUID:
        """The session that was taken."""
        return self.taker.session_id

    def labelled(self, label: Label) -> list[LabelledStretch]:
        """Where this was to be seen, in seconds of the session."""
        return [
            LabelledStretch(s.start_s - self.begins_s, s.end_s - self.begins_s, s.label) for s in self.footage.of(label)
        ]


@pytest.fixture(scope="module")
def taken(
    served: Served,
    browsers: Browsers,
    shared_or_none: Path | None,
    calm_camera: Path,
    camera_dir: Path,
) -> Iterator[Taken]:
    """A taker signs in, enrols, answers every question while the camera shows one incident after another, and hands in."""
    film, taker, world = incidents(shared_or_none, calm_camera, camera_dir), served.world.invited(), served.world
    with visiting(browsers[film.camera], served.url, taker.name) as visit:
        acts.enrol(visit.page, taker)
        begins_s = lens.second_of_file(visit.page, world.session(taker.session_id))
        assert begins_s < film.of(Label.OK)[0].end_s - BORDER_S, "enrolling took longer than the film's calm front"
        acts.answer_all(visit.page, taker.survey)
        wait_until(
            lambda: any(s.kind is SignalKind.CAMERA_COVERED and s.offset_s for s in world.signals(taker.session_id)),
            "a covered camera that is uncovered again",
            timeout_s=film.duration_s,
        )
        acts.hand_in(visit.page)
        assert visit.traffic.below("/media/") == []
    yield Taken(taker, film, begins_s)


@pytest.mark.parametrize("label", TYPE_OF)
def test_what_the_camera_showed_is_stored_at_its_time(served: Served, taken: Taken, label: Label) -> None:
    if label is Label.PHONE and not served.world.session(taken.session_id).phone_check_available:
        pytest.skip("no phone model on this machine")
    found = [v for v in served.world.violations(taken.session_id) if v.type is TYPE_OF[label]]
    for stretch in taken.labelled(label):
        assert min((abs(v.onset_s - stretch.start_s) for v in found), default=99) <= BORDER_S, seen(served, taken)
        assert min((abs(v.offset_s - stretch.end_s) for v in found if v.offset_s), default=99) <= BORDER_S, seen(
            served, taken
        )


def test_nothing_else_is_alleged(served: Served, taken: Taken) -> None:
    false = [v for v in served.world.violations(taken.session_id) if not is_labelled(v, taken)]
    assert not false, seen(served, taken)


def test_a_covered_camera_is_a_signal(served: Served, taken: Taken) -> None:
    covered = [s for s in served.world.signals(taken.session_id) if s.kind is SignalKind.CAMERA_COVERED]
    (stretch,) = taken.labelled(Label.COVERED)
    assert [s.onset_s for s in covered] == [pytest.approx(stretch.start_s, abs=BORDER_S)], seen(served, taken)
    assert [s.offset_s for s in covered] == [pytest.approx(stretch.end_s, abs=BORDER_S)], seen(served, taken)


def test_the_session_is_flagged_and_every_answer_kept(served: Served, taken: Taken) -> None:
    session = served.world.session(taken.session_id)
    assert session.status is SessionStatus.UNDER_REVIEW
    assert session.flagged_for_review
    assert session.violations_count == len(served.world.violations(taken.session_id))
    assert FlagRule.VIOLATION_COUNT in served.world.flag_reasons(taken.session_id)
    assert served.world.answers(taken.session_id).keys() == {question.id for question in taken.taker.survey.questions}


def test_a_moderator_sees_the_snapshots_and_rejects_and_the_taker_reads_why(
    served: Served, taken: Taken, window: OpenWindow
) -> None:
    moderator = window(served.world.person(Role.MODERATOR))
    acts.open_from_queue(moderator.page, taken.session_id)
    pictures = served.world.rows(Evidence, session_id=taken.session_id)
    assert {picture.kind for picture in pictures} == set(SnapshotKind)
    acts.expect_pictures(moderator.page, {f"/api/media/evidence/{picture.id}" for picture in pictures}, len(pictures))
    acts.decide(moderator.page, DecisionKind.REJECT, f"{REASON} {LOOKS_LIKE_MORE}")
    moderator.page.goto(f"{served.url}/review_session?session={taken.session_id}")
    expect(moderator.page.get_by_role("button", name=texts.REOPEN)).to_be_visible(timeout=30_000)
    assert moderator.traffic.below("/media/") == []
    assert moderator.traffic.hosts == {urlsplit(served.url).netloc}

    taker = window(taken.taker.name)
    acts.open_survey(taker.page, sentences.TO_RECEIPT)
    expect(taker.page.get_by_text(sentences.STATUS[SessionStatus.REJECTED][2])).to_be_visible()
    said = taker.page.get_by_text(REASON)
    expect(said).to_be_visible()
    assert (said.text_content() or "").replace(WORD_JOINER, "").endswith(f"{LOOKS_LIKE_MORE}”")
    expect(said.get_by_role("link")).to_have_count(0)


def test_a_snapshot_is_for_who_may_see_it(served: Served, taken: Taken, window: OpenWindow) -> None:
    picture = served.world.rows(Evidence, session_id=taken.session_id)[0]
    address = f"{served.url}/api/media/evidence/{picture.id}"
    assert window().context.request.get(address).status == HTTPStatus.UNAUTHORIZED
    assert not window(served.world.invited().name).context.request.get(address).ok
    assert window(served.world.person(Role.MODERATOR)).context.request.get(address).ok


def test_pages_ask_nobody_but_this_machine_and_no_picture_is_public(
    served: Served, taken: Taken, window: OpenWindow
) -> None:
    for role in Role:
        visit = window(served.world.person(role))
        for link in acts.links_to_pages(visit.page):
            acts.follow_link(visit.page, link)
        assert visit.traffic.hosts == {urlsplit(served.url).netloc}, role
        assert visit.traffic.below("/media/") == [], role


def is_labelled(violation: Violation, taken: Taken) -> bool:
    """Whether it lies where its own type is labelled; of a photo with a phone nobody labelled what else is in it."""
    labels = [label for label, kind in TYPE_OF.items() if kind is violation.type]
    stretches = [stretch for label in {*labels, Label.PHONE} for stretch in taken.labelled(label)]
    end_s = violation.onset_s if violation.offset_s is None else violation.offset_s
    return any(s.start_s - BORDER_S <= violation.onset_s and end_s <= s.end_s + BORDER_S for s in stretches)


def seen(served: Served, taken: Taken) -> str:
    """Everything stored, in the seconds of the camera's file."""
    rows = [*served.world.violations(taken.session_id), *served.world.signals(taken.session_id)]
    lines = [
        f"{row.onset_s + taken.begins_s:6.1f} to {(row.offset_s or -99) + taken.begins_s:6.1f}"
        f" {row.type if isinstance(row, Violation) else row.kind}: {row.reason}"
        for row in rows
    ]
    labels = [f"{s.start_s:6.1f} to {s.end_s:6.1f} {s.label}" for s in taken.footage.stretches]
    return "\n".join([f"session begins at {taken.begins_s:.1f}", *lines, "labels:", *labels])
