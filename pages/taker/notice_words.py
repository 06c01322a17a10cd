"""The notice before the camera in the reader's language; its words stand in `proctor_core/codes/notice.py`."""

from pages.reader import reader
from proctor_core.codes.notice import AgeNotice, RecordingNotice
from proctor_core.domain.consent import AgeStatement
from proctor_core.domain.notice import NoticeTerms, notice_message
from proctor_core.domain.policy import RecordingMode
from proctor_core.language.sentences import message_sentence, sentence


def shown_notice(terms: NoticeTerms) -> str:
    """The notice in the reader's language. A catalogue may translate it, not say something else: what is kept with the consent is
    the version and the hash of the source."""
    return message_sentence(notice_message(terms), reader()).strip()


def recording_question(mode: RecordingMode) -> str:
    """What is read before the video is agreed to."""
    return sentence(RecordingNotice(mode.value), {}, reader())


def age_label(age: AgeStatement) -> str:
    """What whoever agrees says of their age."""
    return sentence(AgeNotice(age.value), {}, reader())
