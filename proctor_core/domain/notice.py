"""The notice before the camera, in all its forms: what is read, the hash by which it is known which one was, what each permits.

Its words stand in `codes/notice.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from hashlib import sha256
from itertools import product

from proctor_core.codes.code import CodedMessage, message
from proctor_core.codes.notice import AgeNotice, MinorsNotice, NoticeText, RecordingNotice, RefusingNotice, VideoNotice
from proctor_core.domain.consent import DRAWN_TAKER, AgeStatement, Purpose, Subject
from proctor_core.domain.minors import Minors
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.watching import WatchedBy


@dataclass(frozen=True, slots=True)
class NoticeTerms:
    """What the notice depends on.

    Attributes:
        threshold: notes at which a person looks at the session.
        may_refuse: whether who refuses the camera may take the survey all the same.
    """

    threshold: int
    recording: RecordingMode = RecordingMode.OFF
    may_refuse: bool = False
    minors: Minors = Minors.UNSUPPORTED


class Permission(StrEnum):
    """What a taker agreed to besides that a moderator sees what was noted, which every notice says."""

    LIVE_VIEW = "live_view"
    """A moderator looks in while the session runs."""
    OWNERS_FACTS = "owners_facts"
    """The survey's owner gets what the camera found, without a picture."""
    BLIND_SAMPLE = "blind_sample"
    """A moderator looks at a session that nobody would have to look at, or once more at one that was decided (decision 0052)."""
    OWN_VIDEO = "own_video"
    """The taker's own copy of the data holds the video, where one is kept."""


CURRENT = NoticeText.V_2026_11_7
PERMITS: Mapping[NoticeText, frozenset[Permission]] = {
    NoticeText.V_2026_11_5: frozenset({Permission.LIVE_VIEW}),
    NoticeText.V_2026_11_6: frozenset({Permission.LIVE_VIEW, Permission.OWNERS_FACTS}),
    NoticeText.V_2026_11_7: frozenset(Permission),
}
"""Every notice that was ever shown says here what it says; new facts, readers or pictures are a new one."""


def notice_message(terms: NoticeTerms, version: NoticeText = CURRENT) -> CodedMessage:
    """The notice with what these terms make of it; in every language the same code."""
    return message(
        version,
        threshold=terms.threshold,
        video=VideoNotice.NOT_KEPT if terms.recording is RecordingMode.OFF else VideoNotice.KEPT_IF_AGREED,
        refusing=RefusingNotice.WITHOUT_CAMERA if terms.may_refuse else RefusingNotice.NOT_TAKEN,
        minors=MinorsNotice(terms.minors.value),
    )


def notice_text(terms: NoticeTerms, version: NoticeText = CURRENT) -> str:
    """The notice in the source language, by which it is hashed whatever language it was read in."""
    return str(notice_message(terms, version)).strip()


def texts_read(terms: NoticeTerms) -> Mapping[Subject, str]:
    """What is read before each purpose is agreed to; a purpose that these terms don't ask for is left out."""
    texts: dict[Subject, str] = {Purpose.MONITORING: notice_text(terms)}
    if terms.recording is not RecordingMode.OFF:
        texts[Purpose.RECORDING] = RecordingNotice(terms.recording.value).english
    if terms.minors is Minors.GUARDIAN_CONSENT:
        texts |= {age: AgeNotice(age.value).english for age in AgeStatement}
    return texts


def sha256_of(text: str) -> str:
    """SHA-256 (hex) of a text as it was shown; stored with the consent."""
    return sha256(text.encode()).hexdigest()


def permitted_by(text_sha256: str, threshold: int) -> frozenset[Permission]:
    """What a taker agreed to who read the text of this hash, under a policy of this threshold.

    A text that is none of the program's own, such as a platform's, permits none of them, whatever version its sender names.
    """
    version = _versions_by_hash(threshold).get(text_sha256)
    return PERMITS[version] if version else frozenset()


def owners_get_facts(agreed_sha256: str | None, threshold: int, watched_by: WatchedBy, *, is_demo: bool) -> bool:
    """Whether what the camera found in a session may be told to the survey's owner and to analysts.

    By the hash of the text that its taker agreed to last (None: nobody did): what a client calls its version says nothing. Drawn
    takers of the demo were asked nothing and promised nothing.
    """
    if watched_by is WatchedBy.OFF or agreed_sha256 is None:
        return False
    if is_demo and agreed_sha256 == sha256_of(DRAWN_TAKER):
        return True
    return Permission.OWNERS_FACTS in permitted_by(agreed_sha256, threshold)


def recording_mode_of(text_sha256: str) -> RecordingMode | None:
    """How much video the text of this hash asks for; None: it is none of the program's own."""
    own = {sha256_of(text.english): RecordingMode(text.value) for text in RecordingNotice}
    return own.get(text_sha256)


@cache
def _versions_by_hash(threshold: int) -> Mapping[str, NoticeText]:
    forms = product(NoticeText, RecordingMode, (False, True), Minors)
    return {
        sha256_of(notice_text(NoticeTerms(threshold, mode, may_refuse, minors), version)): version
        for version, mode, may_refuse, minors in forms
    }
