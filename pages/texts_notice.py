"""The notice that a taker reads before the camera, in all its forms, and the hash by which it is known which one was read."""

from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from itertools import product

from pages.reader import read_in_language, reader
from proctor_core.domain.consent import AgeStatement, Purpose, Subject
from proctor_core.domain.minors import Minors
from proctor_core.domain.notice import NoticeTerms
from proctor_core.domain.policy import RecordingMode
from proctor_core.language.marking import N_

NOTICE_VERSION = "2026-11.6"
NOTICE = N_("""
This survey is **watched by a program through your camera** while you answer.

- **What it looks for:** whether a face can be seen, whether there is more than one, whether you look away from the screen
  for a while, and whether a phone is in view; also whether this page is in the background.
  It judges no feelings, no attention and no honesty.
- **What is kept:** one reference picture of your face, a few pictures of each moment the program notes, and the
  measurements (such as "one face, looking ahead"). No sound. {video}
- **Who sees it:** a moderator of this survey, where the program noted something or could not see you. While you answer, a
  moderator may also look in: a small picture every few seconds, which is not kept. Nobody else sees a picture.
- **What the survey's owner gets:** your answers as you give them, under a number instead of your name, and how long each
  question took. Of the camera no picture, only: who watched; in how much of the time you could be seen, and for how many
  seconds not; how many notes of each kind there were; by which rules a person looked at the session, and what was decided.
- **Who decides:** a person. The program only notes; it never rejects anybody. {threshold} notes mean that a person looks at
  your session.
- **Others in the room:** please be alone in view, so that nobody is filmed who did not agree. A picture that shows
  somebody beside you is blurred for everybody but the moderator who judges this session. What you write in an answer is
  passed on as you write it.
- **Age:** {minors}

You can stop the camera and take your agreement back at any time. Your answers are saved as you give them.
{refusing}
""")
NAMING_OWNERS: Mapping[str, str] = {NOTICE_VERSION: NOTICE}
"""By version, every notice that says what the survey's owner gets: whose takers read another one, of theirs nothing that the
camera gave goes out. One that was shown stays here, word by word, when a new one follows."""
VIDEO_IN_NOTICE = {
    False: N_("The video itself is not kept."),
    True: N_("The video itself is kept only where you agree to that below."),
}
REFUSING_IN_NOTICE = {
    False: N_("If you don’t agree, this survey can’t be taken: it needs the camera."),
    True: N_("If you don’t agree, you can take this survey without the camera; the result says so."),
}
MINORS_IN_NOTICE: Mapping[Minors, str] = {
    Minors.UNSUPPORTED: N_("this survey is for adults. If you are not of age where you live, please don’t take it."),
    Minors.GUARDIAN_CONSENT: N_(
        "if you are not of age where you live, a parent or guardian has to read this with you and agree, below."
    ),
    Minors.NO_CAMERA: N_("this survey may be taken at any age, without the camera."),
}

RECORDING: Mapping[RecordingMode, str] = {
    RecordingMode.VIOLATIONS: N_(
        "May the video of the moments that the program notes be kept, some seconds before and after each? "
        "A moderator can then see what happened instead of single pictures. You can say no and take the survey all the same."
    ),
    RecordingMode.FULL: N_(
        "May the video of the whole session be kept, without sound? A moderator can then see what happened instead of "
        "single pictures. You can say no and take the survey all the same."
    ),
}
AGE: Mapping[AgeStatement, str] = {
    AgeStatement.OF_AGE: N_("I am of age"),
    AgeStatement.GUARDIAN: N_("I am not of age; my parent or guardian has read this and agrees to the camera"),
}


def notice_text(
    threshold: int,
    mode: RecordingMode = RecordingMode.OFF,
    *,
    may_refuse: bool = False,
    minors: Minors = Minors.UNSUPPORTED,
    version: str = NOTICE_VERSION,
    gettext: Callable[[str], str] = str,
) -> str:
    """The notice as it is shown; in the source language, by which it is hashed, unless `gettext` brings another."""
    return (
        gettext(NAMING_OWNERS[version])
        .format(
            threshold=threshold,
            video=gettext(VIDEO_IN_NOTICE[mode is not RecordingMode.OFF]),
            refusing=gettext(REFUSING_IN_NOTICE[may_refuse]),
            minors=gettext(MINORS_IN_NOTICE[minors]),
        )
        .strip()
    )


def shown_notice(terms: NoticeTerms) -> str:
    """The notice in the reader's language. A catalogue may translate it, not say something else: what is kept with the consent is
    the version and the hash of the source."""
    return notice_text(
        terms.threshold, terms.recording, may_refuse=terms.may_refuse, minors=terms.minors, gettext=reader().gettext
    )


def sha256_of(text: str) -> str:
    """SHA-256 (hex) of a text as it was shown; stored with the consent."""
    return sha256(text.encode()).hexdigest()


@cache
def _hashes_naming_owners(threshold: int) -> frozenset[str]:
    forms = product(NAMING_OWNERS, RecordingMode, (False, True), Minors)
    return frozenset(
        sha256_of(notice_text(threshold, mode, may_refuse=may_refuse, minors=minors, version=version))
        for version, mode, may_refuse, minors in forms
    )


class OwnNotices:
    """The program's own texts, as services and routes know them (`domain.notice.Notices`)."""

    version = NOTICE_VERSION

    def texts(self, terms: NoticeTerms) -> Mapping[Subject, str]:
        """What is read before each purpose is agreed to; a purpose that these terms don't ask for is left out."""
        notice = notice_text(terms.threshold, terms.recording, may_refuse=terms.may_refuse, minors=terms.minors)
        texts: dict[Subject, str] = {Purpose.MONITORING: notice}
        if terms.recording in RECORDING:
            texts[Purpose.RECORDING] = RECORDING[terms.recording]
        if terms.minors is Minors.GUARDIAN_CONSENT:
            texts |= {**AGE}
        return texts

    def names_owners(self, text_sha256: str, threshold: int) -> bool:
        """Whether this is the hash of a notice of ours, of today or before, which says what the survey's owner gets."""
        return text_sha256 in _hashes_naming_owners(threshold)


NOTICES = OwnNotices()

read_in_language(__name__)
