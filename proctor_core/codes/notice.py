"""The notice that a taker reads before the camera: its words, also of earlier versions, and what it is put together from.

A notice that was shown stays here word by word: by its hash it is known what its takers agreed to (`domain/notice.py`).
"""

from proctor_core.codes.code import Code


class NoticeText(Code):
    """By version; `{video}`, `{refusing}` and `{minors}` are sentences of their own."""

    V_2026_11_5 = (
        "2026-11.5",
        """
This survey is **watched by a program through your camera** while you answer.

- **What it looks for:** whether a face can be seen, whether there is more than one, whether you look away from the screen
  for a while, and whether a phone is in view; also whether this page is in the background.
  It judges no feelings, no attention and no honesty.
- **What is kept:** one reference picture of your face, a few pictures of each moment the program notes, and the
  measurements (such as "one face, looking ahead"). No sound. {video}
- **Who sees it:** a moderator of this survey, where the program noted something or could not see you. While you answer, a
  moderator may also look in: a small picture every few seconds, which is not kept. Nobody else.
- **Who decides:** a person. The program only notes; it never rejects anybody. {threshold} notes mean that a person looks at
  your session.
- **Others in the room:** please be alone in view, so that nobody is filmed who did not agree. A picture that shows
  somebody beside you is blurred for everybody but the moderator who judges this session.

You can stop the camera and take your agreement back at any time. Your answers are saved as you give them.
{refusing}
""",
    )
    V_2026_11_6 = (
        "2026-11.6",
        """
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
""",
    )
    V_2026_11_7 = (
        "2026-11.7",
        """
This survey is **watched by a program through your camera** while you answer.

- **What it looks for:** whether a face can be seen, whether there is more than one, whether you look away from the screen
  for a while, and whether a phone is in view; also whether this page is in the background.
  It judges no feelings, no attention and no honesty.
- **What is kept:** one reference picture of your face, a few pictures of each moment the program notes, and the
  measurements (such as "one face, looking ahead"). No sound. {video}
- **Who sees it:** a moderator of this survey, where the program noted something or could not see you. While you answer, a
  moderator may also look in: a small picture every few seconds, which is not kept. Nobody else sees a picture.
- **How the checks are checked:** a moderator also looks at a small share, at most one in ten and chosen by chance, of the
  sessions that nobody would have to look at and of those that were decided already, to find out how well the program and
  the moderators work. This changes nothing for you, unless the moderator finds something grave and asks for a decision
  about your session.
- **What the survey's owner gets:** your answers as you give them, under a number instead of your name, and how long each
  question took. Of the camera no picture, only: who watched; in how much of the time you could be seen, and for how many
  seconds not; how many notes of each kind there were; by which rules a person looked at the session, and what was decided.
- **Who decides:** a person. The program only notes; it never rejects anybody. {threshold} notes mean that a person looks at
  your session.
- **Others in the room:** please be alone in view, so that nobody is filmed who did not agree. A picture that shows
  somebody beside you is blurred for everybody but the moderator who judges this session. What you write in an answer is
  passed on as you write it.
- **Your own copy:** you can get a copy of what is kept about you. Where the video is kept, that copy holds it too, as the
  camera took it: what is blurred in pictures is not blurred there.
- **Age:** {minors}

You can stop the camera and take your agreement back at any time. Your answers are saved as you give them.
{refusing}
""",
    )


class VideoNotice(Code):
    """Whether the video is kept."""

    NOT_KEPT = "video_not_kept", "The video itself is not kept."
    KEPT_IF_AGREED = "video_kept_if_agreed", "The video itself is kept only where you agree to that below."


class RefusingNotice(Code):
    """What follows from a no."""

    NOT_TAKEN = "not_taken", "If you don’t agree, this survey can’t be taken: it needs the camera."
    WITHOUT_CAMERA = (
        "without_camera",
        "If you don’t agree, you can take this survey without the camera; the result says so.",
    )


class MinorsNotice(Code):
    """What holds for minors; the words are those of `domain.minors.Minors`."""

    UNSUPPORTED = (
        "unsupported",
        "this survey is for adults. If you are not of age where you live, please don’t take it.",
    )
    GUARDIAN_CONSENT = (
        "guardian_consent",
        "if you are not of age where you live, a parent or guardian has to read this with you and agree, below.",
    )
    NO_CAMERA = "no_camera", "this survey may be taken at any age, without the camera."


class RecordingNotice(Code):
    """What is read before the second purpose; the words are those of `domain.policy.RecordingMode`."""

    VIOLATIONS = (
        "violations",
        "May the video of the moments that the program notes be kept, some seconds before and after each? "
        "A moderator can then see what happened instead of single pictures. You can say no and take the survey all the same.",
    )
    FULL = (
        "full",
        "May the video of the whole session be kept, without sound? A moderator can then see what happened instead of "
        "single pictures. You can say no and take the survey all the same.",
    )


class AgeNotice(Code):
    """What whoever agrees says of their age; the words are those of `domain.consent.AgeStatement`."""

    OF_AGE = "of_age", "I am of age"
    GUARDIAN = "guardian", "I am not of age; my parent or guardian has read this and agrees to the camera"
